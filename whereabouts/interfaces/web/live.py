"""Telling screens that something changed: server-sent events, fed by one listening connection.

Only "changed" travels; each screen fetches what its reader may see through the usual doors.
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
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, connections
from django.utils import timezone

from whereabouts.foundations.outbox.actions import CHANNEL
from whereabouts.interfaces.web.middleware import HEADERS
from whereabouts.interfaces.web.sessions import actor_of_session

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

PATH = "/live/"
NATIONAL = "national_unit"  # its picture is of every force
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
    """One listening connection a process, and a place in it for each stream.

    A stream's queue holds one word: that nothing or something changed, never how much.
    """

    def __init__(self) -> None:
        self._streams: dict[asyncio.Event, Reader] = {}
        self._listening: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._streams)

    @contextlib.contextmanager
    def place(self, reader: "Reader") -> Any:
        """Give an event that is set whenever something changed that the reader's agency may see."""
        if self._listening is None or self._listening.done():
            self._listening = asyncio.get_running_loop().create_task(self._listen())
        word = asyncio.Event()
        self._streams[word] = reader
        try:
            yield word
        finally:
            del self._streams[word]

    def tell(self, told: str) -> None:
        """Set the events of the agencies that a notification names."""
        try:
            agencies = {UUID(key) for key in json.loads(told)["agencies"]}
        except (ValueError, KeyError, TypeError):
            log.warning("A notification that cannot be read was passed over.")
            return
        for word, reader in self._streams.items():
            if reader.everywhere or reader.agency in agencies:
                word.set()

    def tell_everybody(self) -> None:
        """Set every event: something may have been missed."""
        for word in self._streams:
            word.set()

    async def close(self) -> None:
        """Stop listening."""
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening

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
    reader = await _reader_of(scope)
    if reader is None:
        return await _refuse(send, 401)
    with EXCHANGE.place(reader) as word:
        await _begin(send)
        gone = asyncio.ensure_future(_gone(receive))
        try:
            await _stream(scope, send, word, gone, reader)
        except asyncio.CancelledError:
            # The server is stopping: end the stream properly, and the screen will come again.
            await _end(send)
        finally:
            gone.cancel()


async def _stream(
    scope: Scope,
    send: Send,
    word: asyncio.Event,
    gone: "asyncio.Future[None]",
    reader: Reader,
) -> None:
    quiet = 0
    while not gone.done():
        changed = asyncio.ensure_future(word.wait())
        waited: set[asyncio.Future[Any]] = {changed, gone}
        await asyncio.wait(waited, timeout=PING_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        changed.cancel()
        if gone.done():
            return
        if word.is_set():
            word.clear()
            await _say(send, b"event: changed\ndata: board\n\n")
            continue
        quiet += 1
        if quiet % ASK_AGAIN_AFTER_PINGS == 0 and await _reader_of(scope) != reader:
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


async def _reader_of(scope: Scope) -> Reader | None:
    async with ThreadSensitiveContext():
        return await sync_to_async(_reader_of_cookie)(_session_key(scope))


def _reader_of_cookie(key: str) -> Reader | None:
    """Return the reader of a session that stands good; the same rules as for every page."""
    if not key:
        return None
    try:
        session = SessionStore(session_key=key)
        member_id = session.get(SESSION_KEY)
        if not member_id or BACKEND_SESSION_KEY not in session:
            return None
        member = get_user_model().objects.filter(pk=member_id, is_active=True).first()
        if member is None or session.get("_auth_user_hash") != member.get_session_auth_hash():
            return None
        actor = actor_of_session(session=session, member_id=member.pk, at=timezone.now())
        if actor is None or not actor.roles:
            return None
        return Reader(actor.agency_id, actor.agency_kind == NATIONAL)
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
