"""Who fires deadlines in a house: kills them at random, and keeps how long each part was away."""

import os
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path
from random import Random

import psycopg

from whereabouts.launcher import processes
from whereabouts.proving.house import WORKERS, House, children

LOOK_EVERY_SECONDS = 0.05
WHOLE_PART_IN = 5  # one kill in so many is of a parent and of all that it forked, at one instant
NAMED = "whereabouts worker "  # as the worker names its lines to the database
LINES = "SELECT application_name FROM pg_stat_activity WHERE application_name LIKE %s"


class Workforce(threading.Thread):
    """Looks all the time who has a line to the database: only they can fire.

    A part is back when its parent lives and one whom that forked has a line. Killed again before
    it is back it is away anew: the time is that of a restart, not of a siege.
    """

    def __init__(self, *, house: House, chance: Random) -> None:
        """Prepare; nothing is looked at before `start`."""
        super().__init__(name="workforce", daemon=True)
        self.back_seconds: list[float] = []
        self.nobody_seconds = 0.0
        self._house, self._chance = house, chance
        self._away_since: dict[str, float] = {}
        self._guard, self._enough = threading.Lock(), threading.Event()

    def kill(self) -> int:
        """Kill one of all that fire or fork, or now and then a whole part; return 1, or 0."""
        heads = self._heads()
        parts = {name: [head, *children(head)] for name, head in heads.items()}
        living = _everybody(house=self._house)
        if self._chance.randrange(WHOLE_PART_IN) == 0 and parts:
            victims = self._chance.choice(sorted(parts.values()))
        else:
            victims = [self._chance.choice(living)] if living else []
        with self._guard:
            for name, members in parts.items():
                if set(members) & set(victims):
                    self._away_since[name] = time.monotonic()
            for victim in victims:
                with suppress(ProcessLookupError):
                    os.kill(victim, signal.SIGKILL)
        return min(1, len(victims))

    def finish(self, *, seconds: float) -> bool:
        """Wait until every part is back; return whether it was in time."""
        gives_up = time.monotonic() + seconds
        while self._away_since and time.monotonic() < gives_up:
            time.sleep(LOOK_EVERY_SECONDS)
        self._enough.set()
        self.join()
        return not self._away_since

    def run(self) -> None:
        """Look until it is enough."""
        somebody_at = time.monotonic()
        with psycopg.connect(self._house.urls()[0], autocommit=True) as line:
            while not self._enough.wait(LOOK_EVERY_SECONDS):
                asked_at = time.monotonic()
                named = [row[0] for row in line.execute(LINES, [f"{NAMED}%"])]
                with_lines = {int(name.removeprefix(NAMED)) for name in named}
                if with_lines:
                    self.nobody_seconds = max(self.nobody_seconds, asked_at - somebody_at)
                    somebody_at = asked_at
                self._see_who_is_back(with_lines=with_lines, asked_at=asked_at)

    def _see_who_is_back(self, *, with_lines: set[int], asked_at: float) -> None:
        with self._guard:
            for name, since in list(self._away_since.items()):
                head = self._heads().get(name)
                if since < asked_at and head and with_lines & set(children(head)):
                    self.back_seconds.append(time.monotonic() - since)
                    del self._away_since[name]

    def _heads(self) -> dict[str, int]:
        running = self._house.folder / "state" / "running"
        noted = {name: processes.noted(file=running / f"{name}.pid") for name in WORKERS}
        return {name: pid for name, pid in noted.items() if pid is not None}


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
