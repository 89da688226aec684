"""One reading for everybody who asks the same at once, and never one from before they asked.

When something changes, every screen of an agency asks at the same moment. Whoever asks while a
reading is under way waits for the next one, which then serves all who waited: what anybody gets
was read after they asked, as if each had read for themselves.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

Found = TypeVar("Found")
PATIENCE_SECONDS = 5.0


class _Reading:
    """A reading that is waited for."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.found: Any = None
        self.failed = True


class SharedReadings(Generic[Found]):
    """Readings under way, by what is asked: the key has to say whose eyes read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._gathering: dict[Hashable, _Reading] = {}
        self._turns: defaultdict[Hashable, threading.Lock] = defaultdict(threading.Lock)

    def read(self, *, key: Hashable, ask: Callable[[], Found]) -> Found:
        """Return what is read, by us or by whoever asked the same just before us."""
        with self._lock:
            reading, turn = self._gathering.get(key), self._turns[key]
            leads = reading is None
            if reading is None:
                reading = self._gathering[key] = _Reading()
        if not leads:
            if reading.done.wait(PATIENCE_SECONDS) and not reading.failed:
                return reading.found
            # Whatever befell the one who read, or keeps them so long, need not befall us.
            return ask()
        with turn:
            with self._lock:
                # Reading begins: who comes from now on has to wait for the next.
                del self._gathering[key]
            try:
                reading.found = ask()
                reading.failed = False
            finally:
                reading.done.set()
        return reading.found
