"""Asking the index; None whenever it cannot be relied on, so that the caller asks the tables."""

import json
import logging
import socket
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from whereabouts.engines.finding import Asker
from whereabouts.engines.matching import Match, Query
from whereabouts.insight.finding import wire
from whereabouts.insight.finding.place import socket_path

ANSWERS_WITHIN = 1.0  # seconds; then the tables are quicker
LEFT_ALONE_FOR = 3.0  # after it did not answer, so that not everybody waits for it

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hit:
    """A person whom the index found: the records that the asker may know, and how they match."""

    person: UUID
    records: tuple[UUID, ...]
    match: Match


@dataclass(frozen=True, slots=True)
class Answer:
    """What the index found, and the moment (the database's clock) of which it is true."""

    hits: tuple[Hit, ...]
    fits: int
    true_at: datetime


@dataclass
class _Patience:
    until: float = 0.0


_patience = _Patience()


def ask(*, query: Query, asker: Asker, limit: int, fresh: bool = False) -> Answer | None:
    """Return what the index finds, or None where it is away, late, or does not understand.

    `fresh`: with everything committed before this question, not of a tenth of a second ago.
    """
    said = _say(wire.question(query=query, asker=asker, limit=limit, fresh=fresh))
    if said is None or "hits" not in said:
        return None
    return Answer(
        hits=tuple(Hit(*one) for one in wire.hits(said=said)),
        fits=said["fits"],
        true_at=datetime.fromisoformat(said["true_at"]),
    )


def state() -> dict[str, Any] | None:
    """Return how the index is, as plain values, or None where it does not answer."""
    return _say({"do": "state"})


def alarm(*, dropped: int) -> None:
    """Say that hits were not for the asker's eyes after all: the index counts them."""
    log.error("The search index named %d records that the asker's scope does not hold.", dropped)
    _say({"do": "dropped", "count": dropped})


def forget_patience() -> None:
    """Ask again at once, as a process that starts does."""
    _patience.until = 0.0


def _say(said: dict[str, Any]) -> dict[str, Any] | None:
    if not settings.FINDER or time.monotonic() < _patience.until:
        return None
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(ANSWERS_WITHIN)
            line.connect(str(socket_path()))
            line.sendall(wire.line(said=said))
            answer: dict[str, Any] = json.loads(_read(line))
            return answer
    except TimeoutError:
        _patience.until = time.monotonic() + LEFT_ALONE_FOR
        log.warning("The search index does not answer: searching the tables.")
    except (OSError, ValueError):
        pass  # nobody is there, which costs nobody any time
    return None


def _read(line: socket.socket) -> bytes:
    until, got = time.monotonic() + ANSWERS_WITHIN, b""
    while not got.endswith(b"\n"):
        part = line.recv(65536)
        if not part or len(got) > wire.LONGEST or time.monotonic() > until:
            raise ValueError("The answer was cut off.")
        got += part
    return got
