"""The search index: build it, keep it fresh, compare it, and answer on its socket."""

import gc
import signal
import threading
import time
from types import FrameType
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from whereabouts.insight.finding.keeper import Keeper
from whereabouts.insight.finding.place import NotOurs, socket_path
from whereabouts.insight.finding.server import AlreadyRunning, Server, alone

READS_ON_EVERY = 0.2  # seconds, whether anybody asks or not
COMPARES_EVERY = 1.0
BACK_OFF = 1.0
NAMED = "whereabouts finder"


class Command(BaseCommand):
    """Keep the search index."""

    help = "Keep the search index and answer on its socket. SIGTERM or SIGINT ends it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Keep the index until told to stop."""
        if settings.DATABASES["owner"]["USER"] == settings.DATABASES["default"]["USER"]:
            raise CommandError(
                "The index reads every agency's rows, so it needs the owner's address"
                " (WHEREABOUTS_OWNER_DATABASE_URL). Without it search asks the tables.",
                returncode=1,
            )
        stop = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, _stopping(stop))
        while not stop.is_set():
            try:
                self._serve(stop)
            except AlreadyRunning:
                stop.wait(BACK_OFF)  # ready to take over from the one that runs
            except NotOurs as refused:
                raise CommandError(str(refused), returncode=1) from None

    def _serve(self, stop: threading.Event) -> None:
        path, keeper = socket_path(), Keeper(connect=connect)
        with alone(path=path), Server(path=path, keeper=keeper) as server:
            try:
                for does in (server.serve_forever, lambda: self._compare(keeper, stop)):
                    threading.Thread(target=does, daemon=True).start()
                self._keep(keeper, stop)
            finally:
                server.shutdown()
                keeper.close()

    def _keep(self, keeper: Keeper, stop: threading.Event) -> None:
        built = 0
        while not stop.is_set():
            try:
                keeper.catch_up(since=time.monotonic() - READS_ON_EVERY / 2)
            except psycopg.Error:
                # Nothing is lost: it reads on from where it was, or everything anew.
                self.stderr.write("The database does not answer; trying again.")
                stop.wait(BACK_OFF)
                continue
            if keeper.builds != built:
                built = keeper.builds
                # So much that stays need not be gone through while somebody waits for an answer.
                gc.unfreeze()
                gc.collect()
                gc.freeze()
            stop.wait(READS_ON_EVERY)

    def _compare(self, keeper: Keeper, stop: threading.Event) -> None:
        while not stop.wait(COMPARES_EVERY):
            try:
                keeper.compare()
                keeper.tidy()
            except psycopg.Error:
                stop.wait(BACK_OFF)


def connect(*, writing: bool = False) -> psycopg.Connection[tuple[Any, ...]]:
    """Open a connection as the owner, outside every pool: it stays, and mostly only reads."""
    wanted = connections["owner"].get_connection_params()
    for name in ("cursor_factory", "context", "prepare_threshold", "pool"):
        wanted.pop(name, None)
    ours = f"-c TimeZone=UTC -c default_transaction_read_only={'off' if writing else 'on'}"
    wanted["options"] = f"{wanted.get('options', '')} {ours}".strip()
    return psycopg.connect(**wanted, autocommit=True, application_name=NAMED)


def _stopping(stop: threading.Event) -> Any:
    def told(number: int, frame: FrameType | None) -> None:
        stop.set()

    return told
