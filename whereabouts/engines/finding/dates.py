"""Dates of birth as day numbers, and a table of what each day says to a date that was asked for."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.matching import Agreement, BirthRange
from whereabouts.engines.matching.blocking import MOST_YEARS_OFF

FIRST: Final = date(1900, 1, 1).toordinal()
DAYS: Final = 65_000  # to 2077
UNKNOWN: Final = DAYS  # the number of a day that nobody knows

# The trained model's, rounded: only whom to compare is chosen by them.
CONFLICT: Final = -6.0
WEIGHTS: Final = {
    Agreement.EXACT: 13.0,
    Agreement.TRANSPOSED: 8.5,
    Agreement.ONE_DIGIT: 4.5,
    Agreement.OFF_BY_MONTH: 7.5,
    Agreement.OFF_BY_YEAR: 7.5,
}
SURE: Final = 8.0  # from here on a day alone makes a person worth comparing
WITHIN, MISSED_BY_A_MONTH, MISSED_BY_A_YEAR = 3.5, 1.0, 0.5
MONTH, YEAR = 31, 366
MOST_DAYS: Final = 31


def number(day: date) -> int:
    """Return the number of a day, held within the table."""
    return min(max(day.toordinal() - FIRST, 0), DAYS - 1)


class Dates:
    """What each day of birth says to the one that was asked for."""

    def __init__(self, *, born: BirthRange) -> None:
        """Make the table for a date, or for a month, a year or an age."""
        self.first, self.last = number(born.earliest), number(born.latest)
        self.whole = born.precision == "day"
        # In halves, which every weight is a number of: a small table stays near at hand.
        self._halves = np.full(DAYS + 1, int(2 * CONFLICT), dtype=np.int8)
        self.sure: list[int] = []
        # Days that are a sign of their own, as ranges with both ends in.
        self.near: list[tuple[int, int]] = [(self.first, self.last)]
        if self.whole:
            days = _days_near(born.earliest)
            for day, agreement in days.items():
                self._halves[day] = int(2 * WEIGHTS[agreement])
                if WEIGHTS[agreement] >= SURE:
                    self.sure.append(day)
            self.near = _in_ranges(sorted(days))
        else:
            for slack, weight in (
                (YEAR, MISSED_BY_A_YEAR),
                (MONTH, MISSED_BY_A_MONTH),
                (0, WITHIN),
            ):
                self._halves[max(self.first - slack, 0) : self.last + slack + 1] = int(2 * weight)
        self._halves[UNKNOWN] = 0

    def of_days(self, days: NDArray[np.uint16]) -> NDArray[np.float32]:
        """Return the weights of days of birth."""
        return self._halves.take(days) * np.float32(0.5)

    def of_ranges(self, first: NDArray[np.int32], last: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return the weights of births that are known to a month, a year or an age only."""
        gap = np.maximum(first, self.first) - np.minimum(last, self.last)
        return np.select(
            [gap <= 0, gap <= MONTH, gap <= YEAR],
            [WITHIN, MISSED_BY_A_MONTH, MISSED_BY_A_YEAR],
            CONFLICT,
        ).astype(np.float32)


def _in_ranges(days: list[int]) -> list[tuple[int, int]]:
    """Return days in order as ranges, both ends in."""
    found: list[tuple[int, int]] = []
    for day in days:
        if found and found[-1][1] + 1 == day:
            found[-1] = found[-1][0], day
        else:
            found.append((day, day))
    return found


def _days_near(day: date) -> dict[int, Agreement]:
    """Return the day and every day that a likely slip makes of it, as `date_agreement` calls it."""
    year, month, number_of_day = day.year, day.month, day.day
    found: dict[int, Agreement] = {}

    def add(agreement: Agreement, year: int, month: int, day: int) -> None:
        if not (1 <= month <= 12 and 1 <= day <= MOST_DAYS):
            return
        try:
            found[number(date(year, month, day))] = agreement
        except ValueError:  # the slip makes a day that its month does not have
            return

    for other in _one_figure_off(year, 4):
        if abs(other - year) <= MOST_YEARS_OFF:
            add(Agreement.ONE_DIGIT, other, month, number_of_day)
    for other in _one_figure_off(month, 2):
        add(Agreement.ONE_DIGIT, year, other, number_of_day)
    for other in _one_figure_off(number_of_day, 2):
        add(Agreement.ONE_DIGIT, year, month, other)
    add(Agreement.OFF_BY_MONTH, year - (month == 1), (month - 2) % 12 + 1, number_of_day)
    add(Agreement.OFF_BY_MONTH, year + (month == 12), month % 12 + 1, number_of_day)
    for other in (year - 1, year + 1):
        add(Agreement.OFF_BY_YEAR, other, month, number_of_day)
    add(Agreement.TRANSPOSED, year, number_of_day, month)
    found[number(day)] = Agreement.EXACT
    return found


def _one_figure_off(value: int, figures: int) -> list[int]:
    text = f"{value:0{figures}}"
    return [
        int(text[:place] + other + text[place + 1 :])
        for place in range(figures)
        for other in "0123456789"
        if other != text[place]
    ]
