"""Who holds each word that was asked for, and who has two signs among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.finding.asked import Asked
from whereabouts.engines.finding.columns import Runs
from whereabouts.engines.finding.levels import WHOLE_WORDS, WORTH, Level
from whereabouts.engines.finding.words import Near

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
Places = NDArray[np.intp]
Signed = tuple[Ints, Bytes]  # rows, and which signs each has

NO_ROWS: Final = np.empty(0, dtype=np.int32)
NO_SIGNS: Final = np.empty(0, dtype=np.uint8)
# A bit for each word that was asked for, and these.
DATE, PLACE = 1 << 6, 1 << 7
COMMON: Final = 8_000  # rows that hold a word


@dataclass(slots=True)
class Begun:
    """What one question has found out of a segment before its weights are known."""

    nears: list[Near]
    rows: Ints | None  # all that may be known, where they are few
    mask: Flags | None  # which may be known; None is all
    held: list[int]  # how many rows hold each word, as it is or nearly
    total: int
    signs: Callable[..., Bytes]  # of each row's words, which of those asked for they are near to
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
    size: int = 0  # how many hold it; of a word that very many hold, as it is or nearly
    taken: bool = False  # whether all of it is weighed anyway
    limited: bool = False  # whether it holds those only whose date may be the one asked for
    far: bool = False  # whether all who hold the word, as it is or nearly, are weighed anyway
    left: bool = False  # whether nobody was taken for holding it alone


def runs_of(
    asked: Asked,
    begun: Begun,
    postings: Runs,
    *,
    known: bool,
    most: int = 0,
    within: list[tuple[int, int]] | None = None,
    worth: Sequence[float] = (),
) -> list[Run]:
    """Return for each two words taken as one, and each word, its bits and who holds it.

    Of the words those come first that fewest hold.

    `known` limits them to what may be known. Of a word that very many hold only what is near to
    it: what is far is still seen in whoever has two other signs. A word that `most` hold, or
    fewer, is taken; of the others only who is `within` some rows, where these are given. `worth`
    says for each word how near a word that very many hold has to be, as `WORTH` has it.
    """
    found, number = [], len(asked.words)
    for place in range(number):
        bits, held = 1 << place, begun.held[place]
        if held > COMMON and within is not None:
            rows = _limited(begun, place, postings, within=within, known=known)
            found.append(Run(bits, rows, place, size=held, limited=True))
            continue
        enough = worth[place] if worth else 0.0
        rows = holders(begun, place, postings, known=known, worth=enough)
        whole = held <= COMMON
        run = Run(bits, rows, place, size=len(rows) if whole else held)
        run.taken = whole and len(rows) <= most
        if within is not None and not run.taken:
            run.rows, run.limited = _within(rows, within), True
        found.append(run)
    for (place, _), near in zip(asked.pairs, begun.nears[number:], strict=True):
        rows = postings.all_of(near.places[near.levels >= WHOLE_WORDS])
        found.append(Run(3 << place, begun.known(rows) if known else rows))
    there = (run for run in found if len(run.rows) or run.limited)
    # Two words taken as one come first: whose one word is near to either has two signs by it.
    return sorted(there, key=lambda run: (run.word is not None, len(run.rows)))


def holders(begun: Begun, place: int, postings: Runs, *, known: bool, worth: float = 0.0) -> Ints:
    """Return who holds a word; of one that very many hold, as it is or nearly.

    And of such a one those, and some beside them, whose word is worth so much (`WORTH`).
    """
    near, whole = begun.nears[place], begun.held[place] <= COMMON
    near_enough = near.levels >= WHOLE_WORDS
    first, last = (int(postings.starts[begin]) for begin in near.begins)
    beginning = postings.values[first:last]
    if known:
        lists = [begun.bearing[place], begun.known(beginning)]
        if whole:
            lists.append(begun.known(postings.all_of(near.places[~near_enough])))
        return np.concatenate(lists)
    if not whole:
        near_enough &= WORTH[near.levels] >= worth
    rows = postings.all_of(near.places if whole else near.places[near_enough])
    begins = last > first and (whole or WORTH[Level.BEGINS] >= worth)
    return np.concatenate((rows, beginning)) if begins else rows


def signs_of(runs: list[Run]) -> int:
    """Return all signs that these runs say, a bit each."""
    bits = 0
    for run in runs:
        bits |= run.bits
    return bits


def _limited(
    begun: Begun, place: int, postings: Runs, *, within: list[tuple[int, int]], known: bool
) -> Ints:
    """Return who bears a word that very many hold, as it is or nearly, within some rows only."""
    near = begun.nears[place]
    begin, end = (int(postings.starts[each]) for each in near.begins)
    others = begun.known(postings.values[begin:end]) if within else NO_ROWS
    if known:
        return _within(np.concatenate((begun.bearing[place], others)), within)
    places = near.places[near.levels >= WHOLE_WORDS]
    lists = [postings.within(places, first, last) for first, last in within]
    return np.concatenate((NO_ROWS, *lists, _within(others, within)))


def _within(rows: Ints, within: list[tuple[int, int]]) -> Ints:
    lists = [rows[(first <= rows) & (rows < last)] for first, last in within if len(rows)]
    return np.concatenate((NO_ROWS, *lists))


def with_two_signs(marks: Bytes, runs: list[Run]) -> Signed:
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


def most_signs(found: list[Signed], most: int) -> Ints:
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


def apart(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ranges of rows so that none reaches into another."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found
