"""Two counts of one year side by side: each step of the difference named, down to its rows.

One count takes whatever the forces sent: HMIC was given just under 281,000 missing and nearly
53,000 absent incidents. The other takes children's incidents, each once: the national unit counted
127,424, of 60,657 children. Every row falls at exactly one step, or stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.insight.figures.counting import ADULT
from whereabouts.insight.figures.rows import ABSENT, INSEPARABLE, KNOWN, UNKNOWN, Rows

Column = NDArray[Any]


@dataclass(frozen=True)
class Step:
    """What a step takes out of the first count, why, and which rows those are."""

    name: str
    because: str
    rows: Column  # places in the year's rows

    @property
    def count(self) -> int:
        """Return how many rows the step takes out."""
        return len(self.rows)


@dataclass(frozen=True)
class Reconciliation:
    """The first count, the steps from it, and the second count that is left."""

    ends: int
    sent: int
    steps: tuple[Step, ...]
    incidents: int
    children: int
    kept: Column

    @property
    def whole(self) -> bool:
        """Say whether the steps account for every row of the difference."""
        return self.sent - sum(step.count for step in self.steps) == self.incidents


def reconciled(*, rows: Rows, ends: int) -> Reconciliation:
    """Return how the count of all that was sent becomes the count of children's incidents."""
    year = rows.of_year(ends=ends)
    left = np.ones(len(year), np.bool_)
    steps = []
    for name, because, takes in _steps(year):
        gone = left & takes
        steps.append(Step(name, because, np.flatnonzero(gone)))
        left &= ~takes
    kept = np.flatnonzero(left)
    return Reconciliation(
        ends=ends,
        sent=len(year),
        steps=tuple(steps),
        incidents=len(kept),
        children=len(np.unique(year.person[kept])),
        kept=kept,
    )


def _steps(year: Rows) -> list[tuple[str, str, Column]]:
    """Return the steps in their order: a row that two would take is the first one's."""
    no_child = year.episode == UNKNOWN
    return [
        (
            "calls counted as incidents",
            "Some forces send each call; a further call about an incident is not another one.",
            year.call,
        ),
        (
            "adults",
            f"Aged {ADULT} or over: the count is of children.",
            year.age >= ADULT,
        ),
        (
            "no date of birth, and no child's record",
            "Nobody can say that it is of a child, and no child's record bears it out.",
            (year.age == UNKNOWN) & no_child,
        ),
        (
            "whereabouts known",
            "Away from placement without authorisation is neither missing nor absent.",
            year.kind == KNOWN,
        ),
        (
            "absent",
            "The second count is of missing; absent was a category of its own until January 2017.",
            year.kind == ABSENT,
        ),
        (
            "absent and missing not told apart",
            "Two forces could not part them: the second count cannot take them in.",
            year.kind == INSEPARABLE,
        ),
    ]
