"""Columns of numbers that stand for records: lists of any length, and of what most hold once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.linking.units import Ids, Units
from whereabouts.engines.matching.births import BirthRange

Rows = NDArray[np.int64]

# What stands in a column of which a record holds nothing, or more than one.
NOTHING, SEVERAL = 0, -1
UNBORN, LOOK = 0, -1  # among figures: no date of birth; more than a day's figures say
NOBODYS_KIN = -1

# What a pair is scored by stands in one table of numbers, so that memory is asked seldom: slow to
# fetch a row, it is quick within one. First a row for each record, as long as what memory gives at
# once: the one date, place, phone and number as `Lists.once` gives them, where its one name stands
# (`NOTHING` and `SEVERAL` as there), and the given and the family name where that is plain, a word
# each, otherwise nothing.
FIGURES, PLACE, PLACE_WORDS, PHONE, NUMBER, KIND, SEX, NAME = range(8)
FIRST, LAST, OF_RECORD = 8, 12, 16
# Of a word both halves of its mark (how it sounds and begins; its letters), its kin, its number.
HEARD, LETTERS, KIN, UNIT = range(4)
OF_WORD = 4
# Then each name, from the start of a piece of memory: how many words it has, whether one is an
# initial, how many words its given and its family name are made of as recorded; then these. Its
# runs of words as typed come last, again from the start of a piece, eight by eight: of all eight
# the first number, then of all the second, so that they are compared at once (`lanes`).
WORDS, INITIAL, GIVENS, FAMILIES = range(4)
OF_HEAD = 4
LANES = 8
OF_LANES = OF_WORD * LANES
PLAIN = (2, 0, 1, 1)  # a given and a family name of a word each, neither an initial


class Lists(NamedTuple):
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


class BornColumns(NamedTuple):
    """Dates of birth: days since 1 January of year 1, and what is compared figure by figure."""

    earliest: Ids
    latest: Ids
    is_day: NDArray[np.bool_]
    plain: Rows  # the earliest as a number, 20120304
    figures: Ids  # the same, four bits each

    @classmethod
    def of(cls, births: Sequence[BirthRange]) -> BornColumns:
        """Return the columns of these dates, in their order."""
        first = [born.earliest for born in births]
        plain = [(day.year * 100 + day.month) * 100 + day.day for day in first]
        return cls(
            earliest=np.array([day.toordinal() for day in first], dtype=np.int32),
            latest=np.array([born.latest.toordinal() for born in births], dtype=np.int32),
            is_day=np.array([born.precision == "day" for born in births], dtype=np.bool_),
            plain=np.array(plain, dtype=np.int64),
            figures=np.array([int(f"{each}", base=16) for each in plain], dtype=np.int32),
        )

    def once(self, births: Lists) -> Ids:
        """Return the figures of each record's day of birth; `UNBORN`, or `LOOK` for the rest."""
        which = births.once()
        found = np.where(which == NOTHING, UNBORN, LOOK).astype(np.int32)
        at = np.flatnonzero(which > NOTHING)
        at = at[self.is_day[which[at] - 1]] if len(self.is_day) else at
        found[at] = self.figures[which[at] - 1]
        return found


def name_rows(
    *, units: Units, parts: Sequence[Sequence[int]], runs: Sequence[Sequence[int]], heads: Rows
) -> tuple[Ids, Rows]:
    """Return names one after the other, as the table has them, and where each starts.

    `heads` are what stands first, `parts` the words of each as recorded, `runs` as typed.
    """
    recorded, typed = Lists.of(parts), Lists.of(runs)
    before = OF_HEAD + np.diff(recorded.starts) * OF_WORD
    before += -before % OF_RECORD
    lanes = -(-np.diff(typed.starts) // LANES) * OF_LANES
    sizes = before + lanes
    starts = np.cumsum(sizes) - sizes
    found = np.zeros(int(sizes.sum()), dtype=np.int32)
    found[starts[:, None] + np.arange(OF_HEAD)] = heads
    number, place = _places(recorded)
    at = starts[number] + OF_HEAD + place * OF_WORD
    for column, values in _of_words(units, recorded.values):
        found[at + column] = values
    # All words of a name of several together are short for nothing: they are its first.
    found[starts[heads[:, GIVENS] > 1] + OF_HEAD + KIN] = NOBODYS_KIN
    number, place = _places(typed)
    at = starts[number] + before[number] + place // LANES * OF_LANES + place % LANES
    for column, values in _of_words(units, typed.values):
        found[at + column * LANES] = values
    return found, starts


def _of_words(units: Units, numbers: Ids) -> tuple[tuple[int, Ids], ...]:
    return (
        (HEARD, units.heard[numbers]),
        (LETTERS, units.letters[numbers]),
        (KIN, units.kin[numbers]),
        (UNIT, numbers),
    )


def _places(lists: Lists) -> tuple[Rows, Rows]:
    """Return of every value whose it is, and which of theirs."""
    counts = np.diff(lists.starts)
    owner = np.repeat(np.arange(len(counts)), counts)
    return owner, np.arange(len(owner)) - lists.starts[owner]


def near_memory(*, table: Ids) -> Ids:
    """Return a copy of the table in which no record lies across two pieces of memory."""
    step = OF_RECORD * table.itemsize
    room = np.empty(table.nbytes + step, dtype=np.uint8)
    start = -room.ctypes.data % step
    found: Ids = room[start : start + table.nbytes].view(np.int32)
    found[:] = table
    return found
