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
    NOTHING,
    OF_HEAD,
    OF_RECORD,
    SEVERAL,
    UNIT,
)
from whereabouts.engines.linking.compiling import compiled, fetch, inlined, not_below_zero, wide
from whereabouts.engines.linking.naming import (
    MOST_MET,
    MOST_RUNS,
    NEVER,
    Bits,
    Known,
    Levels,
    Read,
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
from whereabouts.engines.linking.spelling import UNKNOWN
from whereabouts.engines.linking.units import Ids
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
# A record is asked for so many pairs before it is read, and then the name it tells of.
AHEAD, NAMES_AHEAD = 8, 3

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
        known = Known(
            held.table, held.read, units.words, units.spelt, units.forms, units.weights,
            units.common, np.zeros(MOST_MET, dtype=np.int64),
            np.empty((2, MOST_RUNS), dtype=np.uint8), np.empty((2, MOST_RUNS)),
        )  # fmt: skip
        _score(known, others, _TOGETHER, one[part], other[part], found.of(part))

    parts = [slice(start, start + AT_A_TIME) for start in range(0, len(one), AT_A_TIME)]
    if len(parts) == 1:
        score(parts[0])
    else:
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            list(pool.map(score, parts))
    return found


@compiled
def _score(
    known: Known, others: Others, together: Bits, one: Ids, other: Ids, found: Scored
) -> None:
    """Fill in what was found of these pairs."""
    table = known.table
    for at in range(len(one)):
        if at + AHEAD < len(one):
            fetch(table, not_below_zero(other[at + AHEAD]) * OF_RECORD)
            _fetch_name(table, not_below_zero(other[at + NAMES_AHEAD]) * OF_RECORD)
        first, second = not_below_zero(one[at]), not_below_zero(other[at])
        here, there = first * OF_RECORD, second * OF_RECORD
        if table[here + FIRST + UNIT] != 0 and table[there + FIRST + UNIT] != 0:
            given, family, bits = read_plain(known, here, there)
        else:
            given, family, bits = _read_any(known, first, second)
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
        found.bits[at] = bits + together[row]
        found.given[at], found.family[at], found.born[at] = given, family, born
        found.sex[at], found.place[at] = sex, place
        found.phone[at], found.number[at] = phone, number


@inlined
def _fetch_name(table: Ids, record: int) -> None:
    """Ask memory for the name of a record; a plain one stands in the record itself."""
    apart = table[record + FIRST + UNIT] == 0
    name = max(wide(table[record + NAME]), NOTHING) if apart else record
    fetch(table, name)
    fetch(table, name + apart * OF_RECORD)


@inlined
def _read_any(known: Known, one: int, other: int) -> Read:
    """Return the reading of the names of two records, of several the best.

    One that compared nothing counts only where no other does.
    """
    best, most = (UNKNOWN, UNKNOWN, 0.0), NEVER
    table, (starts, read) = known.table, known.read
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
            found = read_name(known, typed, given, givens, families)
            if found[2] > most and (found[0] != UNKNOWN or found[1] != UNKNOWN):
                best, most = found, found[2]
    return best
