"""Warm parents that fork whoever works, so that one who is killed is replaced at once.

The first parent has read every module that the work takes; it asks the database nothing and has no
thread, so that what it forks shares no connection. It forks a worker and a deputy: a parent like
itself, which forks a second worker. Whichever of the four is killed, another forks it again within
a few hundredths of a second; a deputy whose superior is gone takes its place until whoever started
the first parent has started another: docs/adr/0043.
"""

import gc
import os
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

# Names an open end of a pipe, of which whoever started us keeps the other while we are wanted.
LEASH = "WHEREABOUTS_LEASH"
# Without one: longer than a start takes on a busy machine.
WORKS_ON_SECONDS = 20.0
LOOK_EVERY_SECONDS = 0.03
STEADY_SECONDS = 1.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.05, 2.0
# One who ends so often by itself, and each time at once, is ill: whoever started us decides.
ENDS_BY_ITSELF = 3
ASKING = (signal.SIGTERM, signal.SIGINT)
WORKER, BESIDE, DEPUTY = "worker", "worker beside", "deputy"


def forked(*, say: Callable[[str], object]) -> "Forked | None":
    """Return in each process that is forked to work, one after the other, and last in each parent.

    One who works gets what it has to know. A parent forks another whenever one ends; told to stop,
    it tells all whom it forked, waits for their end, and gets None.

    :raises SystemExit: those who work end by themselves, at once, again and again.
    """
    parent = _Parent(say=say)
    before = {number: signal.signal(number, parent.told) for number in ASKING}
    # What is there now is never looked through again, nor copied for it, in any who is forked.
    gc.collect()
    gc.freeze()
    duty = parent.keep()
    if duty is None:
        return None
    for number, handler in before.items():
        signal.signal(number, handler)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ASKING)
    return Forked(duty=duty, superior=parent.superior)


class Forked:
    """What one who was forked to work knows: whether it is beside another, and when it is over."""

    def __init__(self, *, duty: str, superior: "_Superior") -> None:
        """Begin with the parent there."""
        self.beside = duty == BESIDE
        self._superior = superior

    def over(self) -> bool:
        """Return whether nobody wants us any more, or others have long taken over."""
        return self._superior.cut() or self._superior.gone_for() > WORKS_ON_SECONDS


class _Superior:
    """Who forked or started a process, and the leash of all of them."""

    def __init__(self, *, pid: int) -> None:
        self._pid = pid
        self._gone_since: float | None = None
        leash = os.environ.get(LEASH, "")
        self._leash = int(leash) if leash.isdigit() else None

    def gone_for(self) -> float:
        """Return for how many seconds it has been gone."""
        if self._gone_since is None and os.getppid() == self._pid:
            return 0.0
        now = time.monotonic()
        self._gone_since = self._gone_since or now
        return max(now - self._gone_since, LOOK_EVERY_SECONDS)

    def cut(self) -> bool:
        """Return whether whoever started all of us has let go of the leash."""
        return self._leash is not None and bool(select.select([self._leash], [], [], 0)[0])

    def over(self) -> bool:
        """Return whether those who only fork are to stop."""
        return self.cut() or (self._leash is None and self.gone_for() > WORKS_ON_SECONDS)


@dataclass
class _Place:
    """What a parent keeps filled: by whom, since when, and how those before fared."""

    pid: int | None = None
    began_at: float = 0.0
    not_before: float = 0.0
    pause: float = FIRST_PAUSE_SECONDS
    ends: int = 0


class _Parent:
    """Who forks, and forks again."""

    def __init__(self, *, say: Callable[[str], object]) -> None:
        self.superior = _Superior(pid=os.getppid())
        self._say = say
        self._places = {WORKER: _Place(), DEPUTY: _Place()}
        self._is_deputy = self._stops = False
        self._code = 0

    def told(self, number: int, frame: FrameType | None) -> None:
        self._stop()

    def keep(self) -> str | None:
        """Fork until told to stop: return the duty in one who is to work, else None at the end."""
        while True:
            for duty, place in [*self._places.items()]:
                if place.pid is None and time.monotonic() >= place.not_before:
                    if self._fork(place):
                        continue
                    if duty != DEPUTY:
                        return duty
                    self._begin_as_deputy()
                    break
            time.sleep(LOOK_EVERY_SECONDS)
            self._see_who_ended()
            self._see_who_is_gone()
            if self._stops and not self._living():
                if self._code:
                    raise SystemExit(self._code)
                return None

    def _fork(self, place: _Place) -> bool:
        """Fill a place; return whether we are still the parent: who is not is told nothing yet."""
        # Until it is known whom to tell nobody can be told anything.
        signal.pthread_sigmask(signal.SIG_BLOCK, ASKING)
        if not self._stops:
            us = os.getpid()
            place.pid, place.began_at = os.fork() or None, time.monotonic()
            if place.pid is None:
                self.superior = _Superior(pid=us)
                return False
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ASKING)
        return True

    def _begin_as_deputy(self) -> None:
        self._places, self._is_deputy = {BESIDE: _Place()}, True
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ASKING)

    def _see_who_ended(self) -> None:
        for duty, place in self._places.items():
            ended, status = os.waitpid(place.pid, os.WNOHANG) if place.pid else (0, 0)
            if not ended:
                continue
            place.pid, now, code = None, time.monotonic(), os.waitstatus_to_exitcode(status)
            if self._stops:
                continue
            steady = now - place.began_at > STEADY_SECONDS
            place.pause = FIRST_PAUSE_SECONDS if steady else 2 * place.pause
            place.not_before = now if steady else now + min(place.pause, LONGEST_PAUSE_SECONDS)
            place.ends = place.ends + 1 if code >= 0 and not steady else 0
            if place.ends == ENDS_BY_ITSELF:
                self._code = code or 1
                self._stop()
            else:
                self._say(f"The {duty} ended (exit code {code}): another begins.")

    def _see_who_is_gone(self) -> None:
        if self.superior.over():
            self._stop()
        elif self._is_deputy and self.superior.gone_for():
            for duty in (WORKER, DEPUTY):
                self._places.setdefault(duty, _Place())

    def _living(self) -> list[int]:
        return [place.pid for place in self._places.values() if place.pid is not None]

    def _stop(self) -> None:
        self._stops = True
        for pid in self._living():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
