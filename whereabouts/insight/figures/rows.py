"""What is counted: a row a thing that a force recorded, as columns."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]
KINDS = ("missing", "absent", "inseparable", "whereabouts_known")
MISSING, ABSENT, INSEPARABLE, KNOWN = range(4)
UNKNOWN = -1


@dataclass(frozen=True)
class Rows:
    """Columns of one length. Moments are seconds since 1970; -1 is open, or not known."""

    episode: Column  # -1: it is no episode of a child
    person: Column
    force: Column
    reported_at: Column
    returned_at: Column
    kind: Column
    call: Column  # a further call about what is counted already
    age: Column
    care: Column

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.force)

    def where(self, chosen: Column) -> Rows:
        """Return those rows alone."""
        return Rows(**{one.name: getattr(self, one.name)[chosen] for one in fields(self)})

    def of_year(self, *, ends: int) -> Rows:
        """Return what was reported in the year from April to the March it ends in."""
        first, after = year_of(ends=ends)
        return self.where((self.reported_at >= first) & (self.reported_at < after))

    def seconds_away(self, *, ends: int) -> Column:
        """Return how long each lasted, until that March where it is open.

        -1 where it is no episode and nobody wrote down its end: of that it is not known.
        """
        _, after = year_of(ends=ends)
        away = np.where(self.returned_at < 0, after, self.returned_at) - self.reported_at
        return np.where((self.returned_at < 0) & (self.episode < 0), UNKNOWN, away)


def year_of(*, ends: int) -> tuple[int, int]:
    """Return the first second of the year that ends in that March, and the first after it.

    On the clock that the rows are told by: on either day that is universal time or an hour from it.
    """
    return tuple(  # type: ignore[return-value]
        int(np.datetime64(date(year, 4, 1), "s").astype(np.int64)) for year in (ends - 1, ends)
    )
