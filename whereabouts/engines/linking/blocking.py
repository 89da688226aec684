"""Which pairs of a register's records are compared: those that share one of a few keys.

A key that a child of one community has less often finds that community's children less often: a
name misspelt at its first letter, a short form beside an age, and a date a digit out beside a slip
in the family name each have a key that they leave alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.linking.columns import Lists
from whereabouts.engines.linking.register import Registered
from whereabouts.engines.linking.units import Ids

# A block is left out beyond this: its pairs share a key that says nearly nothing.
LARGEST_BLOCK = 1_000

INITIALS, SIX_FIGURES = 1 << 16, 1_000_000  # more than there are

Keys = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Records to compare, the lower row first, none twice; and how many a rule left out.

    `left_out` counts by rule the records of blocks that were too large.
    """

    one: Ids
    other: Ids
    left_out: dict[str, int]


def candidate_pairs(*, held: Registered, largest_block: int = LARGEST_BLOCK) -> Pairs:
    """Return the pairs of records that share a key: how a name sounds and a day, a number, …"""
    found: list[Keys] = []
    left_out: dict[str, int] = {}
    for rule, rows, keys in _rules(held):
        pairs, missed = _within(rows, keys, largest_block, held.size)
        found.append(pairs)
        if missed:
            left_out[rule] = left_out.get(rule, 0) + missed
    both = np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)
    one, other = np.divmod(both, max(held.size, 1))
    return Pairs(one.astype(np.int32), other.astype(np.int32), left_out)


def broad_pairs(*, held: Registered) -> tuple[Ids, Ids]:
    """Return the pairs that share a day of birth, or how the family name sounds: for measures."""
    row, name = _spread(held.names, held.size)
    sound = held.units.sounds[leading_words(held, held.family[name])].astype(np.int64)
    birth_row, birth = _spread(held.births, held.size)
    day = held.born.earliest[birth].astype(np.int64)
    found = [
        _within(rows, keys, LARGEST_BLOCK, held.size)[0]
        for rows, keys in ((row, sound), (birth_row, day))
    ]
    one, other = np.divmod(np.unique(np.concatenate(found)), max(held.size, 1))
    return one.astype(np.int32), other.astype(np.int32)


def _rules(held: Registered) -> Iterator[tuple[str, Ids, Keys]]:
    """Give each rule with the rows that have its key; keys of different kinds never meet."""
    row, name = _spread(held.names, held.size)
    given, family = held.given[name], held.family[name]
    sounds = held.units.sounds
    first, last = (leading_words(held, recorded) for recorded in (given, family))
    both = (first > 0) & (last > 0)
    heard = sounds[first].astype(np.int64), sounds[last].astype(np.int64)
    # Either name may be in the other's place: the smaller sound first.
    low, high = np.minimum(*heard), np.maximum(*heard)
    yield "both names sound alike", row[both], _mixed(low, high)[both]
    birth_row, birth = _spread(held.births, held.size)
    to_the_day = held.born.is_day[birth]
    birth_row, birth = birth_row[to_the_day], birth[to_the_day]
    days = Lists.of(_listed(birth_row, birth, held.size))
    pair = np.repeat(np.arange(len(row)), days.counts(row))
    place = np.arange(len(pair)) - np.repeat(
        np.cumsum(days.counts(row)) - days.counts(row), days.counts(row)
    )
    birth_of_pair = days.values[days.starts[row[pair]] + place]
    day = held.born.earliest[birth_of_pair].astype(np.int64)
    for rule, unit in (
        ("one name and the day of birth", first),
        ("one name and the day of birth", last),
    ):
        has = unit[pair] > 0
        yield rule, row[pair][has], _mixed(sounds[unit[pair]].astype(np.int64), day)[has]
    start = held.units.initials[first[pair]].astype(np.int64)
    end = held.units.initials[last[pair]].astype(np.int64)
    for initial in (start, end):
        yield "an initial and the day of birth", row[pair], _mixed(initial, day)
    # Of a short form and a name that sounds alike, the given name's part of the key is one.
    kin = held.units.kin[first].astype(np.int64)
    yield "a form of the given name and the family name", row[both], _mixed(kin, heard[1])[both]
    # A date that is a digit, a month or a year out keeps two of its day, month and year.
    plain = held.born.plain[birth_of_pair]
    has = first[pair] > 0
    named = sounds[first[pair]].astype(np.int64) * INITIALS + end
    for kept in (plain // 100, plain // 10_000 * 100 + plain % 100, plain % 10_000):
        key = named * SIX_FIGURES + kept
        yield "given name, an initial and two parts of a date", row[pair][has], key[has]
    for rule, lists in (("phone", held.phones), ("number", held.numbers)):
        rows, values = _spread(lists, held.size)
        yield rule, rows, values.astype(np.int64)
    rows, values = _spread(held.places, held.size)
    where = Lists.of(_listed(rows, values, held.size))
    counts = where.counts(row)
    pair = np.repeat(np.arange(len(row)), counts)
    place = np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts)
    spot = where.values[where.starts[row[pair]] + place].astype(np.int64)
    yield "given name and place", row[pair], _mixed(sounds[first[pair]].astype(np.int64), spot)


def _spread(lists: Lists, size: int) -> tuple[Ids, Ids]:
    rows = np.arange(size, dtype=np.int32)
    return np.repeat(rows, lists.counts(rows)), lists.values


def _listed(rows: Ids, values: Ids, size: int) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(size)]
    for row, value in zip(rows.tolist(), values.tolist(), strict=True):
        found[row].append(value)
    return found


def leading_words(held: Registered, recorded: Ids) -> Ids:
    """Return the first word of each recorded name, 0 where there is none."""
    counts = held.recorded.counts(recorded)
    found = np.zeros(len(recorded), dtype=np.int32)
    has = np.flatnonzero(counts)
    starts = held.recorded.starts[recorded[has]]
    found[has] = held.recorded.values[starts + (counts[has] > 1)]
    return found


def _mixed(one: Keys, other: Keys) -> Keys:
    return one * (1 << 31) + other


def _within(rows: Ids, keys: Keys, largest: int, size: int) -> tuple[Keys, int]:
    """Return each pair of rows that share a key, as one number, and how many rows were left out."""
    order = np.argsort(keys, kind="stable")
    rows, keys = rows[order].astype(np.int64), keys[order]
    starts = np.flatnonzero(np.diff(keys, prepend=keys[:1] - 1))
    counts = np.diff(starts, append=len(keys))
    missed = int(counts[counts > largest].sum())
    found = [np.empty(0, dtype=np.int64)]
    of_block = np.repeat(counts, counts)
    position = np.arange(len(rows)) - np.repeat(starts, counts)
    rest = of_block - position - 1
    rest[of_block > largest] = 0
    # Each row beside those after it in its block, a few million pairs at a time.
    for part in np.array_split(np.arange(len(rows)), max(1, int(rest.sum()) // 5_000_000 + 1)):
        ahead = rest[part]
        one = np.repeat(part, ahead)
        step = np.arange(len(one)) - np.repeat(np.cumsum(ahead) - ahead, ahead) + 1
        first, second = rows[one], rows[one + step]
        low, high = np.minimum(first, second), np.maximum(first, second)
        found.append(np.unique((low * size + high)[low != high]))
    return np.concatenate(found), missed
