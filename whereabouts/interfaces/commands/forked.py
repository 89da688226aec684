"""A warm parent that forks whoever works, so that one who is killed is replaced at once.

The parent has read every module that the work takes; it asks the database nothing and has no
thread, so that what it forks shares no connection. If the parent itself is killed, what it forked
works on for as long as whoever started the parent takes to start another: docs/adr/0043.
"""

import gc
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

# Longer than a start takes on a busy machine; two may work meanwhile, and do nothing twice.
WORKS_ON_SECONDS = 20.0
STEADY_SECONDS = 1.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.05, 2.0
# One who ends so often by itself, and each time at once, is ill: whoever started us decides.
ENDS_BY_ITSELF = 3
ASKING = (signal.SIGTERM, signal.SIGINT)


class Forked:
    """What one who was forked knows of the parent."""

    def __init__(self, *, parent: int) -> None:
        """Begin with the parent there."""
        self._parent = parent
        self._alone_since: float | None = None

    def over(self) -> bool:
        """Return whether the parent has been gone for so long that another has taken over."""
        if os.getppid() == self._parent:
            return False
        now = time.monotonic()
        if self._alone_since is None:
            self._alone_since = now
        return now - self._alone_since > WORKS_ON_SECONDS


def forked(*, say: Callable[[str], object]) -> Forked | None:
    """Return in each process that is forked to work, one after the other, and last in the parent.

    One who works gets what it has to know of its parent. The parent forks another whenever one
    ends; told to stop, it tells whoever works, waits for the end of that, and gets None.

    :raises SystemExit: those who work end by themselves, at once, again and again.
    """
    parent = _Parent()
    before = {number: signal.signal(number, parent.told) for number in ASKING}
    # What is there now is never looked through again, nor copied for it, in any who is forked.
    gc.collect()
    gc.freeze()
    us, pause, ends = os.getpid(), FIRST_PAUSE_SECONDS, 0
    while True:
        # Until it is known whom to tell nobody can be told anything.
        signal.pthread_sigmask(signal.SIG_BLOCK, ASKING)
        parent.child = None if parent.stops else os.fork()
        works = parent.child == 0
        if works:
            for number, handler in before.items():
                signal.signal(number, handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ASKING)
        if works:
            return Forked(parent=us)
        if parent.child is None:
            return None
        began = time.monotonic()
        code = parent.wait()
        if parent.stops:
            return None
        steady = time.monotonic() - began > STEADY_SECONDS
        ends = ends + 1 if code >= 0 and not steady else 0
        if ends == ENDS_BY_ITSELF:
            raise SystemExit(code or 1)
        say(f"Who worked ended (exit code {code}): another begins.")
        pause = FIRST_PAUSE_SECONDS if steady else min(2 * pause, LONGEST_PAUSE_SECONDS)
        time.sleep(0.0 if steady else pause)


class _Parent:
    """Who forks: whether it was told to stop, and whom it would have to tell."""

    def __init__(self) -> None:
        self.stops = False
        self.child: int | None = None

    def told(self, number: int, frame: FrameType | None) -> None:
        self.stops = True
        if self.child:
            with suppress(ProcessLookupError):
                os.kill(self.child, signal.SIGTERM)

    def wait(self) -> int:
        """Return the exit code of whoever was forked last, once it has ended."""
        child = self.child or 0
        # Looked at before it is put away: until then its number is nobody else's.
        os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        self.child = None
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
