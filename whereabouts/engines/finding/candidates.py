"""The rows worth weighing: those that agree in two things, and the few that agree in a rare one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.finding.asked import Asked
from whereabouts.engines.finding.columns import ALONE, Columns, Runs
from whereabouts.engines.finding.dates import Dates
from whereabouts.engines.finding.levels import WHOLE_WORDS, Level
from whereabouts.engines.finding.words import Near, each_once

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
Places = NDArray[np.intp]

MOST_ROWS: Final = 10_000  # that are weighed, of those who agree in as much
FEWER_ROWS: Final = 3_000  # the same where a date is a sign, which only few have
MOST_ALONE: Final = 2_000  # that agree in one thing only, where others agree in two
Signed = tuple[Ints, Bytes]  # rows, and which signs each has
NO_ROWS: Final = np.empty(0, dtype=np.int32)
NO_SIGNS: Final = np.empty(0, dtype=np.uint8)
# A bit for each word that was asked for, and these.
DATE, PLACE = 1 << 6, 1 << 7
COMMON: Final = 8_000  # rows that hold a word
WIDE: Final = 400  # days; so wide a range of births is a sign only where there is one word


@dataclass(slots=True)
class Begun:
    """What one question has found out of a segment before its weights are known."""

    nears: list[Near]
    rows: Ints | None  # all that may be known, where they are few
    mask: Flags | None  # which may be known; None is all
    held: list[int]  # how many rows hold each word, as it is or nearly
    total: int
    signs: Callable[[Ints], Bytes]  # of each row's words, which of those asked for they are near to
    bearing: list[Ints]  # where there is a mask: the rows that hold each word so, that may be known

    def known(self, rows: Ints) -> Ints:
        """Return those of these rows that may be known."""
        return rows if self.mask is None or not len(rows) else rows[self.mask[rows]]


@dataclass(slots=True)
class Run:
    """Who holds a word, or two taken as one; which bits they are."""

    bits: int
    rows: Ints
    word: int | None = None  # its place among those asked for
    whole: bool = False  # whether it holds those whose word is only far off, too
    taken: bool = False  # whether all of it is weighed anyway


class Candidates:
    """Chooses rows of one part of the index."""

    def __init__(self, columns: Columns) -> None:
        """Take the columns to choose from."""
        self._columns = columns
        self._marks = np.zeros(len(columns.row_slot), dtype=np.uint8)
        self._set_seen = np.zeros(len(columns.sets.starts) - 1, dtype=np.int32)
        self._set_marks = np.zeros(len(columns.sets.starts) - 1, dtype=np.uint8)

    def rows(
        self, *, asked: Asked, begun: Begun, numbered: Ints | None, placed: Ints | None, few: bool
    ) -> Ints:
        """Return the rows worth weighing, each once, limited to what may be known.

        `few` says that the place alone is worth a look.
        """
        columns, lists = self._columns, [NO_ROWS]
        if asked.dates is not None:
            lists += [self._days(day, day) for day in asked.dates.sure]
        if numbered is not None:
            lists.append(columns.rows_of.all_of(numbered))
        if placed is not None and (few or not asked.words):
            at_place = begun.known(placed)
            lists.append(self._dated(asked, at_place)[:MOST_ROWS])
        if asked.words:
            lists += self._named(asked, begun, placed)
        elif asked.dates is not None and not asked.place and not asked.numbers:
            lists.append(begun.known(self._days(asked.dates.first, asked.dates.last))[:MOST_ROWS])
        rows = np.sort(begun.known(np.concatenate(lists).astype(np.int32, copy=False)))
        return rows[np.flatnonzero(np.diff(rows, prepend=-1))]  # each once, and in order

    def _named(self, asked: Asked, begun: Begun, placed: Ints | None) -> list[Ints]:
        columns = self._columns
        at_place = NO_ROWS if placed is None else placed
        dates = asked.dates if _is_a_sign(asked) else None
        # What is asked decides, not what is held: somebody may not know of that.
        only = len(asked.words) == 1 and dates is None and placed is None
        runs = _runs(asked, begun, columns.postings, known=begun.mask is not None)
        alone = self._with_one(begun, runs, MOST_ROWS if only else MOST_ALONE)
        # Two words taken as one are two signs, but many are near to a short one.
        pairs = [
            (3 << place, self._nearest(begun, near, MOST_ALONE, least=WHOLE_WORDS))
            for (place, _), near in zip(asked.pairs, begun.nears[len(asked.words) :], strict=True)
        ]
        if all(run.taken for run in runs):
            return [*alone, *(rows for _, rows in pairs)]
        slices: list[slice | Ints] = []
        if dates is not None:
            slices += [*_slices(columns.row_first, dates.near), self._ranged(dates)]
        marks = self._marks
        try:
            marks[at_place] = PLACE
            for each in slices:
                marks[each] |= DATE
            found = [(rows, marks[rows] | np.uint8(bits)) for bits, rows in pairs]
            found.append(_with_two_signs(marks, runs))
            if len(columns.set_postings.values):
                found.append(self._persons(asked, begun, at_place, dates, found[-1][0]))
        finally:
            for each in (at_place, *slices):
                marks[each] = 0
        most = MOST_ROWS if dates is None else FEWER_ROWS
        return [_most_signs(found, most), *alone]

    def _persons(
        self, asked: Asked, begun: Begun, at_place: Ints, dates: Dates | None, there: Ints
    ) -> Signed:
        """Return the rows of persons who have several, and two signs on different ones of them.

        Who is there already with one row is left out: all their rows are weighed anyway.
        """
        columns, marks = self._columns, self._set_marks
        dated = [NO_ROWS]
        if dates is not None:
            dated += [columns.set_of[each] for each in _slices(columns.set_first, dates.near)]
            dated.append(self._sets_of(self._ranged(dates)))
        near, placed = np.concatenate(dated), self._sets_at(asked, at_place)
        marks[placed] = PLACE
        marks[near] |= DATE
        found, _ = _with_two_signs(marks, _runs(asked, begun, columns.set_postings, known=False))
        marks[placed] = 0
        marks[near] = 0
        already = self._sets_of(there)
        marks[already] = 1
        found = found[marks[found] == 0]
        marks[already] = 0
        # Of those only the rows that may be known count.
        rows = begun.known(columns.sets.all_of(each_once(found, self._set_seen)))
        if not len(rows):
            return rows, NO_SIGNS
        signs = begun.signs(columns.row_words[rows]) | self._marks[rows]
        starts = np.flatnonzero(np.diff(columns.row_set[rows], prepend=-1))
        signs = np.repeat(np.bitwise_or.reduceat(signs, starts), np.diff(starts, append=len(rows)))
        several = np.bitwise_count(signs) > 1
        return rows[several], signs[several]

    def _sets_of(self, rows: Ints) -> Ints:
        sets = self._columns.row_set[rows]
        several: Ints = sets[sets != ALONE]
        return several

    def _sets_at(self, asked: Asked, at_place: Ints) -> Ints:
        if len(asked.place) != 1 or not len(at_place):
            return self._sets_of(at_place)
        (word,) = asked.place
        return self._columns.set_places.of(self._columns.place_words[word])

    def _with_one(self, begun: Begun, runs: list[Run], most: int) -> list[Ints]:
        """Return the rows of every word that few have, or else of the rarest, the nearest first."""
        found: list[Ints] = []
        rarest: tuple[int, int] | None = None
        for run in runs:
            if run.word is None:
                continue
            size = begun.held[run.word]
            if run.whole:
                size = len(run.rows)
                run.taken = size <= most
                if run.taken:
                    found.append(run.rows)
            if size and (rarest is None or (size, run.word) < rarest):
                rarest = size, run.word
        if rarest is not None and rarest[0] > most:
            found.append(self._nearest(begun, begun.nears[rarest[1]], most))
        return found

    def _nearest(self, begun: Begun, near: Near, most: int, *, least: int = Level.BEGINS) -> Ints:
        """Return so many rows of a word at most, those of the nearest words first."""
        postings, taken, left = self._columns.postings, [NO_ROWS], most
        if least > Level.BEGINS:
            rows = postings.all_of(near.places[near.levels >= least])
            if len(rows) <= most:
                return begun.known(rows)
        for level in range(Level.SAME, least - 1, -1):
            if not left:
                break
            rows = begun.known(postings.all_of(near.places[near.levels == level]))[:left]
            taken.append(rows)
            left -= len(rows)
        first, last = (int(postings.starts[begin]) for begin in near.begins)
        if left:
            taken.append(begun.known(postings.values[first:last])[:left])
        return np.concatenate(taken)

    def _ranged(self, dates: Dates) -> Ints:
        """Return the rows that are known to a range of days only, which reaches to the date's."""
        columns, first, last = self._columns, dates.first, dates.last
        held = columns.row_first[columns.ranged]
        begin = np.searchsorted(held, np.uint16(max(first - columns.widest, 0)))
        end = np.searchsorted(held, np.uint16(last), side="right")
        rows = columns.ranged[begin:end]
        reaching: Ints = rows[columns.row_last[rows] >= first]
        return reaching

    def _dated(self, asked: Asked, rows: Ints) -> Ints:
        if asked.dates is None or len(rows) <= MOST_ROWS:
            return rows
        weights = asked.dates.of_days(self._columns.row_first[rows])
        fitting: Ints = rows[weights > 0]
        return fitting

    def _days(self, first: int, last: int) -> Ints:
        held = self._columns.row_first
        begin = np.searchsorted(held, np.uint16(first))
        end = np.searchsorted(held, np.uint16(last), side="right")
        return np.arange(begin, end, dtype=np.int32)


