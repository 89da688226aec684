"""How far a long command has come: said now and then, and never on its output."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

EVERY_SECONDS = 2.0
SOON = 2.0  # seconds: nearer than that nobody is told how long it takes


def telling(
    *, command: str, what: str = "agencies read", out: TextIO | None = None
) -> Callable[[int, int], None]:
    """Return what is to hear how many of something are done, of how many.

    It says so now and then, with about how long the rest takes if it goes on as it went.
    """
    began = said = time.monotonic()

    def tell(done: int, of: int) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said >= EVERY_SECONDS:
            said = now
            rest = about_left(took=now - began, done=done, of=of)
            print(f"{command}: {done} of {of} {what}{rest}", file=out or sys.stderr, flush=True)

    return tell


def about_left(*, took: float, done: float, of: float) -> str:
    """Return in words about how long the rest takes; nothing where that is not known or soon."""
    left = took / done * (of - done) if done else 0.0
    if left < SOON:
        return ""
    minutes = round(left / 60)
    return f", about {minutes} min left" if minutes > 1 else f", about {left:.0f} s left"
