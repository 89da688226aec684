"""Giving each screen that shows the board a room, and each room its turns as changes are told."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups.board_feed import Told, sight_now
from whereabouts.interfaces.web.board.asking import asked_of
from whereabouts.interfaces.web.board.rooms import PURPOSE, Room, Seat
from whereabouts.interfaces.web.board.views import SHOWN, keys
from whereabouts.interfaces.web.mailboxes import AGAIN, OVER, Mailbox
from whereabouts.interfaces.web.sessions import actors_of_sessions, held_in

THREADS = 2  # of a process; beside those that make pages
FIRST_STEP_BACK, LONGEST_STEP_BACK = 0.25, 15.0
MOST_LEFT, MOST_ASKED = 1000, 1000
NOBODY = Actor(member_id=UUID(int=0), agency_id=UUID(int=0), agency_kind="", roles=frozenset())
NATIONAL = "national_unit"  # hears of every agency

log = logging.getLogger(__name__)


class Seating:
    """The rooms of a process; what is told while one takes its turn waits for the next."""

    def __init__(self) -> None:
        self._rooms: dict[Any, _Turns] = {}
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="board")
        # What a screen was shown before its stream broke, for when it comes again.
        self._left: dict[tuple[str, str], frozenset[UUID]] = {}

    def __len__(self) -> int:
        return len(self._rooms)

    async def take(self, *, session_key: str, query: str, mailbox: Mailbox) -> Seat:
        """Give a screen a seat in the room of its reader's sight, or tell it that it has none."""
        seat = seat_of(session_key=session_key, query=query, mailbox=mailbox)
        await self.place([seat])
        return seat

    def leave(self, seat: Seat) -> None:
        """Free a seat; a room without any is given up."""
        seat.gone = True
        for room in self._rooms.values():
            room.wake()
        if len(self._left) >= MOST_LEFT:
            self._left.clear()
        self._left[seat.session_key, seat.held] = seat.shown

    def tell(self, *, agencies: Collection[UUID], about: Iterable[str] | None) -> None:
        """Tell the rooms of some agencies what changed."""
        about = None if about is None else [*about]
        for sight, room in self._rooms.items():
            if room.everywhere or sight.agency_id in agencies:
                room.tell(about)

    def tell_everybody(self) -> None:
        """Tell every room that anything may have changed."""
        for room in self._rooms.values():
            room.tell(None)

    async def close(self) -> None:
        """Stop every room's turns."""
        for room in [*self._rooms.values()]:
            await room.stop()
        self._rooms.clear()

    async def place(self, seats: Iterable[Seat]) -> None:
        """Put each where its reader sees what others there see; who may see none is told so."""
        for seat in seats:
            try:
                sight = await self.in_thread(partial(sight_of_seat, seat=seat))
            except DatabaseError:
                seat.mailbox.put(AGAIN)
                continue
            if sight is None:
                seat.mailbox.put(OVER)
                continue
            seat.shown |= self._left.pop((seat.session_key, seat.held), frozenset())
            if sight not in self._rooms:
                actor = seat.actor
                room = Room(
                    sight=sight,
                    alone=sight.member_id == actor.member_id,
                    everywhere=actor.agency_kind == NATIONAL,
                )
                self._rooms[sight] = _Turns(room, self)
            self._rooms[sight].come(seat)

    def give_up(self, room: Room) -> None:
        """Forget a room in which nobody sits."""
        self._rooms.pop(room.sight, None)

    async def in_thread(self, work: Callable[..., Any], *given: Any) -> Any:
        """Do what asks the database, beside the loop."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, _alone, work, *given)


class _Turns:
    """A room's turns, one after the other, as long as anybody sits in it."""

    def __init__(self, room: Room, seating: Seating) -> None:
        self._room, self._seating = room, seating
        self._told, self._came = Told(), []  # type: Told, list[Seat]
        self.everywhere = room.everywhere
        self._word = asyncio.Event()
        self._task = asyncio.get_running_loop().create_task(self._go())

    def come(self, seat: Seat) -> None:
        self._came.append(seat)
        self._word.set()

    def wake(self) -> None:
        self._word.set()

    def tell(self, about: list[str] | None) -> None:
        try:
            self._told.add(about)
        except (KeyError, ValueError):
            self._told.everything = True
        self._word.set()

    async def stop(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _go(self) -> None:
        step = FIRST_STEP_BACK
        room = self._room
        while True:
            self._word.clear()
            came = [seat for seat in self._came if not seat.gone]
            told, self._told, self._came = self._told, Told(), []
            if not (came or any(not seat.gone for seat in room.seats)):
                self._seating.give_up(room)
                return
            try:
                turned = await self._seating.in_thread(partial(room.turn, told=told, came=came))
                for seat, letter in turned.sent:
                    seat.mailbox.put(letter)
                for seat in turned.over:
                    seat.mailbox.put(OVER)
                await self._seating.place(turned.elsewhere)
            except DatabaseError:
                # The screens stay, and say how old their picture is.
                log.warning("A board could not be renewed; trying again.")
                await asyncio.sleep(step)
                step = min(step * 2, LONGEST_STEP_BACK)
                continue
            except Exception:
                self._seating.give_up(room)
                for seat in room.seats:
                    seat.mailbox.put(AGAIN)
                raise
            step = FIRST_STEP_BACK
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._word.wait(), room.wait_seconds())


def seat_of(*, session_key: str, query: str, mailbox: Mailbox) -> Seat:
    """Return a seat for a screen that shows what an address asks for; nobody sits there yet."""
    asked = asked_of(given=dict(parse_qsl(query[:MOST_ASKED])))
    return Seat(actor=NOBODY, asked=asked, session_key=session_key, mailbox=mailbox)


def sight_of_seat(*, seat: Seat) -> Any:
    """Return what a seat's reader sees alike with others; None if they see no board."""
    at = timezone.now()
    actor = actors_of_sessions(keys=[seat.session_key], at=at).get(seat.session_key)
    if actor is None or not permitted(roles=actor.roles, permission=Permission.BOARD_LOOK):
        return None
    seat.actor = actor.for_purpose(PURPOSE, route=PURPOSE)
    if seat.number is None and not seat.shown:
        seat.held = str(held_in(key=seat.session_key, name=SHOWN) or "")
        seat.shown = keys(held=seat.held)
    seat.number = None
    return sight_now(actor=seat.actor, at=at)


def _alone(work: Callable[..., Any], *given: Any) -> Any:
    """Do something as a request is done: with a line to the database that is given back."""
    close_old_connections()
    try:
        return work(*given)
    finally:
        close_old_connections()