def _is_a_sign(asked: Asked) -> bool:
    dates = asked.dates
    return dates is not None and (
        dates.whole or len(asked.words) == 1 or dates.last - dates.first <= WIDE
    )


def _slices(held: NDArray[np.uint16], days: list[tuple[int, int]]) -> list[slice]:
    """Return where each range of days lies among days that are in order."""
    ends = np.array(days, dtype=np.uint16)
    firsts = np.searchsorted(held, ends[:, 0]).tolist()
    lasts = np.searchsorted(held, ends[:, 1], side="right").tolist()
    return [slice(first, last) for first, last in zip(firsts, lasts, strict=True)]


def _runs(asked: Asked, begun: Begun, postings: Runs, *, known: bool) -> list[Run]:
    """Return for each word, and each two taken as one, its bits and who holds it; fewest first.

    `known` limits them to what may be known. Of a word that very many hold only what is near to
    it: what is far is still seen in whoever has two other signs.
    """
    found, number = [], len(asked.words)
    for place, near in enumerate(begun.nears[:number]):
        first, last = (int(postings.starts[begin]) for begin in near.begins)
        whole, near_enough = begun.held[place] <= COMMON, near.levels >= WHOLE_WORDS
        beginning = postings.values[first:last]
        if known:
            lists = [begun.bearing[place], begun.known(beginning)]
            if whole:
                lists.append(begun.known(postings.all_of(near.places[~near_enough])))
            rows = np.concatenate(lists)
        else:
            rows = postings.all_of(near.places if whole else near.places[near_enough])
            if last > first:
                rows = np.concatenate((rows, beginning))
        found.append(Run(1 << place, rows, place, whole))
    for (place, _), near in zip(asked.pairs, begun.nears[number:], strict=True):
        rows = postings.all_of(near.places[near.levels >= WHOLE_WORDS])
        found.append(Run(3 << place, begun.known(rows) if known else rows))
    return sorted((run for run in found if len(run.rows)), key=lambda run: len(run.rows))


