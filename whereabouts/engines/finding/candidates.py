"""The rows worth weighing: from near words, days, places and numbers to as few as will do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.finding.asked import Asked
from whereabouts.engines.finding.columns import Columns
from whereabouts.engines.finding.dates import NEAR, UNKNOWN
from whereabouts.engines.finding.words import Near, each_once

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]

MOST_ROWS: Final = 10_000  # of one word's, before only those with a second sign are
NO_ROWS: Final = np.empty(0, dtype=np.int32)


@dataclass(slots=True)
class Begun:
    """What one question has found out of a segment before its weights are known."""

    nears: list[Near]
    rows: Ints | None  # all that may be known, where they are few
    mask: Flags | None  # which may be known; None is all
    held: list[int]  # how many rows hold each word, as it is or nearly
    total: int


class Candidates:
    """Chooses rows of one part of the index."""

    def __init__(self, columns: Columns) -> None:
        """Take the columns to choose from."""
        self._columns = columns
        self._seen = np.zeros(len(columns.row_slot), dtype=np.int32)
        self._near_by = np.zeros((0, 0), dtype=np.uint8)

    def rows(
        self,
        *,
        asked: Asked,
        begun: Begun,
        near_by: NDArray[np.uint8],
        numbered: Ints | None,
        by_place: Ints | None,
    ) -> Ints:
        """Return the rows worth weighing, each once, limited to what may be known."""
        self._near_by = near_by
        columns, lists = self._columns, []
        if asked.dates is not None:
            for day in asked.dates.sure:
                lists.append(self._days_rows(day, day))
        if numbered is not None:
            lists.append(columns.rows_of.all_of(numbered))
        if by_place is not None:
            rows = columns.rows_of.all_of(by_place)
            rows = rows if begun.mask is None else rows[begun.mask[rows]]
            lists.append(self._dated(asked, rows)[:MOST_ROWS])
        if asked.words:
            lists.extend(self._named(asked, begun))
        elif asked.dates is not None and not asked.place and not asked.numbers:
            rows = self._days_rows(asked.dates.first, asked.dates.last)
            lists.append((rows if begun.mask is None else rows[begun.mask[rows]])[:MOST_ROWS])
        if not lists:
            return NO_ROWS
        rows = np.concatenate(lists).astype(np.int32, copy=False)
        if begun.mask is not None:
            rows = rows[begun.mask[rows]]
        return each_once(rows, self._seen)

    def _named(self, asked: Asked, begun: Begun) -> list[Ints]:
        columns, mask = self._columns, begun.mask
        runs: list[Ints] = []
        for near in begun.nears:
            found = columns.postings.all_of(near.places)
            runs.append(found if mask is None else found[mask[found]])
        for near in begun.nears:
            begin, end = (int(columns.postings.starts[place]) for place in near.begins)
            found = columns.postings.values[begin:end]
            runs.append(found if mask is None or not len(found) else found[mask[found]])
        runs = sorted((run for run in runs if len(run)), key=len)
        kept, big, left = [], [], MOST_ROWS
        for run in runs:
            if len(run) <= left:
                kept.append(run)
                left -= len(run)
            else:
                big.append(run)
        if not big:
            return kept
        if asked.dates is not None and asked.dates.whole:
            kept.append(self._near_days(asked, big))
        if left == MOST_ROWS or not kept:
            kept.extend(self._two_signs(asked, big))
        return kept

    def _near_days(self, asked: Asked, big: list[Ints]) -> Ints:
        """Return the rows of words that too many have, where the date is near as well."""
        columns, dates = self._columns, asked.dates
        if dates is None:
            return NO_ROWS
        days = np.flatnonzero(dates.table[:UNKNOWN] >= NEAR)
        starts = np.searchsorted(columns.row_first, days.astype(np.uint16))
        ends = np.searchsorted(columns.row_first, days.astype(np.uint16), side="right")
        few = int((ends - starts).sum()) <= sum(map(len, big))
        if few and not columns.any_ranges:
            runs = [np.arange(a, b) for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
            rows = np.concatenate(runs) if runs else NO_ROWS
            held = columns.row_words[rows]
            some = np.zeros(len(rows), dtype=bool)
            for levels in self._near_by[: len(asked.words) + len(asked.pairs)]:
                some |= levels[held].any(axis=1)
            return rows[some].astype(np.int32)
        rows = np.concatenate(big)
        near = dates.table[columns.row_first[rows]] >= NEAR
        if columns.any_ranges:
            near |= (columns.row_first[rows] <= dates.first) & (
                dates.first <= columns.row_last[rows]
            )
        both: Ints = rows[near]
        return both

    def _two_signs(self, asked: Asked, big: list[Ints]) -> list[Ints]:
        """Return rows of the rarest of words that too many have: those that agree in more."""
        rows = self._dated(asked, big[0])
        if len(asked.words) > 1 and len(rows) > MOST_ROWS:
            held = self._columns.row_words[rows]
            several = np.zeros(len(rows), dtype=np.uint8)
            for levels in self._near_by[: len(asked.words)]:
                several += levels[held].any(axis=1)
            rows = rows[np.argsort(-several.astype(np.int8), kind="stable")]
        elif len(rows) > MOST_ROWS:
            held = self._columns.row_words[rows]
            rows = rows[
                np.argsort(-self._near_by[0][held].max(axis=1).astype(np.int8), kind="stable")
            ]
        return [rows[:MOST_ROWS]]

    def _dated(self, asked: Asked, rows: Ints) -> Ints:
        if asked.dates is None or len(rows) <= MOST_ROWS:
            return rows
        weights = asked.dates.table[self._columns.row_first[rows]]
        fitting: Ints = rows[weights > 0]
        return fitting

    def _days_rows(self, first: int, last: int) -> Ints:
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
