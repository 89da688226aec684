"""A screen of the board in plain Python: it does with each message what board.js does."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.utils import timezone

from whereabouts.insight.lookups.board import board
from whereabouts.insight.lookups.board_feed import Told
from whereabouts.interfaces.web.board.fragments import row_html
from whereabouts.interfaces.web.board.rooms import PURPOSE, Room, Seat
from whereabouts.interfaces.web.board.seating import seat_of, sight_of_seat
from whereabouts.interfaces.web.mailboxes import Mailbox

ROW = re.compile(r'<tr data-row="([^"]+)".*?</tr>', re.DOTALL)
LASTING = re.compile(r"(data-since>)[^<]*|(Overdue by )[^<]*|(\"deadline\">in )[^<]*")


class Lost(Exception):
    """A message came that is not for what the screen shows."""


class Screen:
    """What one screen shows, and every message that it was sent."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str]] = []
        self.number: int | None = None
        self.summary = ""
        self.said: list[dict[str, Any]] = []

    def hear(self, letter: bytes) -> dict[str, Any]:
        """Do what a letter says; refuse one that is for another board than the one shown."""
        kind, _, data = letter.partition(b"\ndata: ")
        assert kind == b"event: board"
        said = json.loads(data)
        self.said.append(said)
        if "whole" in said:
            self.rows = [(one[1], one[0]) for one in ROW.finditer(said["whole"])]
        elif said["from"] != self.number:
            raise Lost
        else:
            self._put(said)
        self.number, self.summary = said["to"], said["summary"]
        return said

    def _put(self, said: dict[str, Any]) -> None:
        self.rows = [row for row in self.rows if row[0] not in said["gone"]]
        for after, reference, html in said["put"]:
            self.rows = [row for row in self.rows if row[0] != reference]
            places = [row[0] for row in self.rows]
            self.rows.insert(places.index(after) + 1 if after else 0, (reference, html))


class Gallery:
    """Rooms, and screens in them, that hear what commits tell; no loop, no stream."""

    def __init__(self) -> None:
        self.rooms: dict[Any, Room] = {}
        self.screens: dict[Seat, Screen] = {}
        self.closed: set[Seat] = set()

    def open(self, client: Any, query: str = "") -> Seat:
        """Open a screen of somebody who is signed in."""
        seat = seat_of(session_key=client.session.session_key, query=query, mailbox=Mailbox())
        self.screens[seat] = Screen()
        self._place([seat])
        return seat

    def _place(self, seats: Any) -> None:
        for seat in seats:
            sight = sight_of_seat(seat=seat)
            if sight is None:
                self.closed.add(seat)
                continue
            alone = sight.member_id == seat.actor.member_id
            room = self.rooms.setdefault(sight, Room(sight=sight, alone=alone))
            self._turn(room, Told(), came=[seat])

    def tell(self, told: str) -> None:
        """Let every room hear a notification, as its process would."""
        said = json.loads(told)
        for sight, room in [*self.rooms.items()]:
            if str(sight.agency_id) in said["agencies"]:
                about = Told()
                about.add(said["about"])
                self._turn(room, about)

    def wait(self) -> None:
        """Let every room look at the clock."""
        for room in [*self.rooms.values()]:
            self._turn(room, Told())

    def _turn(self, room: Room, told: Told, came: Any = ()) -> None:
        turned = room.turn(told=told, came=came)
        for seat, letter in turned.sent:
            self.screens[seat].hear(letter)
        self.closed.update(turned.over)
        self._place(turned.elsewhere)


def anew(seat: Seat) -> list[tuple[str, str]]:
    """Return the rows of a board that is read anew by whoever sits there."""
    asked = seat.asked
    taken = board(
        actor=seat.actor.for_purpose(PURPOSE), at=timezone.now(), filters=asked.filters,
        sort=asked.sort, most=asked.most, first=asked.first, already_shown=seat.shown,
    )  # fmt: skip
    return [(row.reference, row_html(row)) for row in taken.rows]


def plain(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return rows without how long things have lasted, which a screen reckons by itself."""
    return [(key, " ".join(LASTING.sub(r"\1\2\3", html).split())) for key, html in rows]


@contextmanager
def hearing() -> Iterator[list[str]]:
    """Note what is told to screens, before a commit that never comes."""
    heard: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "pg_notify" in sql and "access_agencies_reached" in sql:
            asked = sql.replace("SELECT pg_notify(%s, json", "SELECT (json")
            with connection.connection.cursor() as cursor:
                cursor.execute(asked, params[1:])
                heard.append(cursor.fetchone()[0])
        elif "pg_notify" in sql:
            heard.append(params[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield heard
