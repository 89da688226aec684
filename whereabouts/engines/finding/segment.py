"""A part of the index: from a question to the few who may be meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.finding.asked import Asked
from whereabouts.engines.finding.candidates import NO_ROWS, Begun, Candidates, among
from whereabouts.engines.finding.columns import ALONE, SEXES, Columns, Shared
from whereabouts.engines.finding.dates import CONFLICT, SURE
from whereabouts.engines.finding.entries import Asker, Entry
from whereabouts.engines.finding.known import Known
from whereabouts.engines.finding.levels import (
    WHOLE_WORDS,
)
from whereabouts.engines.finding.nearness import Nearness
from whereabouts.engines.finding.weighing import how_alike, weighed_days, weighed_names
from whereabouts.engines.finding.words import each_once

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

FEW_AT_A_PLACE: Final = 200  # as many are looked at for the place's sake, whatever their names
PLACE: Final = 4.0
NUMBER: Final = 20.0
SAME_SEX, OTHER_SEX = 1.0, -3.0


@dataclass(slots=True)
class Best:
    """The likeliest persons of a segment: for each a row of theirs, and what it weighs."""

    rows: Ints
    scores: Floats
    fits: int


class Segment:
    """Records in columns, of which some may have been taken out since."""

    def __init__(self, *, columns: Columns, shared: Shared) -> None:
        """Take the columns of a part of the index."""
        self.columns = columns
        self._shared = shared
        self._known = Known(columns=columns, shared=shared)
        self._dead: set[int] = set()
        self._nearness = Nearness(words=len(columns.words.words))
        self._set_seen = np.zeros(len(columns.sets.starts) - 1, dtype=np.int32)
        self._candidates = Candidates(columns)

    @classmethod
    def of(cls, *, entries: Iterable[Entry], shared: Shared) -> Segment:
        """Make a part of the index; each record comes once."""
        return cls(columns=Columns(entries=entries, shared=shared), shared=shared)

    def __len__(self) -> int:
        """Return how many records there are and were not taken out."""
        return len(self.columns) - len(self._dead)

    def remove(self, slot: int) -> None:
        """Take a record out."""
        rows = self.columns.rows_of.of(slot)
        self._dead.add(slot)
        self._known.remove(rows)

    def has(self, slot: int) -> bool:
        """Say whether a record is still there."""
        return slot not in self._dead

    def entries(self) -> Iterable[Entry]:
        """Return the records that are there, in order."""
        for slot in range(len(self.columns)):
            if slot not in self._dead:
                yield self.columns.entry(slot)

    def may_know(self, asker: Asker, slots: Iterable[int]) -> list[int]:
        """Return those of these records that are there and that the asker may know."""
        there = [slot for slot in slots if slot not in self._dead]
        if asker.everybody or not there:
            return there
        known = self._known.slots(asker)
        return [slot for slot in there if slot in known]

    def begin(self, *, asked: Asked, asker: Asker) -> Begun:
        """Return what the words are near to, among what the asker may know."""
        columns = self.columns
        words = [*asked.words, *(pair for _, pair in asked.pairs)]
        least = [*asked.beginnings, *(len(pair) + 1 for _, pair in asked.pairs)]
        nears = [
            columns.words.near(
                word=word, shortest_beginning=shortest, misspelt=place < len(asked.words)
            )
            for place, (word, shortest) in enumerate(zip(words, least, strict=True))
        ]
        self._nearness.ask(nears=nears, words=len(asked.words))
        rows, mask, total = self._known.of(asker)
        held, bearing = [], []
        for place, near in enumerate(nears[: len(asked.words)]):
            whole = near.places[near.levels >= WHOLE_WORDS]
            if rows is not None:
                held.append(self._nearness.held(place=place, words=columns.row_words[rows]))
            elif mask is None:
                held.append(int(columns.postings.sizes(whole).sum()))
            else:
                rows_of_word = columns.postings.all_of(whole)
                bearing.append(rows_of_word[mask[rows_of_word]])
                held.append(len(bearing[-1]))
        return Begun(nears, rows, mask, held, total, self._nearness.signs, bearing)

    def end(self) -> None:
        """Forget the question."""
        self._nearness.forget()

    def best(self, *, asked: Asked, begun: Begun, weights: Floats, limit: int) -> Best:
        """Return the likeliest persons; the weights are those of the words when they agree."""
        columns = self.columns
        numbered, placed = self._numbered(asked), self._placed(asked)
        by_place = self._telling(asked, begun, placed)
        if begun.rows is None:
            rows = self._candidates.rows(
                asked=asked,
                begun=begun,
                numbered=numbered,
                placed=placed,
                few=by_place is not None,
            )
            rows = self._with_whole_sets(rows, begun)
        else:
            rows = begun.rows
        levels = self._nearness.levels(held=columns.row_words[rows]) if asked.words else []
        days = weighed_days(columns=columns, asked=asked, rows=rows)
        slots = columns.row_slot[rows]
        extra = np.zeros(len(rows), dtype=np.float32)
        other_sex = np.zeros(len(rows), dtype=bool)
        if asked.sex in SEXES:
            held = columns.sexes[slots]
            other_sex = held + SEXES[asked.sex] == 3
            extra += np.where(other_sex, OTHER_SEX, SAME_SEX * (held > 0))
        if placed is not None:
            extra += PLACE * among(rows, placed)
        if numbered is not None:
            extra += NUMBER * among(slots, numbered)
        names, agrees = weighed_names(asked=asked, rows=rows, levels=levels, weights=weights)
        days_weight = np.zeros(len(rows), dtype=np.float32) if days is None else days
        if days is not None and agrees and len(rows):
            names += how_alike(
                columns=columns,
                asked=asked,
                rows=rows,
                agrees=agrees,
                names=names,
                days=days,
                extra=extra,
                shown=limit,
            )
        none = np.zeros(len(rows), dtype=bool)
        some = np.logical_or.reduce([none, *agrees])
        agree = np.logical_and.reduce(agrees) if agrees else ~none
        admitted = some | (days_weight >= SURE)
        if by_place is not None:
            admitted |= among(rows, by_place)
        if numbered is not None:
            admitted |= among(slots, numbered)
        if asked.dates is not None and not (asked.words or asked.place or asked.numbers):
            born = columns.row_first[rows]
            admitted |= (asked.dates.first <= born) & (born <= asked.dates.last)
        weighed = (names, days_weight, extra)
        return self._chosen(
            rows, weighed, admitted=admitted, agree=agree, other_sex=other_sex, limit=limit
        )

    def _chosen(
        self,
        rows: Ints,
        weighed: tuple[Floats, Floats, Floats],
        *,
        admitted: Flags,
        agree: Flags,
        other_sex: Flags,
        limit: int,
    ) -> Best:
        names, days, extra = weighed
        sets = self.columns.row_set[rows]
        together = np.flatnonzero(sets != ALONE)
        if len(together):
            # Of a person's several rows the best name and the best date count, as in `compare`.
            order = together[np.argsort(sets[together], kind="stable")]
            theirs = sets[order]
            starts = np.flatnonzero(np.concatenate(([True], theirs[1:] != theirs[:-1])))
            first = order[starts]
            for values in (names, days, extra):
                values[first] = np.maximum.reduceat(values[order], starts)
            for flags in (admitted, agree):
                flags[first] = np.logical_or.reduceat(flags[order], starts)
            other_sex[first] = np.logical_and.reduceat(other_sex[order], starts)
            others = np.ones(len(order), dtype=bool)
            others[starts] = False
            admitted[order[others]] = False
        fitting = admitted & agree & (days > CONFLICT) & ~other_sex
        scores = np.where(admitted, names + days + extra, -np.inf).astype(np.float32)
        kept = _top(scores, rows, min(limit, int(admitted.sum())))
        return Best(rows[kept], scores[kept], int(fitting.sum()))

    def _with_whole_sets(self, rows: Ints, begun: Begun) -> Ints:
        sets = self.columns.row_set[rows]
        found = sets[sets != ALONE]
        if not len(found):
            return rows
        others = self.columns.sets.all_of(each_once(found, self._set_seen))
        if begun.mask is not None:
            others = others[begun.mask[others]]
        return np.concatenate((rows[sets == ALONE], others))

    def _numbered(self, asked: Asked) -> Ints | None:
        if not asked.numbers:
            return None
        columns = self.columns
        wanted = np.array(asked.numbers, dtype=np.int64)
        first = np.searchsorted(columns.number_keys, wanted)
        last = np.searchsorted(columns.number_keys, wanted, side="right")
        runs = [columns.number_slots[a:b] for a, b in zip(first, last, strict=True)]
        return np.unique(np.concatenate(runs))

    def _placed(self, asked: Asked) -> Ints | None:
        """Return the rows of records at places that hold every word of the place, in order."""
        if not asked.place:
            return None
        columns = self.columns
        numbers = [columns.place_words.get(word, -1) for word in asked.place]
        if -1 in numbers:
            return NO_ROWS
        runs = sorted((columns.places.of(number) for number in numbers), key=len)
        found = runs[0]
        for run in runs[1:]:
            found = found[among(found, run)]
        return found

    def _telling(self, asked: Asked, begun: Begun, placed: Ints | None) -> Ints | None:
        """Return the rows at a place where the place alone is worth a look, or None."""
        if placed is None or not asked.words:
            return placed
        if begun.rows is not None:
            known = int(among(placed, np.sort(begun.rows)).sum())
        else:
            known = len(placed) if begun.mask is None else int(begun.mask[placed].sum())
        return placed if known <= FEW_AT_A_PLACE else None


def _top(scores: Floats, rows: Ints, number: int) -> NDArray[np.intp]:
    """Return the places of the best scores; among equals those of the lowest rows."""
    if number <= 0:
        return np.empty(0, dtype=np.intp)
    if len(scores) > number:
        least = np.partition(scores, len(scores) - number)[len(scores) - number]
        better, equal = np.flatnonzero(scores > least), np.flatnonzero(scores == least)
        equal = equal[np.argsort(rows[equal], kind="stable")][: number - len(better)]
        return np.concatenate((better, equal))
    return np.arange(len(scores))
