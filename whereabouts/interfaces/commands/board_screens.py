"""Screens of one agency: what renewing one costs, and how soon many of them show a change.

Loopback, one machine: the server's processes, the screens and the database share its cores.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg

from whereabouts.interfaces.commands.bench_pages import browser, spread

HOST, SERVERS = "127.0.0.1", 2
STARTS_WITHIN, SHOWS_WITHIN, SETTLES = 60.0, 20.0, 3.0
ROUNDS, READERS = 5, 20


def changes_of(*, member: Any) -> Iterator[int]:
    """Make a change at each step, an episode finding its owner; yield how many have none then."""
    from django.utils import timezone

    from whereabouts.foundations.agencies.queries import actor_of
    from whereabouts.insight.lookups.board import Filters, board
    from whereabouts.journeys.take_ownership import take_ownership

    at = timezone.now()
    actor = actor_of(member=member, at=at)
    rows = board(actor=actor, at=at, filters=Filters(unowned=True), most=10_000).rows
    left = len(rows)
    for row in rows:
        take_ownership(actor=actor, reference=row.reference, at=timezone.now())
        left -= 1
        yield left


class KeptBoard:
    """The boards of some screens in this process, renewed by what is told of a change."""

    def __init__(self, *, clients: list[Any], query: str) -> None:
        from whereabouts.foundations.outbox.actions import CHANNEL
        from whereabouts.insight.lookups.board_feed import Told
        from whereabouts.interfaces.web.board.rooms import Room
        from whereabouts.interfaces.web.board.seating import seat_of, sight_of_seat
        from whereabouts.interfaces.web.mailboxes import Mailbox

        address = os.environ["WHEREABOUTS_DATABASE_URL"]
        self._line, self._told = psycopg.connect(address, autocommit=True), Told()
        self._line.execute(f"LISTEN {CHANNEL}")
        seats = [
            seat_of(session_key=one.session.session_key, query=query, mailbox=Mailbox())
            for one in clients
        ]
        (sight,) = {sight_of_seat(seat=seat) for seat in seats}
        self._room = Room(sight=sight, alone=False)
        self._room.turn(told=Told(), came=seats)

    def hear(self, changes: Iterator[int]) -> None:
        """Make a change, and hear what is told of it; of earlier ones the boards know before."""
        self._hear(timeout=0.01)
        self._room.turn(told=self._told)
        next(changes)
        self._hear(timeout=5, stop_after=1)

    def renew(self) -> None:
        """Renew each board by what was heard."""
        sent = self._room.turn(told=self._told).sent
        if not sent or not all(b'"put":[[' in one or b'"gone":["' in one for _, one in sent):
            raise AssertionError("A change was not sent as a row.")

    def close(self) -> None:
        """Hear no more."""
        self._line.close()

    def _hear(self, **how: Any) -> None:
        from whereabouts.insight.lookups.board_feed import Told

        self._told = Told()
        for heard in self._line.notifies(**how):
            self._told.add(json.loads(heard.payload)["about"])


def inspectors(*, like: Any) -> list[Any]:
    """Enrol duty inspectors beside one, since those of one agency see alike and own unlike."""
    from django.utils import timezone

    from whereabouts.foundations.agencies.actions import enrol

    since = timezone.now() - timedelta(days=400)
    return [
        enrol(
            agency=like.agency, username=f"inspector{number}@bench", display_name="Example Member",
            roles=("duty_inspector",), at=since, rank="inspector",
        )
        for number in range(READERS)
    ]  # fmt: skip


def measure_screens(*, members: list[Any], number: int, changes: Iterator[int]) -> dict[str, Any]:
    """Return how long after its COMMIT a change stood on each of so many screens."""
    cookies = [_cookie(members[one % len(members)]) for one in range(number)]
    with _servers() as port:
        screens = _Screens(port, cookies)
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_until_complete, args=(screens.run(),))
        thread.start()
        try:
            if not screens.opened.wait(STARTS_WITHIN):
                raise AssertionError("The screens did not open.")
            # The first rounds open the servers' lines to the database, and are not counted.
            rounds = [screens.round(changes) for _ in range(ROUNDS + 2)][2:]
        finally:
            loop.call_soon_threadsafe(screens.stop)
            thread.join()
    taken = [seconds * 1000 for each in rounds for seconds in each]
    return {
        "screens": number,
        "readers": min(len(members), number),
        "changes": len(rounds),
        "shown_on": len(taken),
        "of": number * len(rounds),
        "shown_after": spread(taken) if len(taken) > 1 else None,
        "processes": SERVERS,
    }


def _cookie(member: Any) -> str:
    from django.conf import settings

    session = browser(member).session
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


class _Screens:
    """Screens that hear their streams, each sent what changed; in a loop of their own."""

    def __init__(self, port: int, cookies: list[str]) -> None:
        self.port, self.cookies = port, cookies
        self.opened = threading.Event()
        self._all = threading.Event()
        self._wanted, self._began = "", 0.0
        self._open, self._shown = 0, {}  # type: int, dict[int, float]
        self._ends: asyncio.Event | None = None

    def round(self, changes: Iterator[int]) -> list[float]:
        """Make a change and return after how many seconds each screen showed it."""
        time.sleep(SETTLES)
        self._shown.clear()
        self._all.clear()
        # What will be there: nobody may have shown it before it was committed.
        self._began = float("inf")
        left = next(changes)
        self._wanted, self._began = f" {left} without an owner", time.perf_counter()
        self._all.wait(SHOWS_WITHIN)
        return [max(at - self._began, 0.0) for at in self._shown.values()]

    def stop(self) -> None:
        """Close every screen."""
        if self._ends is not None:
            self._ends.set()

    async def run(self) -> None:
        """Keep every screen open until told to stop."""
        self._ends = asyncio.Event()
        tasks = [asyncio.create_task(self._screen(number)) for number in range(len(self.cookies))]
        await self._ends.wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _screen(self, number: int) -> None:
        stream = await self._line()
        stream[1].write(self._request("/live/?board=1", number))
        while True:
            line = await stream[0].readline()
            if not line:
                return
            if line.startswith(b": here"):
                self._open += 1
                if self._open == len(self.cookies):
                    self.opened.set()
            if line.startswith(b"data: {"):
                said = json.loads(line.removeprefix(b"data: "))
                shows = self._wanted and self._wanted in said["summary"]
                if shows and number not in self._shown:
                    self._shown[number] = time.perf_counter()
                    if len(self._shown) == len(self.cookies):
                        self._all.set()

    async def _line(self) -> tuple[Any, Any]:
        return await asyncio.open_connection(HOST, self.port, limit=1 << 22)

    def _request(self, path: str, number: int) -> bytes:
        lines = (
            f"GET {path} HTTP/1.1", f"Host: {HOST}:{self.port}", f"Cookie: {self.cookies[number]}",
            "HX-Request: true", "X-Whereabouts-Live: 1", "", "",
        )  # fmt: skip
        return "\r\n".join(lines).encode()


@contextmanager
def _servers() -> Iterator[int]:
    """Start the whole site as an installation does, and yield its port."""
    from django.conf import settings

    with socket.socket() as free, tempfile.TemporaryDirectory() as folder:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
        key = Path(folder) / "key"
        key.write_text(settings.SECRET_KEY)
        free.close()
        running = subprocess.Popen(  # noqa: S603 (our own words alone)
            [
                sys.executable, "-m", "uvicorn", "whereabouts.config.asgi:application",
                "--host", HOST, "--port", str(port), "--workers", str(SERVERS),
                "--timeout-graceful-shutdown", "1", "--no-access-log", "--log-level", "warning",
            ],
            env={**os.environ, "WHEREABOUTS_SECRET_KEY_FILE": str(key), "WHEREABOUTS_POOL": "1"},
        )  # fmt: skip
        try:
            _wait_for(port)
            yield port
        finally:
            running.terminate()
            running.wait(timeout=30)


def _wait_for(port: int) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("The site did not start.")
