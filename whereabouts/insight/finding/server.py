"""Answering what is asked of the index, on a Unix socket that only this account may open."""

import fcntl
import json
import logging
import os
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from whereabouts.insight.finding import wire
from whereabouts.insight.finding.keeper import Keeper
from whereabouts.insight.finding.place import make_folder

log = logging.getLogger(__name__)


class AlreadyRunning(Exception):
    """Another process of this machine keeps the index of this database."""


class Server(socketserver.ThreadingUnixStreamServer):
    """A thread a question; the index itself is safe to ask from several."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, *, path: Path, keeper: Keeper) -> None:
        """Listen at a path, in a folder of this account's own."""
        self.keeper = keeper
        kept = os.umask(0o177)
        try:
            super().__init__(str(path), Answering)
        finally:
            os.umask(kept)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say that an answer failed, and nothing of what was asked: it names people."""
        log.error("A question to the search index was not answered.")


class Answering(socketserver.StreamRequestHandler):
    """One question and its answer."""

    timeout = 5

    def handle(self) -> None:
        """Read a line, answer with a line."""
        said = self.rfile.readline(wire.LONGEST)
        if said.endswith(b"\n"):
            answer = answer_to(keeper=cast(Server, self.server).keeper, said=json.loads(said))
            self.wfile.write(wire.line(said=answer))


def answer_to(*, keeper: Keeper, said: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to a message; `away` where the tables are to be asked instead."""
    match said.get("do"):
        case "find":
            query, asker, limit = wire.asked(said=said)
            found = keeper.find(query=query, asker=asker, limit=limit, fresh=bool(said["fresh"]))
            if found is None:
                return {"away": True}
            return wire.answer(found=found[0], true_at=found[1])
        case "dropped":
            keeper.dropped += int(said["count"])
            return {}
        case "state":
            return keeper.state()
    return {"away": True}


@contextmanager
def alone(*, path: Path) -> Iterator[None]:
    """Be the only one who listens at a path, for the block; what a killed one left is put away.

    :raises AlreadyRunning: another does.
    """
    make_folder(path=path)
    with path.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning("The index of this database is kept already.") from None
        path.unlink(missing_ok=True)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
