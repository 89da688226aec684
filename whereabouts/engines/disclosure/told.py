"""What follows from numbers that are told already: nothing of them can be hidden any more."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import numpy as np

from .beside import Ties


class Told:
    """What a reader holds: of each count the least and the most, and how counts are tied."""

    def __init__(self) -> None:
        self._places: dict[Hashable, int] = {}
        self._low: list[float] = []
        self._high: list[float] = []
        self._ties: list[tuple[tuple[int, int], ...]] = []
        self._rests = 0

    def told(self, *, name: Hashable, least: float, most: float) -> None:
        """Take in that a count is no less and no more than that."""
        place = self._place(name)
        self._low[place] = max(self._low[place], least)
        self._high[place] = min(self._high[place], most)

    def adds_up(self, *, total: Hashable, parts: Iterable[Hashable]) -> None:
        """Take in that parts add up to a total; one that is named twice counts twice."""
        found: dict[int, int] = {}
        for name, times in [(total, -1), *((part, 1) for part in parts)]:
            place = self._place(name)
            found[place] = found.get(place, 0) + times
        self._ties.append(tuple(sorted((at, times) for at, times in found.items() if times)))

    def within(self, *, parts: Sequence[Hashable], whole: Hashable) -> None:
        """Take in that parts together are at most a whole."""
        self._rests += 1
        self.adds_up(total=whole, parts=[*parts, ("rest", self._rests)])

    def follows(self) -> dict[Hashable, tuple[float, float]]:
        """Return the least and the most of each count, when nothing narrows further."""
        low, high = np.array(self._low, dtype=float), np.array(self._high, dtype=float)
        if self._ties:
            bounds = Ties(self._ties).worked_out(low, high)
            low, high = bounds.low, bounds.high
        return {
            name: (float(low[place]), float(high[place])) for name, place in self._places.items()
        }

    def _place(self, name: Hashable) -> int:
        place = self._places.setdefault(name, len(self._places))
        if place == len(self._low):
            self._low.append(0.0)
            self._high.append(np.inf)
        return place
