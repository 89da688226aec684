"""What was made of something once, kept while it is asked for; what nobody asks for is let go."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")

LONGEST = 300.0  # seconds that something stays without being asked for, and up to as much again


class Kept(Generic[Key, Made]):
    """At most so many, in two generations: when the younger is full or old, the elder goes.

    The key has to say everything that was made of it: then nothing kept is ever out of date.
    """

    def __init__(self, *, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = max(1, most // 2), clock
        self._young: dict[Key, Made] = {}
        self._old: dict[Key, Made] = {}
        self._began = clock()

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    def get(self, key: Key, make: Callable[[Key], Made]) -> Made:
        """Return what is kept under a key, or make it and keep it."""
        young = self._young
        made = young.get(key)
        if made is None:
            made = self._old.get(key)
            if made is None:
                made = make(key)
            if len(young) >= self._most:
                self.turn()
                young = self._young
            young[key] = made
        return made

    def turn(self) -> None:
        """Let go of whatever nobody asked for since the last turn."""
        self._young, self._old, self._began = {}, self._young, self._clock()

    def turn_in_time(self) -> None:
        """Let go of it if the last turn is long ago."""
        if self._clock() - self._began > LONGEST:
            self.turn()
