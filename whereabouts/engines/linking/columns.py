"""Columns of numbers that stand for records: lists of any length, and of what most hold once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.linking.units import Ids, Units
from whereabouts.engines.matching.births import BirthRange

Rows = NDArray[np.int64]
Packed = NDArray[np.void]
Figures = NDArray[np.uint32]

# What stands in a column of which a record holds nothing, or more than one.
NOTHING, SEVERAL = 0, -1
UNBORN, LOOK = 0, 0xFFFFFFFF  # among figures: no date of birth; more than a day's figures say
RECORDED_SHAPES = 100
MOST_NUMBERS = 10  # of a recorded name: at most eight words, and the whole

# What is looked up together stands together: memory is asked once.
#
# Of each record the one name, date, place, phone and number, as `Lists.once` gives them.
ONCE = np.dtype(
    [
        ("figures", np.uint32), ("place", np.int32), ("phone", np.int32), ("number", np.int32),
        ("place_letters", np.uint64), ("kind", np.int32), ("sex", np.uint8), ("room", np.uint8, 3),
    ]
)  # fmt: skip
# Of each name where its runs of words, its given and its family name begin.
NAME = np.dtype([("start", np.uint32), ("given", np.uint32), ("family", np.uint32)])
# Of each run of typed words, or word recorded, its mark, its kin and its number.
WORD = np.dtype([("mark", np.uint64), ("kin", np.int32), ("unit", np.int32)])


@dataclass(frozen=True, slots=True)
class Lists:
    """Some numbers for each record: those of record r stand from starts[r] to starts[r + 1]."""

    starts: Rows
    values: Ids

    @classmethod
    def of(cls, lists: Sequence[Sequence[int]]) -> Lists:
        """Return the lists one after the other."""
        starts = np.zeros(len(lists) + 1, dtype=np.int64)
        np.cumsum([len(one) for one in lists], out=starts[1:])
        values = [number for one in lists for number in one]
        return cls(starts, np.array(values, dtype=np.int32))

    def counts(self, rows: Ids) -> Rows:
        """Return how many numbers each of these records has."""
        counted: Rows = self.starts[rows + 1] - self.starts[rows]
        return counted

    def once(self) -> Ids:
        """Return for each record its number plus one, or `NOTHING`, or `SEVERAL`."""
        counted = np.diff(self.starts)
        found = np.where(counted > 1, SEVERAL, NOTHING).astype(np.int32)
        at = np.flatnonzero(counted == 1)
        found[at] = self.values[self.starts[at]] + 1
        return found


@dataclass(frozen=True, slots=True)
class BornColumns:
    """Dates of birth: days since 1 January of year 1, and what is compared figure by figure."""

    earliest: Ids
    latest: Ids
    is_day: NDArray[np.bool_]
    figures: Figures  # four bits each
    months: Ids
    days: Ids
    turned: Rows
    plain: Rows

    @classmethod
    def of(cls, births: Sequence[BirthRange]) -> BornColumns:
        """Return the columns of these dates, in their order."""
        first = [born.earliest for born in births]
        figures = [int(f"{day:%Y%m%d}".rjust(8, "0"), base=16) for day in first]
        plain = [_number(day.year, day.month, day.day) for day in first]
        turned = [_number(day.year, day.day, day.month) for day in first]
        return cls(
            earliest=_days(first),
            latest=_days([born.latest for born in births]),
            is_day=np.array([born.precision == "day" for born in births], dtype=np.bool_),
            figures=np.array(figures, dtype=np.uint32),
            months=np.array([day.year * 12 + day.month for day in first], dtype=np.int32),
            days=np.array([day.day for day in first], dtype=np.int32),
            plain=np.array(plain, dtype=np.int64),
            turned=np.array(turned, dtype=np.int64),
        )

    def once(self, births: Lists) -> Figures:
        """Return the figures of each record's day of birth; `UNBORN`, or `LOOK` for the rest."""
        which = births.once()
        found = np.where(which == NOTHING, UNBORN, LOOK).astype(np.uint32)
        at = np.flatnonzero(which > NOTHING)
        at = at[self.is_day[which[at] - 1]] if len(self.is_day) else at
        found[at] = self.figures[which[at] - 1]
        return found


@dataclass(frozen=True, slots=True)
class Spelt:
    """The names, and the words that they consist of as typed and as recorded.

    The shapes of both sides add up to one number. Typed: how many words, and whether one is an
    initial. Recorded: how many numbers the given and the family name have.
    """

    typed_shapes: NDArray[np.uint16]
    recorded_shapes: NDArray[np.uint16]
    names: Packed
    spans: Packed
    parts: Packed

    @classmethod
    def of(  # noqa: PLR0917 (each once, by its name)
        cls, units: Units, words: Ids, spans: Lists, given: Ids, family: Ids, recorded: Lists
    ) -> Spelt:  # fmt: skip
        """Return these of every name."""
        initial = np.zeros(len(words), dtype=np.int64)
        whose = np.repeat(np.arange(len(words)), np.diff(spans.starts))
        initial[whose[units.lengths[spans.values] == 1]] = 1
        names = np.zeros(len(words), dtype=NAME)
        names["start"] = spans.starts[:-1]
        names["given"], names["family"] = recorded.starts[given], recorded.starts[family]
        typed = (words.astype(np.int64) * 2 + initial) * RECORDED_SHAPES
        held = recorded.counts(given) * MOST_NUMBERS + recorded.counts(family)
        return cls(
            typed.astype(np.uint16),
            held.astype(np.uint16),
            names,
            _words(units, spans.values, units.typed_marks),
            _words(units, recorded.values, units.held_marks),
        )


def _words(units: Units, numbers: Ids, marks: NDArray[np.uint64]) -> Packed:
    found = np.zeros(len(numbers), dtype=WORD)
    found["mark"], found["kin"], found["unit"] = marks[numbers], units.kin[numbers], numbers
    return found


def _days(days: Sequence[date]) -> Ids:
    return np.array([day.toordinal() for day in days], dtype=np.int32)


def _number(year: int, month: int, day: int) -> int:
    return (year * 100 + month) * 100 + day
