"""Everything that a reader can lay side by side: no small count follows from all of it together.

Each table is protected by itself first. Here every number that is printed anywhere is a count of
some name, and counts are tied by sums, or by one being a part of another. They are looked at as a
patient reader would: from every number printed, the least and the most that each count could be,
tie by tie until nothing narrows further. While a small count could be fewer than three numbers,
one more of what told so much of it is hidden, wherever it is printed.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .counts import FEW_OR_NONE, Rules, Shown, could_be
from .tables import LEAST_LEFT

Array = npt.NDArray[Any]
ROUNDS = 1_000  # no real figures need a hundredth of it


@dataclass(slots=True)
class _Count:
    """A count that is printed: what it is, and what a reader is told of it."""

    number: int
    low: float
    high: float
    hidden: bool
    none_too: bool  # hidden like a few, and may be nobody


@dataclass(frozen=True, slots=True)
class _Bounds:
    low: Array
    high: Array
    binding: Array  # the terms by which a bound became what it is


class Beside:
    """All that is printed, and how it is tied; it finds what has to be hidden besides."""

    def __init__(self, *, rules: Rules) -> None:
        self.rules = rules
        self._left = min(LEAST_LEFT, rules.hide_below - 1)
        self._places: dict[Hashable, int] = {}
        self._names: list[Hashable] = []
        self._printed: dict[int, _Count] = {}
        self._ties: set[tuple[tuple[int, int], ...]] = set()
        self._covered: dict[int, tuple[float, float]] = {}  # and what was told of each before
        self._rests: set[int] = set()  # what makes a part up to its whole is a count of nothing

    def printed(self, *, name: Hashable, number: int, seen: Shown, exact: bool = False) -> None:
        """Take in that a count of that name is printed so; hidden once, it is hidden everywhere."""
        least, most = could_be(seen=seen, rules=self.rules)
        if exact and seen.number is not None:
            least = most = number
        told = _Count(
            number, least, np.inf if most is None else most, seen.number is None,
            seen.why == FEW_OR_NONE,
        )  # fmt: skip
        place = self._place(name)
        known = self._printed.get(place)
        if known is None or (told.hidden and not known.hidden):
            self._printed[place] = told
        elif told.hidden == known.hidden:
            known.low, known.high = max(known.low, told.low), min(known.high, told.high)
            known.none_too = known.none_too and told.none_too

    def adds_up(self, *, total: Hashable, parts: Iterable[Hashable]) -> None:
        """Take in that parts add up to a total; whatever is printed nowhere may be anything."""
        self._tie([(self._place(total), -1), *((self._place(part), 1) for part in parts)])

    def within(self, *, parts: Sequence[Hashable], whole: Hashable) -> None:
        """Take in that parts together are at most a whole; one named twice counts twice."""
        rest = ("rest of", whole, tuple(parts))
        self._rests.add(self._place(rest))
        self.adds_up(total=whole, parts=[*parts, rest])

    def hidden(self) -> frozenset[Hashable]:
        """Return the names of all counts that are hidden in the end."""
        held = sorted(tie for tie in self._ties if self._holds(tie))
        if held:
            ties = Ties(held)
            for _ in range(ROUNDS):
                bounds = ties.worked_out(*self._told())
                narrow = self._narrow(bounds)
                if not narrow or not self._hide_beside(narrow, bounds, ties):
                    break
            self._show_again(ties)
        return frozenset(
            self._names[place] for place, one in self._printed.items() if one.hidden
        )  # fmt: skip

    def _place(self, name: Hashable) -> int:
        place = self._places.setdefault(name, len(self._names))
        if place == len(self._names):
            self._names.append(name)
        return place

    def _tie(self, terms: Iterable[tuple[int, int]]) -> None:
        found: dict[int, int] = {}
        for place, times in terms:
            found[place] = found.get(place, 0) + times
        self._ties.add(tuple(sorted((place, times) for place, times in found.items() if times)))

    def _holds(self, tie: tuple[tuple[int, int], ...]) -> bool:
        """Whether a tie can be true of what was counted: of records at odds, nothing follows."""
        known = [self._printed[place].number * times for place, times in tie
                 if place in self._printed]  # fmt: skip
        if len(known) == len(tie):
            return sum(known) == 0
        adds = {times > 0 for place, times in tie if place not in self._printed}
        return sum(known) <= 0 if adds == {True} else sum(known) >= 0 or len(adds) == 2

    def _told(self) -> tuple[Array, Array]:
        low, high = np.zeros(len(self._names)), np.full(len(self._names), np.inf)
        for place, one in self._printed.items():
            low[place], high[place] = one.low, one.high
        return low, high

    def _narrow(self, bounds: _Bounds) -> list[int]:
        """Return the small counts that could be too few numbers, hidden or printed nowhere."""
        low, high = bounds.low, bounds.high
        few = (high < self.rules.hide_below) & (high - low + 1 < self._left)
        found = []
        for place in np.flatnonzero(few).tolist():
            one = self._printed.get(place)
            if place in self._rests or (one is not None and not one.hidden):
                continue
            # That there was nobody at all is no small number of anybody, but where it is said
            # that nobody is hidden like a few.
            if high[place] > 0 or (one is not None and one.none_too):
                found.append(place)
        return found

    def _hide_beside(self, narrow: Sequence[int], bounds: _Bounds, ties: Ties) -> bool:
        """Hide what told too much of each narrow count; return whether anything could be."""
        wanted = {place: self._told_by(place, bounds, ties) for place in narrow}
        helps: dict[int, int] = {}
        for candidates in wanted.values():
            for place in candidates:
                helps[place] = helps.get(place, 0) + 1
        chosen: set[int] = set()
        done = False
        for place, candidates in wanted.items():
            if chosen.isdisjoint(candidates):
                if candidates:
                    chosen.add(
                        min(
                            candidates,
                            key=lambda at: (-helps[at], self._printed[at].number, at),
                        )
                    )
                else:
                    done |= self._hide_like_others(place, bounds, ties)
        for place in chosen:
            self._cover(place)
        return done or bool(chosen)

    def _cover(self, place: int) -> None:
        one = self._printed[place]
        self._covered[place] = (one.low, one.high)
        one.low, one.high, one.hidden = float(one.number > 0), np.inf, True

    def _show_again(self, ties: Ties) -> None:
        """Show what was hidden needlessly, big ones first: what was hidden later is enough."""
        for place in sorted(self._covered, key=lambda at: (-self._printed[at].number, at)):
            one = self._printed[place]
            kept = (one.low, one.high)
            (one.low, one.high), one.hidden = self._covered[place], False
            if self._narrow(ties.worked_out(*self._told())):
                (one.low, one.high), one.hidden = kept, True

    def _told_by(self, place: int, bounds: _Bounds, ties: Ties) -> list[int]:
        """Return the printed counts by which a count became narrow, from the nearest ties."""
        reached, edge = {place}, [place]
        nobody = bounds.high[place] == 0  # then a nought beside it may be what told
        while edge:
            beside = ties.beside(edge, bounds.binding)
            shown = [
                at
                for at in beside
                if at in self._printed
                and not self._printed[at].hidden
                and (self._printed[at].number or nobody)
            ]  # fmt: skip
            if shown:
                return shown
            edge = [at for at in beside if at not in reached]
            reached.update(edge)
        return []

    def _hide_like_others(self, place: int, bounds: _Bounds, ties: Ties) -> bool:
        """Call a small count hidden for another's sake, where all beside it is hidden already.

        Then it could be anything, and to a reader it looks the same.
        """
        reached, edge = {place}, [place]
        while edge:
            small = [at for at in edge if at in self._printed and self._printed[at].high < np.inf
                     and self._printed[at].hidden]  # fmt: skip
            if small:
                best = max(small, key=lambda at: (self._printed[at].number, at))
                one = self._printed[best]
                one.low, one.high = 0.0 if one.none_too else one.low, np.inf
                one.none_too = False
                return True
            edge = [at for at in ties.beside(edge, bounds.binding) if at not in reached]
            reached.update(edge)
        return False


class Ties:
    """The ties as columns, so that all of them are followed at once."""

    def __init__(self, ties: Sequence[tuple[tuple[int, int], ...]]) -> None:
        self.number = len(ties)
        terms = [(tie, place, times) for tie, held in enumerate(ties) for place, times in held]
        terms.sort(key=lambda term: term[1])
        self.tie, self.place, self.times = (np.array(column) for column in zip(*terms, strict=True))
        self.size = np.abs(self.times)
        self.adds = self.times > 0
        # Where each count's terms begin: they stand in order of the count.
        self.tied, self.starts = np.unique(self.place, return_index=True)
        order = np.argsort(self.tie, kind="stable")
        self._of_tie = np.split(order, np.flatnonzero(np.diff(self.tie[order])) + 1)
        ends = [*self.starts[1:].tolist(), len(self.place)]
        self._terms = {
            place: range(start, end)
            for place, start, end in zip(
                self.tied.tolist(), self.starts.tolist(), ends, strict=True
            )
        }

    def worked_out(self, low: Array, high: Array) -> _Bounds:
        """Return the bounds when nothing narrows further."""
        low, high = low.copy(), high.copy()
        first = (low.copy(), high.copy())
        while True:
            least, most = self._by_ties(low, high)
            lower = np.maximum(low[self.tied], np.maximum.reduceat(least, self.starts))
            upper = np.minimum(high[self.tied], np.minimum.reduceat(most, self.starts))
            at_odds = (lower > upper).any()  # several records, each of which could be right
            if at_odds or (
                (lower == low[self.tied]).all() and (upper == high[self.tied]).all()
            ):  # fmt: skip
                at = self.place
                binding = ((least == low[at]) & (low[at] > first[0][at])) | (
                    (most == high[at]) & (high[at] < first[1][at])
                )
                return _Bounds(low, high, binding)
            low[self.tied], high[self.tied] = lower, upper

    def beside(self, places: Sequence[int], binding: Array) -> list[int]:
        """Return the counts in the ties that made these counts so narrow."""
        found: dict[int, None] = {}
        for place in places:
            for term in self._terms.get(place, ()):
                if binding[term]:
                    found |= dict.fromkeys(self.place[self._of_tie[self.tie[term]]].tolist())
        return [at for at in found if at not in places]

    def _by_ties(self, low: Array, high: Array) -> tuple[Array, Array]:
        """Return the least and the most of each term's count, by the other terms of its tie."""
        at, adds, tie = self.place, self.adds, self.tie
        smallest = np.where(adds, low[at], -high[at]) * self.size
        largest = np.where(adds, high[at], -low[at]) * self.size
        others_least = self._others(smallest, np.isneginf(smallest), -np.inf, tie)
        others_most = self._others(largest, np.isposinf(largest), np.inf, tie)
        least = np.where(adds, -others_most, others_least) / self.size
        most = np.where(adds, -others_least, others_most) / self.size
        return np.ceil(least - 1e-9), np.floor(most + 1e-9)

    def _others(self, terms: Array, endless: Array, end: float, tie: Array) -> Array:
        finite = np.where(endless, 0.0, terms)
        sums = np.bincount(tie, finite, self.number)
        ends = np.bincount(tie, endless, self.number)
        return np.where(ends[tie] - endless > 0, end, sums[tie] - finite)
