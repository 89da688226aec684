"""Says on standard error what is being done, how far it has come and how long it took."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

Advance = Callable[[int, int], None]
SOON = 2.0  # seconds: nearer than that nobody is told how long it takes


class Progress:
    """One line for each step, with the time since the start before it."""

    def __init__(self, *, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._began = time.monotonic()

    def elapsed(self) -> float:
        """Return the seconds since the start."""
        return time.monotonic() - self._began

    def say(self, *, text: str) -> None:
        """Print one line."""
        line = f"[{self.elapsed():6.1f} s] {text}\n"
        self._write(text=f"\r\033[K{line}" if self._stream.isatty() else line)

    @contextmanager
    def step(self, *, text: str) -> Iterator[Advance]:
        """Print the step when it begins and when it is done.

        The block gets a function that it may call with how many of how many
        parts are done: a terminal shows each, a file each quarter.
        """
        began = time.monotonic()
        shown = 0
        self.say(text=f"{text} …")

        def advance(done: int, of: int) -> None:
            nonlocal shown
            percent = min(100, 100 * done // max(of, 1))
            left = (time.monotonic() - began) / done * (of - done) if done else 0.0
            rest = f", about {left:.0f} s left" if left >= SOON else ""
            if self._stream.isatty():
                said = f"[{self.elapsed():6.1f} s]   {percent:3d} %  {done} of {of}{rest} "
                self._write(text=f"\r\033[K{said}")
                shown = percent
            elif percent >= shown + 25:
                shown = percent
                self.say(text=f"  {percent} %{rest}")

        yield advance
        self.say(text=f"{text}: done in {time.monotonic() - began:.1f} s")

    def _write(self, *, text: str) -> None:
        # Nobody may be reading any more: that is no reason to leave the work undone.
        with suppress(OSError):
            self._stream.write(text)
            self._stream.flush()
