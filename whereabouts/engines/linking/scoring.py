"""Scores pairs of a register's records by the thousand, each as `compare_records` scores it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.linking.register import Lists, Registered, span_places
from whereabouts.engines.linking.units import (
    ONE_OF,
    SAME,
    UNKNOWN,
    Bits,
    Flags,
    Ids,
    Levels,
)
from whereabouts.engines.matching.agreement import MONTH, YEAR, Agreement
from whereabouts.engines.matching.weights import (
    BORN,
    FIT_OF_A_YEAR,
    MODEL,
    NEAR_MISS_OF_A_RANGE,
    OTHER_IDENTIFIER,
    OTHER_SEX,
    SAME_IDENTIFIER,
    SAME_PHONE,
    SAME_PLACE,
    SAME_SEX,
)

CHUNK = 131_072
EACH_FIGURE = 0x11111111

BORN_LEVELS = (*(str(level) for level in Agreement), "near_range", "overlap_year")
_BORN_BITS = np.array([*(BORN[level] for level in Agreement), NEAR_MISS_OF_A_RANGE, FIT_OF_A_YEAR])
_EXACT, _TURNED, _DIGIT, _BY_MONTH, _BY_YEAR, _OVERLAP, _CONFLICT, _NOT_KNOWN = range(8)
_NEAR, _FIT_OF_A_YEAR = 8, 9
SIDES = ("missing", "same", "other")
MISSING, SAME_SIDE, OTHER_SIDE = range(3)
_SEX = np.array([0.0, SAME_SEX, OTHER_SEX])
_PLACE = np.array([0.0, SAME_PLACE, 0.0])
_PHONE = np.array([0.0, SAME_PHONE, 0.0])
_NUMBER = np.array([0.0, SAME_IDENTIFIER, OTHER_IDENTIFIER])

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Scored:
    """What was found of each pair, in order: levels as numbers, and the sum of weights in bits.

    `given` and `family` count along `units.LEVELS`, `born` along `BORN_LEVELS`; `sex`, `place`,
    `phone` and `number` along `SIDES`.
    """

    bits: Bits
    given: Levels
    family: Levels
    born: Levels
    sex: Levels
    place: Levels
    phone: Levels
    number: Levels

    @property
    def probability(self) -> Bits:
        """Return how likely each pair is one person, from 0 to 1."""
        return 1 / (1 + np.exp2(-np.clip(MODEL.slope * self.bits + MODEL.shift, -1000, 1000)))


def score_pairs(*, held: Registered, one: Ids, other: Ids) -> Scored:
    """Return how the records `one` and `other` of a register, pair for pair, agree.

    As `compare_records(one=…, other=…)` says of each, to rounding.
    """
    starts = range(0, max(len(one), 1), CHUNK)
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        found = list(
            pool.map(
                lambda start: _scored(
                    held, one[start : start + CHUNK], other[start : start + CHUNK]
                ),
                starts,
            )
        )
    return Scored(
        *(
            np.concatenate([getattr(part, field) for part in found])
            for field in Scored.__dataclass_fields__
        )
    )


def _scored(held: Registered, one: Ids, other: Ids) -> Scored:
    given, family, bits = _names(held, one, other)
    born = _best_birth(held, one, other)
    sex = _sex(held, one, other)
    place = _places(held, one, other)
    phone = _phones(held, one, other)
    number = _numbers(held, one, other)
    total = bits + _BORN_BITS[born] + _SEX[sex] + _PLACE[place] + _PHONE[phone] + _NUMBER[number]
    return Scored(total, given, family, born, sex, place, phone, number)


def _crossed(lists: Lists, one: Ids, other: Ids) -> tuple[Rows, Ids, Ids]:
    """Return every value of the one beside every value of the other, and the pair each is of."""
    here, there = lists.counts(one), lists.counts(other)
    ways = here * there
    if ways.max(initial=0) <= 1:
        pair = np.flatnonzero(ways)
        return (
            pair,
            lists.values[lists.starts[one[pair]]],
            lists.values[lists.starts[other[pair]]],
        )
    pair = np.repeat(np.arange(len(one)), ways)
    way = np.arange(len(pair)) - np.repeat(np.cumsum(ways) - ways, ways)
    across = there[pair]
    first = lists.values[lists.starts[one[pair]] + way // across]
    second = lists.values[lists.starts[other[pair]] + way % across]
    return pair, first, second


# --- names ---------------------------------------------------------------------------


def _names(held: Registered, one: Ids, other: Ids) -> tuple[Levels, Levels, Bits]:
    given = np.full(len(one), UNKNOWN, dtype=np.uint8)
    family = np.full(len(one), UNKNOWN, dtype=np.uint8)
    bits = np.zeros(len(one))
    ways = held.names.counts(one) * held.names.counts(other)
    for of_one in (True, False):
        at = np.flatnonzero(ways == 1 if of_one else ways > 1)
        if len(at):
            pair, first, last, weight = _best_names(held, one[at], other[at])
            given[at[pair]], family[at[pair]], bits[at[pair]] = first, last, weight
    return given, family, bits


def _best_names(held: Registered, one: Ids, other: Ids) -> tuple[Rows, Levels, Levels, Bits]:
    pair, typed, recorded = _crossed(held.names, one, other)
    read = (held.words[typed] > 0) & (held.words[recorded] > 0)
    if not read.all():
        pair, typed, recorded = pair[read], typed[read], recorded[read]
    first, last, weight = _readings(held, typed, recorded)
    if len(pair) > 1 and (pair[1:] == pair[:-1]).any():
        # The best, but what compared nothing only where nothing else did.
        nothing = (first == UNKNOWN) & (last == UNKNOWN)
        order = np.lexsort((-weight, nothing, pair))
        order = order[np.flatnonzero(np.diff(pair[order], prepend=-1))]
        pair, first, last, weight = pair[order], first[order], last[order], weight[order]
    return pair, first, last, weight


def _readings(held: Registered, typed: Ids, recorded: Ids) -> tuple[Levels, Levels, Bits]:
    """Return the best reading of each typed name against the recorded one beside it."""
    given = np.empty(len(typed), dtype=np.uint8)
    family = np.empty(len(typed), dtype=np.uint8)
    bits = np.empty(len(typed))
    first, last = held.given[recorded], held.family[recorded]
    whole = (held.recorded.counts(first) > 0).astype(np.int16) + 2 * (
        held.recorded.counts(last) > 0
    )
    shapes = held.words[typed] * 4 + whole
    for shape in np.flatnonzero(np.bincount(shapes)).tolist():
        at = np.flatnonzero(shapes == shape)
        words, has = divmod(shape, 4)
        given[at], family[at], bits[at] = _of_shape(
            held, typed[at], first[at], last[at], words, bool(has & 1), bool(has & 2)
        )
    return given, family, bits


def _of_shape(  # noqa: PLR0917 (of one shape, all needed)
    held: Registered, typed: Ids, first: Ids, last: Ids, words: int, has_first: bool, has_last: bool
) -> tuple[Levels, Levels, Bits]:
    if words == 2 and has_first and has_last:
        return _two_words(held, typed, first, last)
    size = len(typed)
    start = held.spans.starts[typed]
    units = [held.spans.values[start + number] for number in range(len(span_places(words)))]
    best_given = np.full(size, UNKNOWN, dtype=np.uint8)
    best_family = np.full(size, UNKNOWN, dtype=np.uint8)
    best = np.full(size, -np.inf)
    best_turned = np.ones(size, dtype=np.bool_)
    weighed = {
        given: _of_spans(held, units, first if given else last, given) for given in (True, False)
    }
    unknown = np.full(size, UNKNOWN, dtype=np.uint8), np.zeros(size)
    for one, other, turned in _ways(words, has_first, has_last):
        first_level, first_bits = unknown if one is None else weighed[True][one]
        last_level, last_bits = unknown if other is None else weighed[False][other]
        weight = first_bits + last_bits
        better = (weight > best) | ((weight == best) & best_turned & (not turned))
        best_given = np.where(better, first_level, best_given)
        best_family = np.where(better, last_level, best_family)
        best_turned = np.where(better, turned, best_turned)
        best = np.where(better, weight, best)
    return best_given, best_family, best


def _of_spans(
    held: Registered, units: list[Ids], recorded: Ids, given: bool
) -> list[tuple[Levels, Bits]]:
    """Return the level and the bits of each run of words against the recorded name, all at once."""
    typed = np.concatenate(units)
    levels = _levels(held, typed, np.tile(recorded, len(units)), given=given)
    table = held.units.given if given else held.units.family
    bits = table[levels, typed]
    return list(zip(np.split(levels, len(units)), np.split(bits, len(units)), strict=True))


def _two_words(held: Registered, typed: Ids, first: Ids, last: Ids) -> tuple[Levels, Levels, Bits]:
    """Return the same for one given and one family name, which nearly all have, sooner."""
    start = held.spans.starts[typed]
    one, two = held.spans.values[start], held.spans.values[start + 2]
    table, others = held.units.given, held.units.family
    given = _levels(held, one, first, given=True)
    family = _levels(held, two, last, given=False)
    bits = table[given, one] + others[family, two]
    # Nothing is better than both names where they should be.
    at = np.flatnonzero((given > SAME) | (family > SAME))
    turned_given = _levels(held, two[at], first[at], given=True)
    turned_family = _levels(held, one[at], last[at], given=False)
    turned = table[turned_given, two[at]] + others[turned_family, one[at]]
    better = turned > bits[at]
    kept = at[better]
    given[kept], family[kept], bits[kept] = (
        turned_given[better],
        turned_family[better],
        turned[better],
    )
    return given, family, bits


@lru_cache(maxsize=64)
def _ways(
    words: int, has_first: bool, has_last: bool
) -> tuple[tuple[int | None, int | None, bool], ...]:
    """Return which runs of words may be the given and the family name, as `name_agreement` does."""
    spans = span_places(words)

    def every() -> Iterator[tuple[int | None, int | None, bool]]:
        for one, first in enumerate(spans):
            for other, last in enumerate(spans):
                if first[1] <= last[0] or last[1] <= first[0]:
                    yield one, other, first > last
        for one in range(len(spans)):
            if words == 1 or not has_last:
                yield one, None, False
        for one in range(len(spans)):
            if words == 1 or not has_first:
                yield None, one, False

    return tuple(every())


def _levels(held: Registered, typed: Ids, recorded: Ids, *, given: bool) -> Levels:
    """Return the level of each typed run of words against the recorded name beside it."""
    counts = held.recorded.counts(recorded)
    starts = held.recorded.starts[recorded]
    if counts.max(initial=0) == counts.min(initial=1) == 1:
        return held.units.levels(typed=typed, held=held.recorded.values[starts], given=given)
    row = np.repeat(np.arange(len(typed)), counts)
    place = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    several = counts[row] > 1
    part = ~several | (place > 0)
    found = held.units.levels(
        typed=typed[row], held=held.recorded.values[starts[row] + place], given=given, part=part
    )
    # The whole and the first word are the name; a later word is one of the names.
    found[(found == SAME) & several & (place > 1)] = ONE_OF
    best = np.full(len(typed), UNKNOWN, dtype=np.uint8)
    np.minimum.at(best, row, found)
    return best


# --- everything else -------------------------------------------------------------------


def _best_birth(held: Registered, one: Ids, other: Ids) -> Levels:
    found = np.full(len(one), _NOT_KNOWN, dtype=np.uint8)
    pair, first, second = _crossed(held.births, one, other)
    if not len(pair):
        return found
    level = _births(held, first, second)
    if (pair[1:] == pair[:-1]).any():
        order = np.lexsort((-_BORN_BITS[level], pair))
        order = order[np.flatnonzero(np.diff(pair[order], prepend=-1))]
        pair, level = pair[order], level[order]
    found[pair] = level
    return found


def _births(held: Registered, first: Ids, second: Ids) -> Levels:
    born = held.born
    found = np.full(len(first), _CONFLICT, dtype=np.uint8)
    to_the_day = born.is_day[first] & born.is_day[second]
    at = np.flatnonzero(to_the_day)
    one, other = first[at], second[at]
    apart = born.figures[one] ^ born.figures[other]
    apart |= (apart >> 1) | (apart >> 2) | (apart >> 3)
    figures = np.bitwise_count(apart & EACH_FIGURE)
    level = np.full(len(at), _CONFLICT, dtype=np.uint8)
    level[figures == 1] = _DIGIT
    months = np.abs(born.months[one] - born.months[other])
    same_day = born.days[one] == born.days[other]
    level[same_day & (months == 1)] = _BY_MONTH
    level[same_day & (months == 12)] = _BY_YEAR
    level[born.plain[one] == born.turned[other]] = _TURNED
    level[figures == 0] = _EXACT
    found[at] = level
    at = np.flatnonzero(~to_the_day)
    one, other = first[at], second[at]
    gap = np.maximum(born.earliest[one], born.earliest[other]) - np.minimum(
        born.latest[one], born.latest[other]
    )
    level = np.full(len(at), _CONFLICT, dtype=np.uint8)
    level[gap <= YEAR.days] = _NEAR
    widest = np.maximum(
        born.latest[one] - born.earliest[one], born.latest[other] - born.earliest[other]
    )
    level[gap <= 0] = np.where(widest[gap <= 0] > MONTH.days, _FIT_OF_A_YEAR, _OVERLAP)
    found[at] = level
    return found


def _sex(held: Registered, one: Ids, other: Ids) -> Levels:
    first, second = held.sex[one], held.sex[other]
    found = np.where(first == second, SAME_SIDE, OTHER_SIDE).astype(np.uint8)
    found[(first == 0) | (second == 0)] = MISSING
    return found


def _agreeing(lists: Lists, one: Ids, other: Ids) -> tuple[Levels, Rows, Ids, Ids]:
    """Return OTHER where both hold something, and every value of both beside each other."""
    found = np.full(len(one), MISSING, dtype=np.uint8)
    pair, first, second = _crossed(lists, one, other)
    found[pair] = OTHER_SIDE
    return found, pair, first, second


def _places(held: Registered, one: Ids, other: Ids) -> Levels:
    found, pair, first, second = _agreeing(held.places, one, other)
    found[pair[first == second]] = SAME_SIDE
    mine, theirs = held.place_letters[first], held.place_letters[second]
    maybe = (first != second) & (((mine & ~theirs) == 0) | ((theirs & ~mine) == 0))
    for at in np.flatnonzero(maybe).tolist():
        words, others = held.place_words[first[at]], held.place_words[second[at]]
        if words <= others or others <= words:
            found[pair[at]] = SAME_SIDE
    return found


def _phones(held: Registered, one: Ids, other: Ids) -> Levels:
    found, pair, first, second = _agreeing(held.phones, one, other)
    found[pair[first == second]] = SAME_SIDE
    return found


def _numbers(held: Registered, one: Ids, other: Ids) -> Levels:
    found = np.full(len(one), MISSING, dtype=np.uint8)
    pair, first, second = _crossed(held.numbers, one, other)
    kind: Flags = held.number_kinds[first] == held.number_kinds[second]
    found[pair[kind]] = OTHER_SIDE
    found[pair[first == second]] = SAME_SIDE
    return found
