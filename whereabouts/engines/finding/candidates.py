"""The rows worth weighing: those that agree in two things, and the few that agree in a rare one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.finding.asked import Asked
from whereabouts.engines.finding.columns import ALONE, Columns
from whereabouts.engines.finding.dates import CONFLICT, UNKNOWN, YEAR, Dates
from whereabouts.engines.finding.levels import WHOLE_WORDS, Level
from whereabouts.engines.finding.runs import (
    DATE,
    NO_ROWS,
    NO_SIGNS,
    PLACE,
    Begun,
    Flags,
    Ints,
    Run,
    Signed,
    apart,
    holders,
    most_signs,
    runs_of,
    with_two_signs,
)
from whereabouts.engines.finding.words import Near, each_once, in_order_once

MOST_ROWS: Final = 10_000  # that are weighed, of those who agree in as much
FEWER_ROWS: Final = 3_000  # the same where a date is a sign, which only few have
MOST_ALONE: Final = 2_000  # that agree in one thing only, where others agree in two
FEW_READ: Final = 8_000  # whose words are read one by one
MOST_LOOKED_AT: Final = 60_000  # holders of a word, for how few hold it so nearly
WIDE: Final = 400  # days; so wide a range of births is a sign only where there is one word


@dataclass(slots=True)
class Chosen:
    """Rows worth weighing, and who was passed over for having been born on another day.

    They bear two of these words, or one of them at the place that was asked for.
    """

    rows: Ints
    passed_over: list[Run] = field(default_factory=list)
    left: int | None = None  # the rarest word, if of its holders none was taken for it alone
    vague: bool = False  # whether some have no date, or half of one


class Candidates:
    """Chooses rows of one part of the index."""

    def __init__(self, columns: Columns) -> None:
        """Take the columns to choose from."""
        self._columns = columns
        self._marks = np.zeros(len(columns.row_slot), dtype=np.uint8)
        self._set_seen = np.zeros(len(columns.sets.starts) - 1, dtype=np.int32)
        self._set_marks = np.zeros(len(columns.sets.starts) - 1, dtype=np.uint8)

    def rows(
        self,
        *,
        asked: Asked,
        begun: Begun,
        numbered: Ints | None,
        placed: Ints | None,
        few: bool,
    ) -> Chosen:
        """Return the rows worth weighing, each once, limited to what may be known.

        `few` says that the place alone is worth a look.
        """
        columns, lists, chosen = self._columns, [NO_ROWS], Chosen(NO_ROWS)
        if asked.dates is not None:
            lists += [self._days(day, day) for day in asked.dates.sure]
        if numbered is not None:
            lists.append(columns.rows_of.all_of(numbered))
        if placed is not None and (few or not asked.words):
            at_place = begun.known(placed)
            lists.append(self._dated(asked, at_place)[:MOST_ROWS])
        if asked.words:
            chosen = self._named(asked, begun, placed)
            lists.append(chosen.rows)
        elif asked.dates is not None and not asked.place and not asked.numbers:
            lists.append(begun.known(self._days(asked.dates.first, asked.dates.last))[:MOST_ROWS])
        rows = begun.known(np.concatenate(lists).astype(np.int32, copy=False))
        chosen.rows = in_order_once(rows)
        return chosen

    def _named(self, asked: Asked, begun: Begun, placed: Ints | None) -> Chosen:
        columns = self._columns
        at_place = NO_ROWS if placed is None else placed
        dates = asked.dates if _is_a_sign(asked) else None
        # What is asked decides, not what is held: somebody may not know of that.
        only = len(asked.words) == 1 and dates is None and placed is None
        known = begun.mask is not None
        within = None if asked.dates is None else self._in_question(asked.dates)
        most = MOST_ROWS if only else MOST_ALONE
        runs = runs_of(asked, begun, columns.postings, known=known, most=most, within=within)
        several = sum(run.limited for run in runs) > 1
        leaves = within is not None and asked.dates is not None and asked.dates.whole and several
        lists = [NO_ROWS, *self._with_one(begun, runs, most, leaves=leaves)]
        # Two words taken as one are two signs, but many are near to a short one.
        pairs = [
            (3 << place, self._nearest(begun, near, MOST_ALONE, least=WHOLE_WORDS))
            for (place, _), near in zip(asked.pairs, begun.nears[len(asked.words) :], strict=True)
        ]
        if all(run.taken for run in runs):
            return Chosen(np.concatenate([*lists, *(rows for _, rows in pairs)]))
        slices: list[slice | Ints] = []
        if dates is not None:
            slices += [*_slices(columns.row_first, dates.near), self._ranged(dates)]
        marks = self._marks
        try:
            marks[at_place] = PLACE
            for each in slices:
                marks[each] |= DATE
            found = [(rows, marks[rows] | np.uint8(bits)) for bits, rows in pairs]
            found.append(with_two_signs(marks, runs))
            if within is not None and dates is not None and dates.whole:
                found.append(self._born_near(dates, begun))
            if len(columns.set_postings.values):
                there = np.concatenate([rows for rows, _ in found])
                found.append(
                    self._persons(
                        asked, begun, at_place, dates, there,
                        in_question=None if within is None else asked.dates,
                    )
                )  # fmt: skip
        finally:
            for each in (at_place, *slices):
                marks[each] = 0
        lists.append(most_signs(found, MOST_ROWS if dates is None else FEWER_ROWS))
        over = [run for run in runs if run.limited]
        if over:
            over += [run for run in runs if run.word is None and len(run.rows) > MOST_ALONE]
        if len(over) + (placed is not None) < 2:
            return Chosen(np.concatenate(lists))
        left = next((run.word for run in runs if run.left), None)
        return Chosen(np.concatenate(lists), over, left, vague=bool(within))

    def passed_over(
        self,
        *,
        asked: Asked,
        begun: Begun,
        placed: Ints | None,
        enough: Flags,
        worth: list[float],
    ) -> Ints:
        """Return whom `rows` passes over and who has enough signs, and some beside them.

        `enough` says it of each set of signs, and `worth` how near each word must be at least. Of
        too many those with most signs; in order, each once.
        """
        columns, known = self._columns, begun.mask is not None
        at_place = NO_ROWS if placed is None else placed
        few = self._few_of_whom_one_must_be(begun, enough, worth)
        marks = self._marks
        try:
            marks[at_place] = PLACE
            if few is None:
                runs = runs_of(
                    asked, begun, columns.postings, known=known, most=MOST_ALONE, worth=worth
                )
                rows, signs = with_two_signs(marks, runs)
            else:
                rows = few
                signs = begun.signs(columns.row_words[rows], near=True) | marks[rows]
            # Who has more signs comes again, with all of them at last.
            several = enough[signs] & (np.bitwise_count(signs) > 1)
            found = [(rows[several], signs[several])]
            # Whose signs are on different rows weighs what one of these does.
            if len(columns.set_postings.values) and enough[1 << np.arange(len(asked.words))].any():
                there = found[0][0]
                found.append(self._persons(asked, begun, at_place, None, there, in_question=None))
        finally:
            marks[at_place] = 0
        return in_order_once(begun.known(most_signs(found, FEWER_ROWS)))

    def _few_of_whom_one_must_be(
        self, begun: Begun, enough: Flags, worth: list[float]
    ) -> Ints | None:
        """Return the rows of a word without which no signs are enough, if few hold it so nearly."""
        signs, postings = np.flatnonzero(enough), self._columns.postings
        needed = [word for word in range(len(begun.held)) if (signs >> word & 1).all()]
        few = [
            holders(begun, word, postings, known=begun.mask is not None, worth=worth[word])
            for word in needed
            if begun.held[word] <= MOST_LOOKED_AT
        ]
        rows = min(few, key=len, default=None)
        return rows if rows is not None and len(rows) <= FEW_READ else None

    def at_place(self, *, begun: Begun, placed: Ints, word: int) -> Ints:
        """Return who bears one of the words at the place, whatever their date of birth.

        In order, each once.
        """
        known = begun.mask is not None
        rows = holders(begun, word, self._columns.postings, known=known)
        marks = self._marks
        marks[placed] = PLACE
        rows = rows[marks[rows] > 0]
        marks[placed] = 0
        return in_order_once(rows)

    def _in_question(self, dates: Dates) -> list[tuple[int, int]]:
        """Return between which rows those lie whose date may be the one asked for, or is unknown.

        Not the few days near a whole date: who was born then is read one by one.
        """
        held = self._columns.row_first
        unknown = int(np.searchsorted(held, np.uint16(UNKNOWN)))
        found = [(unknown, len(held))]
        if not dates.whole:
            first = np.searchsorted(held, np.uint16(max(dates.first - YEAR, 0)))
            last = np.searchsorted(held, np.uint16(dates.last + YEAR), side="right")
            found.append((int(first), min(int(last), unknown)))
        ranged = self._ranged(dates, beyond=YEAR)
        if len(ranged):
            found.append((int(ranged[0]), min(int(ranged[-1]) + 1, unknown)))
        return apart([each for each in found if each[0] < each[1]])

    def _born_near(self, dates: Dates, begun: Begun) -> Signed:
        """Return who was born on a day near the one asked for and holds a word of it."""
        columns = self._columns
        days = _slices(columns.row_first, dates.near)
        rows = np.concatenate([np.arange(each.start, each.stop, dtype=np.int32) for each in days])
        words = np.concatenate([columns.row_words[each] for each in days])
        signs = begun.signs(words, near=True)
        some = np.flatnonzero(signs if begun.mask is None else (signs > 0) & begun.mask[rows])
        rows, signs = rows[some], signs[some]
        return rows, signs | self._marks[rows]

    def _are_in_question(self, sets: Ints, dates: Dates) -> Flags:
        """Say of which persons one date may be the one asked for, beside those near a whole one."""
        columns = self._columns
        vague: Flags = columns.set_is_vague[sets]
        if dates.whole or not len(sets):
            return vague
        days = dates.of_days(columns.row_born[columns.sets.all_of(sets)])
        sizes = columns.sets.sizes(sets)
        some: Flags = np.logical_or.reduceat(days > CONFLICT, np.cumsum(sizes) - sizes)
        return vague | some

    def _persons(
        self,
        asked: Asked,
        begun: Begun,
        at_place: Ints,
        dates: Dates | None,
        there: Ints,
        *,
        in_question: Dates | None,
    ) -> Signed:
        """Return the rows of persons who have several, and two signs on different ones of them.

        Who is there already with one row is left out: all their rows are weighed anyway. Those
        alone whose date may be the one `in_question`, if there is one.
        """
        columns, marks = self._columns, self._set_marks
        dated = [NO_ROWS]
        if dates is not None:
            dated += [columns.set_of[each] for each in _slices(columns.set_first, dates.near)]
            dated.append(self._sets_of(self._ranged(dates)))
        near, placed = np.concatenate(dated), self._sets_at(asked, at_place)
        marks[placed] = PLACE
        marks[near] |= DATE
        runs = runs_of(asked, begun, columns.set_postings, known=False)
        found = each_once(with_two_signs(marks, runs)[0], self._set_seen)
        if in_question is not None:
            # The others were all born on another day: they are passed over as their rows are.
            found = found[(marks[found] != 0) | self._are_in_question(found, in_question)]
        marks[placed] = 0
        marks[near] = 0
        already = self._sets_of(there)
        marks[already] = 1
        found = found[marks[found] == 0]
        marks[already] = 0
        # Of those only the rows that may be known count.
        rows = begun.known(columns.sets.all_of(found))
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

    def _with_one(self, begun: Begun, runs: list[Run], most: int, *, leaves: bool) -> list[Ints]:
        """Return the rows of every word that few have, or else of the rarest, the nearest first.

        `leaves` says that of a rarest word that many hold these wait until they are asked for.
        """
        found = [run.rows for run in runs if run.taken]
        rarest = _rarest(runs)
        if rarest is not None and rarest.size > most:
            word = rarest.word or 0
            rarest.far = begun.held[word] <= most
            rarest.left = leaves and not rarest.far
            if not rarest.left:
                found.append(self._nearest(begun, begun.nears[word], most))
        return found

    def nearest(self, *, begun: Begun, word: int) -> Ints:
        """Return some who hold a word, whatever else they are, the nearest first."""
        return self._nearest(begun, begun.nears[word], MOST_ALONE)

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

    def _ranged(self, dates: Dates, *, beyond: int = 0) -> Ints:
        """Return the rows that are known to a range of days only, which reaches to the date's.

        Or to so many days before or after it.
        """
        columns, first, last = self._columns, dates.first - beyond, dates.last + beyond
        held = columns.row_first[columns.ranged]
        begin = np.searchsorted(held, np.uint16(max(first - columns.widest, 0)))
        end = np.searchsorted(held, np.uint16(last), side="right")
        rows = columns.ranged[begin:end]
        reaching: Ints = rows[columns.row_last[rows] >= first]
        return reaching

    def _dated(self, asked: Asked, rows: Ints) -> Ints:
        if asked.dates is None or len(rows) <= MOST_ROWS:
            return rows
        weights = asked.dates.of_days(self._columns.row_born[rows])
        fitting: Ints = rows[weights > 0]
        return fitting

    def _days(self, first: int, last: int) -> Ints:
        held = self._columns.row_first
        begin = np.searchsorted(held, np.uint16(first))
        end = np.searchsorted(held, np.uint16(last), side="right")
        return np.arange(begin, end, dtype=np.int32)


def _rarest(runs: list[Run]) -> Run | None:
    """Return the word that fewest hold."""
    words = [run for run in runs if run.word is not None and run.size]
    return min(words, key=lambda run: (run.size, run.word), default=None)


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
