"""How far a long command has come: said now and then, and never on its output."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

EVERY_SECONDS = 2.0


def telling(*, command: str, what: str = "agencies read") -> Callable[[int, int], None]:
    """Return what is to hear how many of something are done, of how many."""
    said = time.monotonic()

    def tell(done: int, of: int) -> None:
        nonlocal said
        if time.monotonic() - said >= EVERY_SECONDS:
            said = time.monotonic()
            print(f"{command}: {done} of {of} {what}", file=sys.stderr, flush=True)

    return tell
