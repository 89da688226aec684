"""The rows worth weighing: those that agree in two things, and the few that agree in a rare one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.finding.asked import Asked
from whereabouts.engines.finding.columns import Columns
from whereabouts.engines.finding.levels import WHOLE_WORDS
from whereabouts.engines.finding.words import Near, each_once

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
Bytes = NDArray[np.uint8]

MOST_ROWS: Final = 10_000  # that are weighed, of those who agree in as much
MOST_ALONE: Final = 2_000  # that agree in one thing only, where others agree in two
NO_ROWS: Final = np.empty(0, dtype=np.int32)
# A bit for each word that was asked for, and these.
DATE, PLACE = 1 << 6, 1 << 7
WIDE: Final = 400  # days; so wide a range of births is a sign only where there is one word


@dataclass(slots=True)
class Begun:
    """What one question has found out of a segment before its weights are known."""

    nears: list[Near]
    rows: Ints | None  # all that may be known, where they are few
    mask: Flags | None  # which may be known; None is all
    held: list[int]  # how many rows hold each word, as it is or nearly
    total: int

    def known(self, rows: Ints) -> Ints:
        """Return those of these rows that may be known."""
        return rows if self.mask is None or not len(rows) else rows[self.mask[rows]]


class Candidates:
    """Chooses rows of one part of the index."""

    def __init__(self, columns: Columns) -> None:
        """Take the columns to choose from."""
        self._columns = columns
        self._seen = np.zeros(len(columns.row_slot), dtype=np.int32)
        self._marks = np.zeros(len(columns.row_slot), dtype=np.uint8)

    def rows(
        self, *, asked: Asked, begun: Begun, numbered: Ints | None, placed: Ints | None, few: bool
    ) -> Ints:
        """Return the rows worth weighing, each once, limited to what may be known.

        `few` says that the place alone is worth a look.
        """
        columns, lists = self._columns, []
        if asked.dates is not None:
            lists += [self._days(day, day) for day in asked.dates.sure]
        if numbered is not None:
            lists.append(columns.rows_of.all_of(numbered))
        if placed is not None and (few or not asked.words):
            at_place = begun.known(columns.rows_of.all_of(placed))
            lists.append(self._dated(asked, at_place)[:MOST_ROWS])
        if asked.words:
            lists += self._named(asked, begun, placed)
        elif asked.dates is not None and not asked.place and not asked.numbers:
            lists.append(begun.known(self._days(asked.dates.first, asked.dates.last))[:MOST_ROWS])
        rows = begun.known(np.concatenate([NO_ROWS, *lists]).astype(np.int32, copy=False))
        return each_once(rows, self._seen)

    def _named(self, asked: Asked, begun: Begun, placed: Ints | None) -> list[Ints]:
        at_place = NO_ROWS if placed is None else self._columns.rows_of.all_of(placed)
        runs = sorted(self._runs(asked, begun), key=lambda run: len(run[1]))
        marks = self._marks
        marked = [at_place, *(rows for _, rows in runs)]
        slices = list(self._near_days(asked)) if self._is_a_sign(asked) else []
        try:
            marks[at_place] = PLACE
            for each in slices:
                marks[each] |= DATE
            both = begun.known(np.concatenate([NO_ROWS, *self._with_two_signs(runs)]))
            if len(both) > MOST_ROWS:
                both = np.unique(both)
                signs = np.bitwise_count(marks[both]).astype(np.int8)
                both = both[np.argsort(-signs, kind="stable")[:MOST_ROWS]]
        finally:
            for each in (*marked, *slices):
                marks[each] = 0
        # What is asked decides, not what is held: somebody may not know of that.
        only = len(asked.words) == 1 and not slices and placed is None
        return [both, *self._with_one(begun, len(asked.words), MOST_ROWS if only else MOST_ALONE)]

    def _runs(self, asked: Asked, begun: Begun) -> Iterator[tuple[int, Ints]]:
        """Yield for each word, and each two taken as one, its bits and the rows that hold it."""
        postings = self._columns.postings
        number = len(asked.words)
        for place, near in enumerate(begun.nears[:number]):
            first, last = (int(postings.starts[begin]) for begin in near.begins)
            found = postings.all_of(near.places)
            if last > first:
                found = np.concatenate((found, postings.values[first:last]))
            if len(found):
                yield 1 << place, found
        for (place, _), near in zip(asked.pairs, begun.nears[number:], strict=True):
            found = postings.all_of(near.places[near.levels >= WHOLE_WORDS])
            if len(found):
                yield 3 << place, found

    def _with_two_signs(self, runs: list[tuple[int, Ints]]) -> Iterator[Ints]:
        """Yield the rows that have a sign beside the run's own; the greatest run comes last."""
        marks = self._marks
        for place, (bits, rows) in enumerate(runs):
            before = marks[rows]
            several = bits & (bits - 1)
            found = rows if several else rows[np.flatnonzero(before & ~np.uint8(bits))]
            if place < len(runs) - 1:
                marks[rows] = before | np.uint8(bits)
            else:
                marks[found] |= np.uint8(bits)
            yield found

    def _with_one(self, begun: Begun, words: int, most: int) -> list[Ints]:
        """Return the rows of every word that few have, or else of the rarest, the nearest first."""
        postings, found = self._columns.postings, []
        rarest: tuple[int, Near] | None = None
        for near in begun.nears[:words]:
            first, last = (int(postings.starts[begin]) for begin in near.begins)
            number = int(postings.sizes(near.places).sum()) + last - first
            if begun.mask is None and number > most:
                size = number
            else:
                every = (postings.all_of(near.places), postings.values[first:last])
                rows = begun.known(np.concatenate(every))
                size = len(rows)
                if size <= most:
                    found.append(rows)
            if size and (rarest is None or size < rarest[0]):
                rarest = size, near
        if rarest is not None and rarest[0] > most:
            found.append(self._nearest(begun, rarest[1], most))
        return found

    def _nearest(self, begun: Begun, near: Near, most: int) -> Ints:
        postings, taken, left = self._columns.postings, [NO_ROWS], most
        for level in np.unique(near.levels)[::-1]:
            rows = begun.known(postings.all_of(near.places[near.levels == level]))[:left]
            taken.append(rows)
            left -= len(rows)
        first, last = (int(postings.starts[begin]) for begin in near.begins)
        if left:
            taken.append(begun.known(postings.values[first:last])[:left])
        return np.concatenate(taken)

    def _is_a_sign(self, asked: Asked) -> bool:
        dates = asked.dates
        return dates is not None and (
            dates.whole or len(asked.words) == 1 or dates.last - dates.first <= WIDE
        )

    def _near_days(self, asked: Asked) -> Iterator[slice | Ints]:
        """Yield the rows whose date is near to the one that was asked for."""
        columns, dates = self._columns, asked.dates
        if dates is None:
            return
        ends = np.array(dates.near, dtype=np.uint16)
        firsts = np.searchsorted(columns.row_first, ends[:, 0])
        lasts = np.searchsorted(columns.row_first, ends[:, 1], side="right")
        for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
            yield slice(first, last)
        if len(columns.ranged):
            held = columns.row_first[columns.ranged]
            first = np.searchsorted(held, np.uint16(max(dates.first - columns.widest, 0)))
            last = np.searchsorted(held, np.uint16(dates.last), side="right")
            rows = columns.ranged[first:last]
            yield rows[columns.row_last[rows] >= dates.first]

    def _dated(self, asked: Asked, rows: Ints) -> Ints:
        if asked.dates is None or len(rows) <= MOST_ROWS:
            return rows
        weights = asked.dates.table[self._columns.row_first[rows]]
        fitting: Ints = rows[weights > 0]
        return fitting

    def _days(self, first: int, last: int) -> Ints:
        held = self._columns.row_first
        begin = np.searchsorted(held, np.uint16(first))
        end = np.searchsorted(held, np.uint16(last), side="right")
        return np.arange(begin, end, dtype=np.int32)


def among(values: Ints, run: Ints) -> Flags:
    """Say which values are in a run that is in order."""
    if not len(run):
        return np.zeros(len(values), dtype=bool)
    place = np.minimum(np.searchsorted(run, values), len(run) - 1)
    same: Flags = run[place] == values
    return same
