"""A part of the index: from a question to the few who may be meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.finding.asked import Asked
from whereabouts.engines.finding.candidates import Candidates, Chosen
from whereabouts.engines.finding.columns import ALONE, SEXES, Columns, Shared
from whereabouts.engines.finding.dates import CONFLICT, SURE, WITHIN
from whereabouts.engines.finding.entries import Asker, Entry
from whereabouts.engines.finding.known import Known
from whereabouts.engines.finding.levels import WHOLE_WORDS
from whereabouts.engines.finding.nearness import Nearness
from whereabouts.engines.finding.runs import COMMON, NO_ROWS, Begun, among, signs_of
from whereabouts.engines.finding.runs import PLACE as AT_PLACE
from whereabouts.engines.finding.weighing import (
    OTHER_SEX,
    SAME_PLACE,
    SAME_SEX,
    how_alike,
    least_shown,
    most_by_signs,
    weighed_days,
    weighed_names,
)
from whereabouts.engines.finding.words import each_once

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

FEW_AT_A_PLACE: Final = 200  # as many are looked at for the place's sake, whatever their names
NUMBER: Final = 20.0


@dataclass(slots=True)
class Best:
    """The likeliest persons of a segment: for each a row of theirs, and what it weighs."""

    rows: Ints
    scores: Floats
    fits: int


@dataclass(slots=True)
class Given:
    """A question to a part of the index: what its words weigh, and whom its numbers and place name.

    `telling` are the rows at the place where these are few enough for the place to tell.
    """

    asked: Asked
    weights: Floats
    limit: int
    numbered: Ints | None
    placed: Ints | None
    telling: Ints | None = None


@dataclass(slots=True)
class Weighed:
    """Rows, what of each weighs how much, and who of them may be shown."""

    rows: Ints
    names: Floats
    days: Floats
    extra: Floats
    admitted: Flags
    other_sex: Flags
    alone: Flags  # whether it is the only row of its person
    agrees: list[Flags]

    def and_of(self, other: Weighed) -> Weighed:
        """Return these and others that are not among them."""

        def both(name: str) -> Any:
            return np.concatenate((getattr(self, name), getattr(other, name)))

        return Weighed(
            rows=both("rows"),
            names=both("names"),
            days=both("days"),
            extra=both("extra"),
            admitted=both("admitted"),
            other_sex=both("other_sex"),
            alone=both("alone"),
            agrees=[np.concatenate(each) for each in zip(self.agrees, other.agrees, strict=True)],
        )

    def least(self, shown: int) -> float:
        """Return what somebody must weigh to be among so many."""
        if not self.admitted.any():
            return -np.inf
        return least_shown(self.names + self.days + self.extra, self.admitted, self.alone, shown)


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
        self._nearness.common(
            places=[place for place, number in enumerate(held) if number > COMMON]
        )
        return Begun(nears, rows, mask, held, total, self._nearness.signs, bearing)

    def end(self) -> None:
        """Forget the question."""
        self._nearness.forget()

    def best(self, *, asked: Asked, begun: Begun, weights: Floats, limit: int) -> Best:
        """Return the likeliest persons; the weights are those of the words when they agree."""
        placed = self._placed(asked)
        given = Given(asked, weights, limit, self._numbered(asked), placed)
        given.telling = self._telling(asked, begun, placed)
        if begun.rows is not None:
            weighed = self._weighed(given, begun.rows)
            self._add_how_alike(given, weighed)
            return self._chosen(given, weighed)
        chosen = self._candidates.rows(
            asked=asked,
            begun=begun,
            numbered=given.numbered,
            placed=placed,
            few=given.telling is not None,
        )
        weighed = self._weighed(given, self._with_whole_sets(chosen.rows, begun))
        self._add_how_alike(given, weighed)
        others = self._passed_over(given, begun, weighed, chosen)
        if len(others):
            others = others[~among(others, np.sort(weighed.rows))]
            others = self._with_whole_sets(others, begun)
            weighed = weighed.and_of(self._weighed(given, others))
        return self._chosen(given, weighed)

    def _passed_over(self, given: Given, begun: Begun, weighed: Weighed, chosen: Chosen) -> Ints:
        """Return those passed over for their date of birth who might yet be among the likeliest."""
        runs = chosen.passed_over
        if not runs:
            return NO_ROWS
        asked, placed, candidates = given.asked, given.placed, self._candidates
        least = weighed.least(given.limit)
        most, of_words = most_by_signs(asked=asked, begun=begun, weights=given.weights, runs=runs)
        lists = [NO_ROWS]
        if chosen.left is not None:
            dated = WITHIN - CONFLICT if chosen.vague else 0.0
            if least <= most[1 << chosen.left] + dated:
                lists.append(candidates.nearest(begun=begun, word=chosen.left))
        bits, at_place = signs_of(runs), 0 if placed is None else AT_PLACE
        if least <= most[bits | at_place]:
            rarest = min((run for run in runs if run.word is not None), key=lambda run: run.size)
            others = signs_of([run for run in runs if run is not rarest])
            # At the place it takes the rarest word as a rule, or else too little is left.
            if placed is not None and max(most[bits], most[others | at_place]) < least:
                word = int(rarest.word or 0)
                lists.append(candidates.at_place(begun=begun, placed=placed, word=word))
            else:
                # With every other word at its best, each has to be worth so much of its weight.
                spare = float(most[bits | at_place]) - least
                worth = [
                    (of_word - spare) / float(weight)
                    for of_word, weight in zip(of_words, given.weights, strict=True)
                ]
                enough = most >= least
                lists.append(
                    candidates.passed_over(
                        asked=asked, begun=begun, placed=placed, enough=enough, worth=worth
                    )
                )
        return np.unique(np.concatenate(lists))

    def _weighed(self, given: Given, rows: Ints) -> Weighed:
        columns, asked = self.columns, given.asked
        levels = self._nearness.levels(held=columns.row_words[rows]) if asked.words else []
        days = weighed_days(columns=columns, asked=asked, rows=rows)
        slots = columns.row_slot[rows]
        extra = np.zeros(len(rows), dtype=np.float32)
        other_sex = np.zeros(len(rows), dtype=bool)
        if asked.sex in SEXES:
            held = columns.row_sex[rows]
            other_sex = held + SEXES[asked.sex] == 3
            extra += np.where(other_sex, OTHER_SEX, SAME_SEX * (held > 0))
        if given.placed is not None:
            extra += SAME_PLACE * among(rows, given.placed)
        if given.numbered is not None:
            extra += NUMBER * among(slots, given.numbered)
        names, agrees = weighed_names(asked=asked, rows=rows, levels=levels, weights=given.weights)
        none = np.zeros(len(rows), dtype=bool)
        admitted = np.logical_or.reduce([none, *agrees])
        if days is None:
            days = np.zeros(len(rows), dtype=np.float32)
        admitted |= days >= SURE
        if given.telling is not None:
            admitted |= among(rows, given.telling)
        if given.numbered is not None:
            admitted |= among(slots, given.numbered)
        if asked.dates is not None and not (asked.words or asked.place or asked.numbers):
            born = columns.row_born[rows]
            admitted |= (asked.dates.first <= born) & (born <= asked.dates.last)
        alone = columns.row_set[rows] == ALONE
        return Weighed(rows, names, days, extra, admitted, other_sex, alone, agrees)

    def _add_how_alike(self, given: Given, weighed: Weighed) -> None:
        """Add to the names what it weighs how alike they are; who is not born then has no part."""
        if given.asked.dates is not None and weighed.agrees and len(weighed.rows):
            weighed.names += how_alike(
                columns=self.columns,
                asked=given.asked,
                rows=weighed.rows,
                agrees=weighed.agrees,
                names=weighed.names,
                days=weighed.days,
                extra=weighed.extra,
                shown=given.limit,
            )

    def _chosen(self, given: Given, weighed: Weighed) -> Best:
        rows, names, days, extra = weighed.rows, weighed.names, weighed.days, weighed.extra
        admitted, other_sex = weighed.admitted, weighed.other_sex
        agree = np.logical_and.reduce([np.ones(len(rows), dtype=bool), *weighed.agrees])
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
        kept = _top(scores, rows, min(given.limit, int(admitted.sum())))
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