def _with_two_signs(marks: Bytes, runs: list[Run]) -> Signed:
    """Return who has a sign beside that of a run, and which; the marks are as they were before.

    The greatest run comes last, and is only read. What is taken anyway is only marked.
    """
    found, signs = [NO_ROWS], [NO_SIGNS]
    undo: list[tuple[Places, Bytes]] = []
    for place, run in enumerate(runs):
        rows = run.rows.astype(np.intp)  # once: what numpy reaches by costs less so
        before, bits = marks.take(rows), np.uint8(run.bits)
        if not run.taken:
            other = (before & ~bits) != 0
            found.append(run.rows[other])
            signs.append(before[other] | bits)
        if place < len(runs) - 1:
            undo.append((rows, before & np.uint8(DATE | PLACE)))
            marks[rows] = before | bits
    for rows, before in undo:
        marks[rows] = before
    return np.concatenate(found), np.concatenate(signs)


def _most_signs(found: list[Signed], most: int) -> Ints:
    """Return the rows that have most signs, with the date first, and about so many at most."""
    rows = np.concatenate([each for each, _ in found])
    if len(rows) <= most:
        return rows
    signs = np.concatenate([each for _, each in found])
    order = 2 * np.bitwise_count(signs) + (signs & np.uint8(DATE) > 0)
    so_many = np.cumsum(np.bincount(order, minlength=32)[::-1])
    least = 31 - int(np.searchsorted(so_many, most))
    better = rows[order > least]
    equal, left = rows[order == least], most - len(better)
    if len(equal) > left:
        equal = np.partition(equal, left)[:left]
    return np.concatenate((better, equal))


def among(values: Ints, run: Ints) -> Flags:
    """Say which values are in a run that is in order."""
    if not len(run):
        return np.zeros(len(values), dtype=bool)
    place = np.minimum(np.searchsorted(run, values), len(run) - 1)
    same: Flags = run[place] == values
    return same
