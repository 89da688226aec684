"""The past as a replay takes it: what was known, what was decided, by whom, when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.policy import Pack
from whereabouts.engines.policy.bulk import Columns

Column = NDArray[Any]
UNDECIDED = -1


@dataclass(frozen=True)
class Own:
    """The pack that was in force for each episode's force on its day."""

    packs: tuple[Pack, ...]
    which: Column  # places in `packs`
    # Where the record carries another pack's name; None: columns carry none.
    named_otherwise: Column | None = None

    def of(self, *, rows: Column) -> Own:
        """Return that of some rows, by their places."""
        other = self.named_otherwise
        return Own(self.packs, self.which[rows], None if other is None else other[rows])


@dataclass(frozen=True)
class Past:
    """A row an episode: levels as places in the scale, -1 where nobody had decided."""

    facts: Columns
    decided: Column
    force: Column  # places in `forces`
    forces: tuple[str, ...]
    reported_at: Column  # seconds since 1970
    name: Callable[[int], str] = field(repr=False)  # of a row: what it is found by
    own: Own | None = None

    def __len__(self) -> int:
        """Return how many episodes there are."""
        return len(self.decided)

    def between(self, *, first: date | None, last: date | None) -> Past:
        """Return the episodes reported from the first day to the last, both among them."""
        kept = np.ones(len(self), np.bool_)
        if first is not None:
            kept &= self.reported_at >= _seconds(first)
        if last is not None:
            kept &= self.reported_at < _seconds(last) + 86_400
        return self if kept.all() else self.of(rows=np.flatnonzero(kept))

    def of(self, *, rows: Column) -> Past:
        """Return some episodes, by their places."""
        return Past(
            facts=self.facts.of(rows=rows),
            decided=self.decided[rows],
            force=self.force[rows],
            forces=self.forces,
            reported_at=self.reported_at[rows],
            name=lambda row: self.name(int(rows[row])),
            own=None if self.own is None else self.own.of(rows=rows),
        )


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time(), tzinfo=UTC).timestamp())
