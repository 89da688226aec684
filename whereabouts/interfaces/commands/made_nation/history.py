"""What was known of a child's earlier episodes when each was reported."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]
DAY = 86_400
APART = 1 << 34  # more seconds than the years hold: children never meet


class History:
    """Episodes child by child, each in the order of report: what came before each of them."""

    def __init__(self, *, child: Column, at: Column) -> None:
        self.order = np.lexsort((at, child))
        self.child = child[self.order].astype(np.int64)
        self.at = at[self.order].astype(np.int64)
        new = np.ones(len(child), np.bool_)
        new[1:] = self.child[1:] != self.child[:-1]
        starts = np.flatnonzero(new)
        self.first = starts[np.cumsum(new) - 1] if len(child) else starts
        self.place = np.arange(len(child))

    def back(self, found: Column) -> Column:
        """Return a column, found child by child, in the order of the rows."""
        result = np.empty_like(found)
        result[self.order] = found
        return result

    def ever(self) -> Column:
        """Return how many came before."""
        return self.back(self.place - self.first)

    def within(self, *, days: int) -> Column:
        """Return how many came within so many days before."""
        key = (self.child - self.child.min(initial=0)) * APART + self.at
        return self.back(self.place - np.searchsorted(key, key - days * DAY, side="left"))

    def since(self, *, from_at: Column) -> Column:
        """Return how many came since a moment, one for each row."""
        base = (self.child - self.child.min(initial=0)) * APART
        first = np.searchsorted(base + self.at, base + from_at[self.order], side="left")
        return self.back(np.maximum(self.place - first, 0))

    def highest(self, *, of: Column) -> Column:
        """Return the highest of a column from 0 to 6 among those before; -1 where there is none."""
        values = of[self.order].astype(np.int64) + 1
        together = np.maximum.accumulate(self.first * 8 + values) - self.first * 8
        found = np.zeros(len(values), np.int64)
        found[1:] = together[:-1]
        return self.back(np.where(self.place == self.first, 0, found) - 1)

    def any(self, *, of: Column) -> Column:
        """Say whether something was so of any before."""
        return self.highest(of=of.astype(np.int8)) > 0
