"""A connection that does not wait for a server that is gone.

A line can fall silent without a word: a cable, a firewall, a machine that hangs. Who asks something
then would wait for as long as the network takes to notice. So after a second without an answer the
server is asked on a line of its own whether it is there at all. Where it is, the statement is slow
and is waited for; where it is not, the line is closed, and the request is answered with 503 within
two seconds. Whether the statement took effect nobody knows then: the same key says it again.
"""

import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.errors import _WaitTimeout
from psycopg.waiting import Ready

Value = TypeVar("Value")

PATIENCE_SECONDS = 0.8
ANSWER_SECONDS = 0.8
# After a silence new lines are tried this way first, since opening one takes two seconds to fail.
DOUBT_SECONDS = 30.0
# Whatever else the same request would ask is not tried at all.
AT_ONCE_SECONDS = 0.5
# What any PostgreSQL answers with one letter, before anybody has said who they are.
IS_TLS_SPOKEN = struct.pack("!ii", 8, 80_877_103)

_doubted: dict[tuple[str, str], float] = {}


class Silent(psycopg.OperationalError):
    """The database does not answer. Says nothing of what was asked."""

    def __init__(self) -> None:
        super().__init__("The database does not answer.")


class Line(psycopg.Connection[Any]):
    """A connection that looks, while it waits, whether the server is still there."""

    @classmethod
    def connect(cls, *args: Any, **kwargs: Any) -> "Line":
        """Open a line; where the server was silent a moment ago it is asked first.

        :raises OperationalError: it cannot be reached.
        """
        place = (str(kwargs.get("host") or ""), str(kwargs.get("port") or ""))
        if not place[0]:
            return super().connect(*args, **kwargs)
        since = time.monotonic() - _doubted.get(place, -DOUBT_SECONDS)
        if since < DOUBT_SECONDS:
            if since < AT_ONCE_SECONDS:
                raise Silent()
            if not answers(host=place[0], port=place[1]):
                _doubted[place] = time.monotonic()
                raise Silent()
            del _doubted[place]
        try:
            return super().connect(*args, **kwargs)
        except psycopg.errors.ConnectionTimeout:
            _doubted[place] = time.monotonic()
            raise

    def wait(
        self, gen: "PQGen[Value]", interval: float = 0.1, timeout: float | None = None
    ) -> Value:
        """Wait for what was asked for as long as the server is there.

        :raises OperationalError: it is not.
        """
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        lasting = _lasting(gen)
        while True:
            try:
                return super().wait(lasting, interval, PATIENCE_SECONDS)
            except _WaitTimeout:
                info = self.info
                place = (info.host, str(info.port))
                if not answers(host=place[0], port=place[1]):
                    _doubted[place] = time.monotonic()
                    self.pgconn.finish()
                    raise Silent() from None


def _lasting(gen: "PQGen[Value]") -> "PQGen[Value]":
    """Return the same steps, but such that waiting may be taken up again in the middle of them."""
    try:
        wanted = next(gen)
        while True:
            # Taken up again nothing is ready yet; the steps themselves know only numbers.
            ready = yield wanted
            wanted = gen.send(ready or Ready.NONE)
    except StopIteration as done:
        value: Value = done.value
        return value


def answers(*, host: str, port: str) -> bool:
    """Return whether a PostgreSQL answers there within `ANSWER_SECONDS`."""
    in_files = host.startswith("/")
    place: Any = f"{host}/.s.PGSQL.{port or 5432}" if in_files else (host, int(port or 5432))
    with suppress(OSError), _socket(place=place, in_files=in_files) as probe:
        probe.sendall(IS_TLS_SPOKEN)
        return bool(probe.recv(1))
    return False


@contextmanager
def _socket(*, place: Any, in_files: bool) -> Iterator[socket.socket]:
    if not in_files:
        with socket.create_connection(place, timeout=ANSWER_SECONDS) as probe:
            yield probe
        return
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(ANSWER_SECONDS)
        probe.connect(place)
        yield probe
