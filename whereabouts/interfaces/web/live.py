"""Telling screens that something changed: server-sent events, fed by one listening connection.

Only "changed" travels, and each screen fetches what its reader may see through the usual doors; but
a screen that shows the board is sent the rows that changed (docs/adr/0039).
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import CHANNEL
from whereabouts.interfaces.web.board.seating import NATIONAL, Seating
from whereabouts.interfaces.web.mailboxes import Mailbox
from whereabouts.interfaces.web.middleware import HEADERS
from whereabouts.interfaces.web.sessions import actors_of_sessions

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

PATH = "/live/"
BOARD = "board=1"  # a stream that begins so is of a screen that shows the board
LISTENER = "whereabouts live"
PING_SECONDS = 15.0
# A role that ended or a screen that locked closes its stream within a minute.
ASK_AGAIN_AFTER_PINGS = 4
MOST_STREAMS = 1000
FIRST_STEP_BACK, LONGEST_STEP_BACK = 0.25, 15.0

log = logging.getLogger(__name__)


class Reader(NamedTuple):
    """Whose stream it is; a national unit's hears of every agency."""

    agency: UUID
    everywhere: bool = False


class Exchange:
    """One listening connection a process, and a mailbox in it for each stream."""

    def __init__(self) -> None:
        self._streams: dict[Mailbox, Reader] = {}
        self._listening: asyncio.Task[None] | None = None
        self.seating = Seating()

    def __len__(self) -> int:
        return len(self._streams)

    @contextlib.contextmanager
    def place(self, reader: "Reader") -> Any:
        """Give a mailbox that hears whenever something changed that the reader's agency may see."""
        if self._listening is None or self._listening.done():
            self._listening = asyncio.get_running_loop().create_task(self._listen())
        mailbox = Mailbox()
        self._streams[mailbox] = reader
        try:
            yield mailbox
        finally:
            del self._streams[mailbox]

    def tell(self, told: str) -> None:
        """Tell the streams of the agencies that a notification names."""
        try:
            said = json.loads(told)
            agencies, about = {UUID(key) for key in said["agencies"]}, said.get("about")
        except (ValueError, KeyError, TypeError):
            log.warning("A notification that cannot be read was passed over.")
            return
        for mailbox, reader in self._streams.items():
            if reader.everywhere or reader.agency in agencies:
                mailbox.note_changed()
        self.seating.tell(agencies=agencies, about=about)

    def tell_everybody(self) -> None:
        """Tell every stream: something may have been missed."""
        for mailbox in self._streams:
            mailbox.note_changed()
        self.seating.tell_everybody()

    async def close(self) -> None:
        """Stop listening."""
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening
        await self.seating.close()

    async def _listen(self) -> None:
        step = FIRST_STEP_BACK
        while True:
            try:
                # Outside every pool: listening needs a connection that stays.
                async with await psycopg.AsyncConnection.connect(
                    **_connection_settings(), autocommit=True, application_name=LISTENER
                ) as conn:
                    await conn.execute(f"LISTEN {CHANNEL}")
                    step = FIRST_STEP_BACK
                    self.tell_everybody()
                    async for notification in conn.notifies():
                        self.tell(notification.payload)
            except psycopg.Error:
                log.warning("The listening connection broke; trying again.")
            await asyncio.sleep(step)
            step = min(step * 2, LONGEST_STEP_BACK)


EXCHANGE = Exchange()


async def live(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer `/live/`: a stream for whoever is signed in, else the refusal's status alone."""
    if scope["method"] != "GET":
        return await _refuse(send, 405)
    if len(EXCHANGE) >= MOST_STREAMS:
        return await _refuse(send, 503, retry_after=30)
    actor = await _actor_of(scope)
    if actor is None:
        return await _refuse(send, 401)
    with EXCHANGE.place(_reader(actor)) as mailbox:
        await _begin(send)
        gone = asyncio.ensure_future(_gone(receive))
        seat = None
        try:
            query = scope["query_string"].decode("latin-1")
            if query.startswith(BOARD):
                seat = await EXCHANGE.seating.take(
                    session_key=_session_key(scope), query=query, mailbox=mailbox
                )
            await _stream(scope, send, mailbox, gone, _reader(actor))
        except asyncio.CancelledError:
            # The server is stopping: end the stream properly, and the screen will come again.
            await _end(send)
        finally:
            if seat is not None:
                EXCHANGE.seating.leave(seat)
            gone.cancel()


async def _stream(
    scope: Scope,
    send: Send,
    mailbox: Mailbox,
    gone: "asyncio.Future[None]",
    reader: Reader,
) -> None:
    quiet = 0
    while not gone.done():
        changed = asyncio.ensure_future(mailbox.word.wait())
        waited: set[asyncio.Future[Any]] = {changed, gone}
        await asyncio.wait(waited, timeout=PING_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        changed.cancel()
        if gone.done():
            return
        if letters := mailbox.take():
            await _say(send, b"".join(letters))
            continue
        quiet += 1
        if quiet % ASK_AGAIN_AFTER_PINGS == 0 and not await _is_still(reader, scope):
            await _end(send)
            return
        await _say(send, b": still here\n\n")


async def _begin(send: Send) -> None:
    headers = {
        **HEADERS,
        "Content-Type": "text/event-stream; charset=utf-8",
        "Cache-Control": "no-store",
        "X-Accel-Buffering": "no",
    }
    await send({"type": "http.response.start", "status": 200, "headers": _encoded(headers)})
    await _say(send, b"retry: 2000\n: here\n\n")


async def _say(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _end(send: Send) -> None:
    await send({"type": "http.response.body", "body": b""})


async def _refuse(send: Send, status: int, retry_after: int | None = None) -> None:
    headers = {**HEADERS, "Cache-Control": "no-store", "Content-Length": "0"}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    await send({"type": "http.response.start", "status": status, "headers": _encoded(headers)})
    await send({"type": "http.response.body", "body": b""})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _is_still(reader: Reader, scope: Scope) -> bool:
    actor = await _actor_of(scope)
    return actor is not None and _reader(actor) == reader


def _reader(actor: Actor) -> Reader:
    return Reader(actor.agency_id, actor.agency_kind == NATIONAL)


async def _actor_of(scope: Scope) -> Actor | None:
    async with ThreadSensitiveContext():
        return await sync_to_async(_actor_of_cookie)(_session_key(scope))


def _actor_of_cookie(key: str) -> Actor | None:
    """Return the actor of a session that stands good; the same rules as for every page."""
    if not key:
        return None
    try:
        actor = actors_of_sessions(keys=[key], at=timezone.now()).get(key)
        return actor if actor is not None and actor.roles else None
    finally:
        connections.close_all()  # fmt: skip


def _session_key(scope: Scope) -> str:
    cookies = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            cookies.load(value.decode("latin-1"))
    found = cookies.get(settings.SESSION_COOKIE_NAME)
    key = found.value if found else ""
    return key if key.isalnum() else ""


def _connection_settings() -> dict[str, Any]:
    wanted = connection.get_connection_params()
    for name in ("cursor_factory", "context", "prepare_threshold", "pool"):
        wanted.pop(name, None)
    return wanted


def _encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
