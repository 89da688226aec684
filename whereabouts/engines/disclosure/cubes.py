"""Counts by several dimensions, asked with filters: none may be worked out from two answers.

Two protections stand one behind the other. What is shown is rounded, so a difference of two
figures is a multiple, never a small count. And a filter is not answered where it leaves out only
a few of what the same question without it counts: the wider and the narrower figure together
would be about those few.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from .counts import HIDDEN, Rules, Shown, shown

Filters = Mapping[str, frozenset[str]]


class CubeRefused(ValueError):
    """A question names a dimension or a value that the cube does not have."""


class Cube:
    """How many there are of each combination of values; it answers only what may be shown."""

    def __init__(self, *, dimensions: Mapping[str, Sequence[str]], rules: Rules) -> None:
        self.dimensions = {name: tuple(values) for name, values in dimensions.items()}
        self.rules = rules
        self._cells: npt.NDArray[np.int64] = np.zeros(
            [len(values) for values in self.dimensions.values()], dtype=np.int64
        )

    def fill(self, *, places: Sequence[npt.NDArray[Any]]) -> None:
        """Count rows, given for each dimension the place of each row's value."""
        np.add.at(self._cells, tuple(places), 1)

    def count(self, *, filters: Filters) -> int:
        """Return the true count behind an answer: for a recount, never for a reader."""
        return int(self._chosen(filters).sum())

    def answer(self, *, filters: Filters) -> Shown:
        """Return what may be shown of the count that a question asks for.

        :raises CubeRefused: it names what the cube does not have.
        """
        narrowing = {
            name: values for name, values in filters.items() if set(values) != set(self._of(name))
        }
        count = self.count(filters=narrowing)
        seen = shown(count=count, rules=self.rules)
        if seen.number is None:
            return seen
        names = sorted(narrowing)
        for left_out in range(1, len(names) + 1):
            for dropped in combinations(names, left_out):
                wider = {name: narrowing[name] for name in names if name not in dropped}
                besides = self.count(filters=wider) - count
                if 0 < besides < self.rules.hide_below:
                    return Shown(None, HIDDEN)
        return seen

    def _of(self, name: str) -> tuple[str, ...]:
        if name not in self.dimensions:
            raise CubeRefused(f"{name} is not a dimension of these figures.")
        return self.dimensions[name]

    def _chosen(self, filters: Filters) -> npt.NDArray[np.int64]:
        chosen = self._cells
        for axis, (name, values) in enumerate(self.dimensions.items()):
            asked = filters.get(name)
            if asked is None:
                continue
            if not asked <= set(values):
                raise CubeRefused(f"{name} has no such value.")
            chosen = chosen.take([values.index(value) for value in sorted(asked)], axis=axis)
        for name in filters:
            self._of(name)
        return chosen
