"""Columns of numbers that stand for records: lists of any length, and of what most hold once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.linking.layouts import (
    Shapes,
    shape_of_recorded,
    shape_of_typed,
)
from whereabouts.engines.linking.units import Ids, Marks, Units
from whereabouts.engines.matching.births import BirthRange

Rows = NDArray[np.int64]
Packed = NDArray[np.void]
Figures = NDArray[np.uint32]

# What stands in a column of which a record holds nothing, or more than one.
NOTHING, SEVERAL = 0, -1
UNBORN, LOOK = 0, 0xFFFFFFFF  # among figures: no date of birth; more than a day's figures say
HALF, LOWER = 32, np.uint64(0xFFFFFFFF)  # of a mark, in bits
NOBODYS_KIN = -1

# What is looked up together stands together: memory is asked once. Of each record the one name,
# date, place, phone and number, as `Lists.once` gives them.
ONCE = np.dtype(
    [
        ("figures", np.uint32), ("place", np.int32), ("phone", np.int32), ("number", np.int32),
        ("place_letters", np.uint64), ("kind", np.int32), ("sex", np.uint8), ("room", np.uint8, 3),
    ]
)  # fmt: skip

# Of each name how many words it has, and where its runs, its given and its family name begin.
NAME = np.dtype(
    [
        ("start", np.uint32), ("given", np.uint32), ("family", np.uint32), ("words", np.uint8),
        ("given_numbers", np.uint8), ("family_numbers", np.uint8), ("room", np.uint8),
    ]
)  # fmt: skip
# Of each run of typed words, or word recorded, both halves of its mark (how it sounds and begins;
# its letters), its kin and its number.
WORD = np.dtype(
    [("heard", np.uint32), ("letters", np.uint32), ("kin", np.int32), ("unit", np.int32)]
)


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

    The shapes of both sides add up to a place in `layouts.LAYOUT_OF`.
    """

    typed_shapes: Shapes
    recorded_shapes: Shapes
    names: Packed
    spans: Packed
    parts: Packed

    @classmethod
    def of(  # noqa: PLR0917 (each once, by its name)
        cls, units: Units, words: Ids, spans: Lists, given: Ids, family: Ids, recorded: Lists
    ) -> Spelt:  # fmt: skip
        """Return these of every name."""
        initial = np.zeros(len(words), dtype=np.bool_)
        whose = np.repeat(np.arange(len(words)), np.diff(spans.starts))
        initial[whose[units.lengths[spans.values] == 1]] = True
        names = np.zeros(len(words), dtype=NAME)
        names["start"], names["words"] = spans.starts[:-1], words
        for which, rows in (("given", given), ("family", family)):
            names[which] = recorded.starts[rows]
            names[f"{which}_numbers"] = recorded.counts(rows)
        parts = _words(units, recorded.values, units.held_marks)
        # All words of a name of several together are short for nothing.
        parts["kin"][recorded.starts[:-1][np.diff(recorded.starts) > 1]] = NOBODYS_KIN
        return cls(
            shape_of_typed(words=words.astype(np.int64), initial=initial),
            shape_of_recorded(given=recorded.counts(given), family=recorded.counts(family)),
            names,
            _words(units, spans.values, units.typed_marks),
            parts,
        )


def _words(units: Units, numbers: Ids, marks: Marks) -> Packed:
    # One more, for what is not there.
    found = np.zeros(len(numbers) + 1, dtype=WORD)
    mark = marks[numbers]
    found["heard"][:-1], found["letters"][:-1] = mark >> np.uint64(HALF), mark & LOWER
    found["kin"][:-1], found["unit"][:-1] = units.kin[numbers], numbers
    return found


def _days(days: Sequence[date]) -> Ids:
    return np.array([day.toordinal() for day in days], dtype=np.int32)


def _number(year: int, month: int, day: int) -> int:
    return (year * 100 + month) * 100 + day
