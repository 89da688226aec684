"""Scores pairs of a register's records by the thousand, each as `compare_records` scores it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.linking.columns import (
    LOOK,
    NOTHING,
    SEVERAL,
    UNBORN,
    Figures,
    Lists,
    Packed,
)
from whereabouts.engines.linking.naming import read_names
from whereabouts.engines.linking.register import Registered
from whereabouts.engines.linking.units import UNKNOWN, Bits, Flags, Ids, Levels
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

# Pairs that one processor takes at a time, and within, what stays near it. Two processors at fewer
# pairs are sooner done, and work longer: each waits for the other at every step.
AT_A_TIME, NEAR = 1_048_576, 32_768
# Of a date as 2012-03-04 is written, four bits a figure.
EACH_FIGURE, FIGURES_OF_DAY, SAME_YEAR = 0x11111111, 0x11, 1 << 16
FIGURES_OF_A_MONTH, TWO_FIGURES = 8, 0xFF

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
# What every combination of levels weighs, in the order of `_beside_names`.
_TOGETHER = (
    _BORN_BITS[:, None, None, None, None] + _SEX[:, None, None, None] + _PLACE[:, None, None]
    + _PHONE[:, None] + _NUMBER
).ravel()  # fmt: skip
_OF_SEXES = np.array(
    [
        MISSING if not one or not other else SAME_SIDE if one == other else OTHER_SIDE
        for one in range(3)
        for other in range(3)
    ],
    dtype=np.uint8,
)

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

    @classmethod
    def room_for(cls, pairs: int) -> Scored:
        """Return room for so many pairs, with nothing in it that counts."""
        levels = (np.empty(pairs, dtype=np.uint8) for _ in range(7))
        return cls(np.empty(pairs), *levels)

    def of(self, part: slice) -> Scored:
        """Return a part of it: what is written there is written here."""
        return Scored(*(getattr(self, field)[part] for field in self.__dataclass_fields__))

    @property
    def probability(self) -> Bits:
        """Return how likely each pair is one person, from 0 to 1."""
        return 1 / (1 + np.exp2(-np.clip(MODEL.slope * self.bits + MODEL.shift, -1000, 1000)))


def score_pairs(*, held: Registered, one: Ids, other: Ids) -> Scored:
    """Return how the records `one` and `other` of a register, pair for pair, agree.

    As `compare_records(one=…, other=…)` says of each, to rounding.
    """
    parts = [slice(start, start + AT_A_TIME) for start in range(0, max(len(one), 1), AT_A_TIME)]
    found = Scored.room_for(len(one))
    if len(parts) == 1:
        _score(held, one, other, found)
        return found
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        list(pool.map(lambda part: _score(held, one[part], other[part], found.of(part)), parts))
    return found


def _score(held: Registered, one: Ids, other: Ids, found: Scored) -> None:
    """Fill in what was found of these pairs."""
    _names(held, one, other, found)
    for start in range(0, len(one), NEAR):
        part = slice(start, start + NEAR)
        _beside_names(held, one[part], other[part], found.of(part))


def _beside_names(held: Registered, one: Ids, other: Ids, found: Scored) -> None:
    here, there = held.once.take(one), held.once.take(other)
    born = found.born[:] = _birth(held, one, other, here["figures"], there["figures"])
    sex = found.sex[:] = _OF_SEXES.take(here["sex"] * np.uint8(3) + there["sex"])
    place = found.place[:] = _places(held, one, other, here, there)
    phone = found.phone[:] = _phones(held, one, other, here["phone"], there["phone"])
    number = found.number[:] = _numbers(held, one, other, here, there)
    together = born.astype(np.uint16)
    for level in (sex, place, phone, number):
        together *= np.uint16(len(SIDES))
        together += level
    bits = found.bits
    bits += _TOGETHER.take(together)


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


def _names(held: Registered, one: Ids, other: Ids, found: Scored) -> None:
    typed, recorded = held.name_once.take(one), held.name_once.take(other)
    once = (typed > NOTHING) & (recorded > NOTHING)
    if once.all():
        found.given[:], found.family[:], found.bits[:] = read_names(
            held=held, typed=typed - 1, recorded=recorded - 1
        )
        return
    at = np.flatnonzero(once)
    many = np.flatnonzero(~once & (typed != NOTHING) & (recorded != NOTHING))
    pair, first, second = _crossed(held.names, one[many], other[many])
    read = (held.words[first] > 0) & (held.words[second] > 0)
    pair, first, second = pair[read], first[read], second[read]
    given, family, bits = read_names(
        held=held,
        typed=np.concatenate((typed[at] - 1, first)),
        recorded=np.concatenate((recorded[at] - 1, second)),
    )
    found.given[:], found.family[:], found.bits[:] = UNKNOWN, UNKNOWN, 0.0
    found.given[at], found.family[at], found.bits[at] = (
        given[: len(at)], family[: len(at)], bits[: len(at)]
    )  # fmt: skip
    given, family, bits = given[len(at) :], family[len(at) :], bits[len(at) :]
    # Of several names the best, but what compared nothing only where nothing else did.
    compared = np.where((given == UNKNOWN) & (family == UNKNOWN), -np.inf, bits)
    best = _first_of_the_best(pair, compared)
    where = many[pair[best]]
    found.given[where], found.family[where], found.bits[where] = (
        given[best], family[best], bits[best]
    )  # fmt: skip


def _first_of_the_best(pair: Rows, weight: Bits) -> Rows:
    """Return of each pair, which stand together, where it first weighs most."""
    if not len(pair):
        return pair
    starts = np.flatnonzero(np.diff(pair, prepend=-1))
    most = np.maximum.reduceat(weight, starts)
    best = np.flatnonzero(weight == np.repeat(most, np.diff(starts, append=len(pair))))
    first: Rows = best[np.flatnonzero(np.diff(pair[best], prepend=-1))]
    return first


# --- everything else -------------------------------------------------------------------


def _birth(held: Registered, one: Ids, other: Ids, first: Figures, second: Figures) -> Levels:
    same = first == second
    apart = first ^ second
    apart |= apart >> 1
    apart |= apart >> 2
    apart &= EACH_FIGURE
    # Nearly all conflict: more than one figure, the day among them, and not only day and month.
    near = np.bitwise_count(apart) <= 1
    near |= (apart & FIGURES_OF_DAY) == 0
    turned = ((first >> FIGURES_OF_A_MONTH) ^ second) & TWO_FIGURES == 0
    near |= turned & (apart < SAME_YEAR)
    unborn = np.minimum(first, second) == UNBORN
    look = np.maximum(first, second) == LOOK
    found: Levels = same.view(np.uint8) * np.uint8(_EXACT ^ _CONFLICT)
    found ^= np.uint8(_CONFLICT)
    at = (near > (same | look | unborn)).nonzero()[0]
    births = held.births
    found[at] = _of_days(
        held,
        births.values.take(births.starts.take(one.take(at))),
        births.values.take(births.starts.take(other.take(at))),
    )
    found[unborn] = _NOT_KNOWN
    at = (look > unborn).nonzero()[0]
    if len(at):
        found[at] = _best_birth(held, one[at], other[at])
    return found


def _best_birth(held: Registered, one: Ids, other: Ids) -> Levels:
    found = np.full(len(one), _NOT_KNOWN, dtype=np.uint8)
    pair, first, second = _crossed(held.births, one, other)
    level = _births(held, first, second)
    best = _first_of_the_best(pair, _BORN_BITS[level])
    found[pair[best]] = level[best]
    return found


def _of_days(held: Registered, one: Ids, other: Ids) -> Levels:
    """Return the levels of days of birth."""
    born = held.born
    apart = born.figures[one] ^ born.figures[other]
    apart |= (apart >> 1) | (apart >> 2) | (apart >> 3)
    figures = np.bitwise_count(apart & EACH_FIGURE)
    level = np.full(len(one), _CONFLICT, dtype=np.uint8)
    level[figures == 1] = _DIGIT
    months = np.abs(born.months[one] - born.months[other])
    same_day = born.days[one] == born.days[other]
    level[same_day & (months == 1)] = _BY_MONTH
    level[same_day & (months == 12)] = _BY_YEAR
    level[born.plain[one] == born.turned[other]] = _TURNED
    level[figures == 0] = _EXACT
    return level


def _births(held: Registered, first: Ids, second: Ids) -> Levels:
    born = held.born
    found = np.full(len(first), _CONFLICT, dtype=np.uint8)
    to_the_day = born.is_day[first] & born.is_day[second]
    at = np.flatnonzero(to_the_day)
    found[at] = _of_days(held, first[at], second[at])
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


def _once(one: Ids, other: Ids) -> tuple[Levels, Flags | None]:
    """Return the levels of what is the same or not, and where either side holds several."""
    known = np.minimum(one, other) > NOTHING
    found = known.view(np.uint8) << np.uint8(1)
    found -= (known & (one == other)).view(np.uint8)
    several = np.minimum(one, other) == SEVERAL
    return found, several if several.any() else None


def _crossed_sides(lists: Lists, one: Ids, other: Ids) -> tuple[Levels, Rows, Ids, Ids]:
    """Return OTHER where both hold something, and every value of both beside each other."""
    found = np.full(len(one), MISSING, dtype=np.uint8)
    pair, first, second = _crossed(lists, one, other)
    found[pair] = OTHER_SIDE
    return found, pair, first, second


def _places(held: Registered, one: Ids, other: Ids, here: Packed, there: Packed) -> Levels:
    first, second = here["place"], there["place"]
    found, several = _once(first, second)
    mine, theirs = here["place_letters"], there["place_letters"]
    both = mine & theirs
    at = np.flatnonzero(((both == mine) | (both == theirs)) & (found == OTHER_SIDE))
    if len(at):
        found[at[_one_within(held, first[at] - 1, second[at] - 1)]] = SAME_SIDE
    if several is not None:
        at = np.flatnonzero(several)
        level, pair, first, second = _crossed_sides(held.places, one[at], other[at])
        level[pair[first == second]] = SAME_SIDE
        level[pair[_one_within(held, first, second)]] = SAME_SIDE
        found[at] = level
    return found


def _one_within(held: Registered, one: Ids, other: Ids) -> Flags:
    """Return where the words of one place are all among those of the other."""
    mine, theirs = held.place_letters[one], held.place_letters[other]
    both = mine & theirs
    found: Flags = (both == mine) | (both == theirs)
    at = np.flatnonzero(found)
    words = held.place_words
    # Each two places once, however many pairs of records hold them.
    places = one[at].astype(np.int64) * len(words) + other[at]
    keys, back = np.unique(places, return_inverse=True)
    first, second = (side.tolist() for side in np.divmod(keys, max(len(words), 1)))
    within = [
        words[here] <= words[there] or words[there] <= words[here]
        for here, there in zip(first, second, strict=True)
    ]
    found[at] = np.array(within, dtype=np.bool_)[back]
    return found


def _phones(held: Registered, one: Ids, other: Ids, here: Ids, there: Ids) -> Levels:
    found, several = _once(here, there)
    if several is not None:
        at = np.flatnonzero(several)
        level, pair, first, second = _crossed_sides(held.phones, one[at], other[at])
        level[pair[first == second]] = SAME_SIDE
        found[at] = level
    return found


def _numbers(held: Registered, one: Ids, other: Ids, here: Packed, there: Packed) -> Levels:
    found, several = _once(here["number"], there["number"])
    found[here["kind"] != there["kind"]] = MISSING
    if several is not None:
        at = np.flatnonzero(several)
        level = np.full(len(at), MISSING, dtype=np.uint8)
        pair, first, second = _crossed(held.numbers, one[at], other[at])
        level[pair[held.number_kinds[first] == held.number_kinds[second]]] = OTHER_SIDE
        level[pair[first == second]] = SAME_SIDE
        found[at] = level
    return found
