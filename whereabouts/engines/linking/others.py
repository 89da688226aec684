"""How everything but the names of two records agrees: compiled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.linking.columns import (
    FIGURES,
    KIND,
    LOOK,
    NOTHING,
    NUMBER,
    PHONE,
    PLACE,
    PLACE_WORDS,
    SEVERAL,
    SEX,
    UNBORN,
    BornColumns,
    Lists,
)
from whereabouts.engines.linking.compiling import compiled, inlined, wide
from whereabouts.engines.linking.units import Ids
from whereabouts.engines.matching.agreement import MONTH, YEAR, Agreement
from whereabouts.engines.matching.weights import BORN, FIT_OF_A_YEAR, NEAR_MISS_OF_A_RANGE

BORN_LEVELS = (*(str(level) for level in Agreement), "near_range", "overlap_year")
BORN_BITS = np.array([*(BORN[level] for level in Agreement), NEAR_MISS_OF_A_RANGE, FIT_OF_A_YEAR])
_EXACT, _TURNED, _DIGIT, _BY_MONTH, _BY_YEAR, _OVERLAP, _CONFLICT, _NOT_KNOWN = range(8)
_NEAR, _FIT_OF_A_YEAR = 8, 9
SIDES = ("missing", "same", "other")
MISSING, SAME_SIDE, OTHER_SIDE = range(3)
_MONTH, _YEAR = MONTH.days, YEAR.days
# Of a date as 2012-03-04 is written, four bits a figure.
_FIGURE, _TWO_FIGURES, _FOUR_FIGURES = 4, 8, 16
_ONE, _BOTH, _EACH = 0xF, 0xFF, 0x11111111


class Others(NamedTuple):
    """What is looked up of records that hold several dates, places, phones or numbers."""

    births: Lists
    born: BornColumns
    places: Lists
    place_words: Lists
    phones: Lists
    numbers: Lists
    number_kinds: Ids
    born_bits: NDArray[np.float64]


@inlined
def sex_of(table: Ids, here: int, there: int) -> int:
    """Return how the sex agrees."""
    mine, theirs = table[here + SEX], table[there + SEX]
    if mine == 0 or theirs == 0:
        return MISSING
    return SAME_SIDE if mine == theirs else OTHER_SIDE


# --- dates of birth --------------------------------------------------------------------


@inlined
def born_of(table: Ids, here: int, there: int) -> int:
    """Return how two days of birth agree, or `LOOK`."""
    first, second = wide(table[here + FIGURES]), wide(table[there + FIGURES])
    if UNBORN in (first, second):
        return _NOT_KNOWN
    return LOOK if LOOK in (first, second) else _of_days(first, second)


@compiled
def best_born(others: Others, one: int, other: int) -> int:
    """Return how several dates of birth, or other than days, agree: those that weigh most."""
    found, most = _NOT_KNOWN, -np.inf
    lists, bits = others.births, others.born_bits
    for mine in lists.values[lists.starts[one] : lists.starts[one + 1]]:
        for theirs in lists.values[lists.starts[other] : lists.starts[other + 1]]:
            level = _of_ranges(others.born, mine, theirs)
            if bits[level] > most:
                found, most = level, bits[level]
    return found


@compiled
def _of_days(first: int, second: int) -> int:
    apart = first ^ second
    if apart == 0:
        return _EXACT
    same_day = apart & _BOTH == 0
    if not same_day and apart >> _FOUR_FIGURES == 0:
        day, month = second & _BOTH, (second >> _TWO_FIGURES) & _BOTH
        if first & _BOTH == month and (first >> _TWO_FIGURES) & _BOTH == day:
            return _TURNED
    if same_day:
        months = abs(_months(first) - _months(second))
        if months == 1:
            return _BY_MONTH
        if months == 12:
            return _BY_YEAR
    apart |= apart >> 2
    apart = (apart | (apart >> 1)) & _EACH
    return _DIGIT if apart & (apart - 1) == 0 else _CONFLICT


@compiled
def _months(figures: int) -> int:
    """Return the months since the year nought."""
    found = 0
    for place in (28, 24, 20, 16):
        found = found * 10 + ((figures >> place) & _ONE)
    month = ((figures >> 12) & _ONE) * 10 + ((figures >> 8) & _ONE)
    return found * 12 + month


@compiled
def _of_ranges(born: BornColumns, one: int, other: int) -> int:
    if born.is_day[one] and born.is_day[other]:
        return _of_days(wide(born.figures[one]), wide(born.figures[other]))
    gap = max(born.earliest[one], born.earliest[other]) - min(born.latest[one], born.latest[other])
    if gap > 0:
        return _NEAR if gap <= _YEAR else _CONFLICT
    widest = max(born.latest[one] - born.earliest[one], born.latest[other] - born.earliest[other])
    return _FIT_OF_A_YEAR if widest > _MONTH else _OVERLAP


# --- places, phones and numbers ----------------------------------------------------------


@inlined
def place_of(table: Ids, here: int, there: int) -> int:
    """Return how the places agree, or `LOOK`: the words of one are all among the other's."""
    first, second = wide(table[here + PLACE]), wide(table[there + PLACE])
    if NOTHING in (first, second):
        return MISSING
    if SEVERAL in (first, second):
        return LOOK
    if first == second:
        return SAME_SIDE
    mine, theirs = table[here + PLACE_WORDS], table[there + PLACE_WORDS]
    both = mine & theirs
    return LOOK if both in (mine, theirs) else OTHER_SIDE


