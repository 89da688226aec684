"""Who fires deadlines in a house: kills them at random, and keeps how long they were away."""

import os
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path
from random import Random

import psycopg

from whereabouts.launcher import processes
from whereabouts.proving.house import House, descendants

LOOK_EVERY_SECONDS = 0.05
WHOLE_TREE_IN = 10  # one kill in so many is of the first parent and of all that it forked, at once
WORKING = 2  # so many work at a time
NAMED = "whereabouts worker "  # as each names its lines to the database
LINES = "SELECT application_name FROM pg_stat_activity WHERE application_name LIKE %s"


class Workforce(threading.Thread):
    """Looks all the time who has a line to the database: only they can fire.

    They are back when as many have a line as ought to. Where some are killed before that, they are
    away from then on anew: the time is that of a restart, not of a siege.
    """

    def __init__(self, *, house: House, chance: Random) -> None:
        """Prepare; nothing is looked at before `start`."""
        super().__init__(name="workforce", daemon=True)
        self.back_seconds: list[float] = []
        self.nobody_seconds = 0.0
        self._house, self._chance = house, chance
        self._away_since: float | None = None
        self._dead: set[int] = set()
        self._guard, self._enough = threading.Lock(), threading.Event()

    def kill(self) -> int:
        """Kill one of all who work or fork, or now and then the whole tree; return 1, or 0."""
        running = self._house.folder / "state" / "running"
        first, victims = processes.noted(file=running / "worker.pid"), []
        if self._chance.randrange(WHOLE_TREE_IN) == 0 and first is not None:
            victims = [first, *descendants(first)]
        elif living := _everybody(house=self._house):
            victims = [self._chance.choice(living)]
        with self._guard:
            self._dead |= set(victims)
            self._away_since = time.monotonic()
            for victim in victims:
                with suppress(ProcessLookupError):
                    os.kill(victim, signal.SIGKILL)
        return min(1, len(victims))

    def finish(self, *, seconds: float) -> bool:
        """Wait until all are back; return whether it was in time."""
        gives_up = time.monotonic() + seconds
        while self._away_since is not None and time.monotonic() < gives_up:
            time.sleep(LOOK_EVERY_SECONDS)
        self._enough.set()
        self.join()
        return self._away_since is None

    def run(self) -> None:
        """Look until it is enough."""
        somebody_at = time.monotonic()
        with psycopg.connect(self._house.urls()[0], autocommit=True) as line:
            while not self._enough.wait(LOOK_EVERY_SECONDS):
                asked_at = time.monotonic()
                named = {row[0] for row in line.execute(LINES, [f"{NAMED}%"])}
                with self._guard:
                    work = {int(name.removeprefix(NAMED)) for name in named} - self._dead
                    if work:
                        self.nobody_seconds = max(self.nobody_seconds, asked_at - somebody_at)
                        somebody_at = asked_at
                    if len(work) >= WORKING and (self._away_since or asked_at) < asked_at:
                        self.back_seconds.append(asked_at - (self._away_since or asked_at))
                        self._away_since = None


def _everybody(*, house: House) -> list[int]:
    """Return all who fire, fork those who do, or work on without whoever forked them."""
    ours = f"WHEREABOUTS_STATE_DIR={house.folder / 'state'}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command = (folder / "cmdline").read_bytes().split(b"\0")
            if b"run_timers" in command and ours in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
    return sorted(found)
