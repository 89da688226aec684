"""Scores pairs of a register's records by the thousand, each as `compare_records` scores it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from whereabouts.engines.linking.columns import (
    FAMILIES,
    FIRST,
    GIVENS,
    LOOK,
    NAME,
    OF_HEAD,
    OF_RECORD,
    SEVERAL,
    UNIT,
    Rows,
)
from whereabouts.engines.linking.compiling import compiled, inlined, not_below_zero, wide
from whereabouts.engines.linking.naming import (
    NEVER,
    Bits,
    Levels,
    Read,
    Shares,
    read_name,
    read_plain,
)
from whereabouts.engines.linking.others import (
    BORN_BITS,
    SIDES,
    Others,
    best_born,
    best_number,
    best_phone,
    best_place,
    born_of,
    number_of,
    phone_of,
    place_of,
    sex_of,
)
from whereabouts.engines.linking.register import Registered
from whereabouts.engines.linking.spelling import UNKNOWN, Letters, Table
from whereabouts.engines.linking.spelling import Pairs as Forms
from whereabouts.engines.linking.units import Ids
from whereabouts.engines.matching.names import MOST_PARTS
from whereabouts.engines.matching.weights import (
    MODEL,
    OTHER_IDENTIFIER,
    OTHER_SEX,
    SAME_IDENTIFIER,
    SAME_PHONE,
    SAME_PLACE,
    SAME_SEX,
)

# Pairs that one processor takes at a time.
AT_A_TIME = 1_048_576
MOST_RUNS = MOST_PARTS * (MOST_PARTS + 1) // 2

_SEX = np.array([0.0, SAME_SEX, OTHER_SEX])
_PLACE = np.array([0.0, SAME_PLACE, 0.0])
_PHONE = np.array([0.0, SAME_PHONE, 0.0])
_NUMBER = np.array([0.0, SAME_IDENTIFIER, OTHER_IDENTIFIER])
# What every combination of levels beside the names' weighs.
_TOGETHER = (
    BORN_BITS[:, None, None, None, None] + _SEX[:, None, None, None] + _PLACE[:, None, None]
    + _PHONE[:, None] + _NUMBER
).ravel()  # fmt: skip
_SIDES = len(SIDES)


class Scored(NamedTuple):
    """What was found of each pair, in order: levels as numbers, and the sum of weights in bits.

    `given` and `family` count along `spelling.LEVELS`, `born` along `others.BORN_LEVELS`; `sex`,
    `place`, `phone` and `number` along `others.SIDES`.
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
        levels = self.given, self.family, self.born, self.sex, self.place, self.phone, self.number
        return Scored(self.bits[part], *(each[part] for each in levels))

    @property
    def probability(self) -> Bits:
        """Return how likely each pair is one person, from 0 to 1."""
        return 1 / (1 + np.exp2(-np.clip(MODEL.slope * self.bits + MODEL.shift, -1000, 1000)))


def score_pairs(*, held: Registered, one: Ids, other: Ids) -> Scored:
    """Return how the records `one` and `other` of a register, pair for pair, agree.

    As `compare_records(one=…, other=…)` says of each, to rounding.
    """
    found = Scored.room_for(len(one))
    one, other = (np.ascontiguousarray(rows, dtype=np.int32) for rows in (one, other))
    units = held.units
    others = Others(
        held.births, held.born, held.places, held.place_words, held.phones, held.numbers,
        held.number_kinds, BORN_BITS,
    )  # fmt: skip

    def score(part: slice) -> None:
        levels, bits = np.empty((2, MOST_RUNS), dtype=np.uint8), np.empty((2, MOST_RUNS))
        _score(
            held.table, held.read.starts, held.read.values, units.words, units.spelt, units.forms,
            units.weights, units.common, levels, bits, others, _TOGETHER, one[part], other[part],
            found.of(part),
        )  # fmt: skip

    parts = [slice(start, start + AT_A_TIME) for start in range(0, len(one), AT_A_TIME)]
    if len(parts) == 1:
        score(parts[0])
    else:
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            list(pool.map(score, parts))
    return found


@compiled
def _score(
    table: Ids, starts: Rows, read: Ids, words: Table, letters: Letters, forms: Forms,
    weights: Bits, common: Shares, levels: Levels, bits: Bits, others: Others, together: Bits,
    one: Ids, other: Ids, found: Scored,
) -> None:  # fmt: skip
    """Fill in what was found of these pairs."""
    out, of_given, of_family, of_born = found.bits, found.given, found.family, found.born
    of_sex, of_place, of_phone, of_number = found.sex, found.place, found.phone, found.number
    for at in range(len(one)):
        first, second = not_below_zero(one[at]), not_below_zero(other[at])
        here, there = first * OF_RECORD, second * OF_RECORD
        if table[here + FIRST + UNIT] != 0 and table[there + FIRST + UNIT] != 0:
            given, family, named = read_plain(
                table, words, letters, forms, weights, common, here, there
            )
        else:
            given, family, named = _read_any(
                table, starts, read, words, letters, forms, weights, common, levels, bits, first,
                second,
            )  # fmt: skip
        born = born_of(table, here, there)
        sex = sex_of(table, here, there)
        place = place_of(table, here, there)
        phone = phone_of(table, here, there)
        number = number_of(table, here, there)
        if LOOK in (born, place, phone, number):
            born = best_born(others, first, second) if born == LOOK else born
            place = best_place(others, first, second) if place == LOOK else place
            phone = best_phone(others, first, second) if phone == LOOK else phone
            number = best_number(others, first, second) if number == LOOK else number
        row = (((born * _SIDES + sex) * _SIDES + place) * _SIDES + phone) * _SIDES + number
        out[at] = named + together[row]
        of_given[at], of_family[at], of_born[at] = given, family, born
        of_sex[at], of_place[at] = sex, place
        of_phone[at], of_number[at] = phone, number


@inlined
def _read_any(
    table: Ids, starts: Rows, read: Ids, words: Table, letters: Letters, forms: Forms,
    weights: Bits, common: Shares, levels: Levels, bits: Bits, one: int, other: int,
) -> Read:  # fmt: skip
    """Return the reading of the names of two records, of several the best.

    One that compared nothing counts only where no other does.
    """
    best, most = (UNKNOWN, UNKNOWN, 0.0), NEVER
    mine, theirs = table[one * OF_RECORD + NAME], table[other * OF_RECORD + NAME]
    first, last = (starts[one], starts[one + 1]) if mine == SEVERAL else (0, min(1, mine))
    start, end = (starts[other], starts[other + 1]) if theirs == SEVERAL else (0, min(1, theirs))
    plain = table[other * OF_RECORD + FIRST + UNIT] != 0
    for here in range(first, last):
        typed = wide(read[here] if mine == SEVERAL else mine)
        for there in range(start, end):
            if plain:
                given, givens, families = other * OF_RECORD + FIRST, 1, 1
            else:
                recorded = wide(read[there] if theirs == SEVERAL else theirs)
                given, givens = recorded + OF_HEAD, wide(table[recorded + GIVENS])
                families = wide(table[recorded + FAMILIES])
            found = read_name(
                table, words, letters, forms, weights, common, levels, bits, typed, given, givens,
                families,
            )  # fmt: skip
            if found[2] > most and (found[0] != UNKNOWN or found[1] != UNKNOWN):
                best, most = found, found[2]
    return best
