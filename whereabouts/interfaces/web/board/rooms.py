"""Who sits before the same sight of the board in this process: one reading renews all of theirs.

A room's turn is taken in a thread: sessions and roles are asked anew, what changed is read, looks
are recorded and committed, and only then is anything sent.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.access.scope import scope_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups.board import sight_of
from whereabouts.insight.lookups.board_feed import (
    Answers,
    Feed,
    Told,
    Turn,
    Viewer,
    ask_once,
    turn,
)
from whereabouts.insight.lookups.health import Pulse, pulse
from whereabouts.interfaces.web.board.deltas import Change, Writer
from whereabouts.interfaces.web.mailboxes import Mailbox
from whereabouts.interfaces.web.sessions import (
    actors_answered,
    actors_of_sessions,
    sessions_asked,
)

PURPOSE = "board"
PULSE_SECONDS = 5.0  # the worker comes round no faster, and it is late after two minutes


@dataclass(kw_only=True, eq=False)
class Seat(Viewer):
    """A screen that shows the board: whose session it is, and which number of the board it has."""

    session_key: str
    mailbox: Mailbox
    held: str = ""  # whom the session knows to have been shown before, as it keeps it
    gone: bool = False
    number: int | None = None  # none yet, or in doubt: it is given a whole
    parts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Turned:
    """What a turn sends, whose session is over, and who sees something else from now on."""

    sent: Sequence[tuple[Seat, bytes]] = ()
    over: Sequence[Seat] = ()
    elsewhere: Sequence[Seat] = ()


class Room:
    """The screens of one sight, and what is kept for them."""

    def __init__(self, *, sight: Any, alone: bool, everywhere: bool = False) -> None:
        self.sight, self.alone, self.everywhere = sight, alone, everywhere
        self.seats: list[Seat] = []
        self.feed = Feed()
        self.number = 0
        self.next_at: datetime | None = None

    def turn(self, *, told: Told, came: Iterable[Seat] = ()) -> Turned:
        """Return what renews every screen after what was told, and who left; in a thread.

        After a fault nothing is known of any screen, and the next turn gives each a whole.
        """
        seats = [seat for seat in (*self.seats, *came) if not seat.gone]
        if not seats:
            self.seats = []
            return Turned()
        try:
            return self._turn(seats, told, at=timezone.now())
        except BaseException:
            self.feed = Feed()
            self.seats = seats
            for seat in seats:
                seat.number = None
            raise

    def _turn(self, seats: list[Seat], told: Told, *, at: datetime) -> Turned:
        actors, answers = self._ask(seats, told, at=at)
        here, over, elsewhere = [], [], []  # type: list[Seat], list[Seat], list[Seat]
        sent: list[tuple[Seat, bytes]] = []
        for seat in seats:
            actor = actors.get(seat.session_key)
            if actor is None or not permitted(roles=actor.roles, permission=Permission.BOARD_LOOK):
                over.append(seat)
                continue
            seat.actor = actor.for_purpose(PURPOSE, route=PURPOSE)
            seat.holds = seat.number is not None and seat.number == self.number
            mine = sight_of(scope=scope_of(actor=actor, at=at), alone=self.alone)
            (here if mine == self.sight else elsewhere).append(seat)
        if here:
            made = turn(
                actor=here[0].actor, at=at, feed=self.feed, viewers=here, told=told,
                alone=self.alone, answers=answers,
            )  # fmt: skip
            elsewhere += [seat for seat in here if seat.actor.member_id in made.alone]
            here = [seat for seat in here if seat.actor.member_id not in made.alone]
            self.next_at = made.next_at
            sent = self._write(here, made)
        self.seats = here
        return Turned(sent=sent, over=over, elsewhere=elsewhere)

    def _ask(
        self, seats: list[Seat], told: Told, *, at: datetime
    ) -> tuple[dict[str, Actor], Answers | None]:
        """Ask who sits there now and, on the same way, what they are to be shown."""
        keys = {seat.session_key for seat in seats}
        members = {seat.actor.member_id for seat in seats}
        answers = ask_once(
            sight=self.sight, at=at, feed=self.feed, told=told, members=members,
            others=sessions_asked(keys=keys, members=members, at=at),
        )  # fmt: skip
        sessions, acting = answers.others
        actors = actors_answered(sessions=sessions, members=acting, of=members, at=at)
        if actors is None:
            return actors_of_sessions(keys=keys, at=at), None
        return actors, answers

    def _write(self, seats: list[Seat], made: Turn) -> list[tuple[Seat, bytes]]:
        # Once a minute each is told of the moment; for whoever comes in the others are not.
        to_all = (
            bool(made.changed)
            or made.at == self.feed.whole_at
            or any(one.gone or one.put for one in made.changes.values() if one)
        )
        self.number += to_all
        writer = Writer(feed=self.feed, made=made, pulse=_pulse(at=made.at))
        sent = []
        for seat in seats:
            if not to_all and seat.number == self.number:
                continue
            sent.append((seat, self._said(writer, seat, made.changes.get(seat.window))))
            seat.number, seat.parts = self.number, writer.parts(viewer=seat)
            seat.shown |= made.new.get(seat, frozenset())
        return sent

    def _said(self, writer: Writer, seat: Seat, made: Change | None) -> bytes:
        if made is None or seat.number != self.number - 1:
            return writer.whole(viewer=seat, number=self.number)
        return writer.delta(viewer=seat, number=self.number, made=made, before=seat.parts)

    def wait_seconds(self) -> float:
        """Return for how long nothing turns by itself."""
        if self.next_at is None:
            return 0.0
        return max((self.next_at - timezone.now()) / timedelta(seconds=1), 0.05)


_kept: tuple[float, Pulse] | None = None


def _pulse(*, at: datetime) -> Pulse:
    """Return whether the clocks run, as every room of this process says it."""
    global _kept  # noqa: PLW0603 (one for the whole process)
    now = time.monotonic()
    if _kept is None or now - _kept[0] > PULSE_SECONDS:
        _kept = now, pulse(at=at, heart=settings.HEARTBEAT)
    return _kept[1]