@compiled
def best_place(others: Others, one: int, other: int) -> int:
    """Return how places agree of which more must be looked at."""
    lists = others.places
    for mine in lists.values[lists.starts[one] : lists.starts[one + 1]]:
        for theirs in lists.values[lists.starts[other] : lists.starts[other + 1]]:
            if mine == theirs or _within(others.place_words, mine, theirs):
                return SAME_SIDE
    return OTHER_SIDE


@compiled
def _within(words: Lists, one: int, other: int) -> bool:
    """Return whether the words of the place that has fewer are all among the other's."""
    at, end = words.starts[one], words.starts[one + 1]
    more, last = words.starts[other], words.starts[other + 1]
    if end - at > last - more:
        at, end, more, last = more, last, at, end
    while at < end and more < last:
        if words.values[at] == words.values[more]:
            at += 1
        more += 1
    return bool(at == end)


@inlined
def phone_of(table: Ids, here: int, there: int) -> int:
    """Return how the phones agree, or `LOOK`."""
    first, second = table[here + PHONE], table[there + PHONE]
    if NOTHING in (first, second):
        return MISSING
    if SEVERAL in (first, second):
        return LOOK
    return SAME_SIDE if first == second else OTHER_SIDE


@compiled
def best_phone(others: Others, one: int, other: int) -> int:
    """Return how several phones agree."""
    lists = others.phones
    for mine in lists.values[lists.starts[one] : lists.starts[one + 1]]:
        for theirs in lists.values[lists.starts[other] : lists.starts[other + 1]]:
            if mine == theirs:
                return SAME_SIDE
    return OTHER_SIDE


@inlined
def number_of(table: Ids, here: int, there: int) -> int:
    """Return how identifying numbers of one kind agree, or `LOOK`."""
    first, second = table[here + NUMBER], table[there + NUMBER]
    if NOTHING in (first, second):
        return MISSING
    if SEVERAL in (first, second):
        return LOOK
    if table[here + KIND] != table[there + KIND]:
        return MISSING
    return SAME_SIDE if first == second else OTHER_SIDE


@compiled
def best_number(others: Others, one: int, other: int) -> int:
    """Return how several identifying numbers agree, those of one kind."""
    found, lists, kinds = MISSING, others.numbers, others.number_kinds
    for mine in lists.values[lists.starts[one] : lists.starts[one + 1]]:
        for theirs in lists.values[lists.starts[other] : lists.starts[other + 1]]:
            if mine == theirs:
                return SAME_SIDE
            if kinds[mine] == kinds[theirs]:
                found = OTHER_SIDE
    return found
