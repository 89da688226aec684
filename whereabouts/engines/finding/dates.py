"""Dates of birth as day numbers, and a table of what each day says to a date that was asked for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.matching import Agreement, BirthRange, date_agreement
from whereabouts.engines.matching.blocking import blocking_keys

FIRST: Final = date(1900, 1, 1).toordinal()
DAYS: Final = 65_000  # to 2077
UNKNOWN: Final = DAYS  # the number of a day that nobody knows

CONFLICT: Final = -5.0
WEIGHTS: Final = {
    Agreement.EXACT: 13.0,
    Agreement.TRANSPOSED: 9.5,
    Agreement.ONE_DIGIT: 7.0,
    Agreement.OFF_BY_MONTH: 6.0,
    Agreement.OFF_BY_YEAR: 6.0,
}
NEAR: Final = 5.0  # from here on a day is worth looking a person up for
SURE: Final = 9.0  # from here on a day alone makes a person worth comparing
WITHIN, MISSED_BY_A_MONTH, MISSED_BY_A_YEAR = 3.5, 1.0, 0.5
MONTH, YEAR = 31, 366


def number(day: date) -> int:
    """Return the number of a day, held within the table."""
    return min(max(day.toordinal() - FIRST, 0), DAYS - 1)


class Dates:
    """What each day of birth says to the one that was asked for."""

    def __init__(self, *, born: BirthRange) -> None:
        """Make the table for a date, or for a month, a year or an age."""
        self.first, self.last = number(born.earliest), number(born.latest)
        self.whole = born.precision == "day"
        self.table = np.full(DAYS + 1, CONFLICT, dtype=np.float32)
        self.sure: list[int] = []
        if self.whole:
            for day in _days_near(born):
                held = BirthRange(day, day, "day")
                weight = WEIGHTS.get(date_agreement(a=born, b=held), CONFLICT)
                self.table[number(day)] = weight
                if weight >= SURE:
                    self.sure.append(number(day))
        else:
            for slack, weight in (
                (YEAR, MISSED_BY_A_YEAR),
                (MONTH, MISSED_BY_A_MONTH),
                (0, WITHIN),
            ):
                self.table[max(self.first - slack, 0) : self.last + slack + 1] = weight
        self.table[UNKNOWN] = 0.0

    def of_ranges(self, first: NDArray[np.int32], last: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return the weights of births that are known to a month, a year or an age only."""
        gap = np.maximum(first, self.first) - np.minimum(last, self.last)
        return np.select(
            [gap <= 0, gap <= MONTH, gap <= YEAR],
            [WITHIN, MISSED_BY_A_MONTH, MISSED_BY_A_YEAR],
            CONFLICT,
        ).astype(np.float32)


def _days_near(born: BirthRange) -> list[date]:
    """Return the day and every day that a likely slip makes of it."""
    day = born.earliest
    isos = blocking_keys(name_text="", born=born).births
    found = {day, *(date.fromisoformat(iso) for iso in isos)}
    return sorted(each for each in found if abs(each - day) < timedelta(days=366 * 11))
