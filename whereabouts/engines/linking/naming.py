"""How a typed name agrees with a recorded one, by the reading that weighs most: compiled.

A word's mark (`units`) tells in a handful of steps whether it may agree with another at all;
nearly none do, and only the few others are compared letter by letter (`spelling`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.linking.columns import (
    FAMILIES,
    FIRST,
    GIVENS,
    HEARD,
    INITIAL,
    KIN,
    LAST,
    LETTERS,
    OF_HEAD,
    OF_WORD,
    UNIT,
    WORDS,
)
from whereabouts.engines.linking.compiling import inlined, not_below_zero, wide
from whereabouts.engines.linking.spelling import (
    DIFFERENT,
    ONE_OF,
    SAME,
    UNKNOWN,
    Letters,
    Pairs,
    Table,
    unlike,
)
from whereabouts.engines.linking.units import HALF, MOST_BITS_CHANGED, Ids, differing

Levels = NDArray[np.uint8]
Bits = NDArray[np.float64]
Shares = NDArray[np.uint16]
Read = tuple[int, int, float]  # the levels of given and family name, and the bits

LOWER = (1 << HALF) - 1
NEVER = -np.inf


@inlined
def level_of(
    table: Ids, words: Table, letters: Letters, forms: Pairs, typed: int, held: int, given: bool,
    initial: bool,
) -> int:  # fmt: skip
    """Return at which level a typed word agrees with a recorded one, each where it stands.

    Only given names have other forms. `initial` says that the typed word may be one: a mark tells
    nothing of that.
    """
    typed, held = not_below_zero(typed), not_below_zero(held)
    apart = table[typed + HEARD] ^ table[held + HEARD]
    few = differing(table[typed + LETTERS], table[held + LETTERS]) <= MOST_BITS_CHANGED
    kin = given & (table[typed + KIN] == table[held + KIN])
    # No choice is made before all is known: a processor that guesses wrongly loses more.
    if few | kin | initial | ((apart >> HALF) == 0) | ((apart & LOWER) == 0):
        one, other = wide(table[typed + UNIT]), wide(table[held + UNIT])
        return SAME if one == other else unlike(words, letters, forms, one, other, kin)
    return DIFFERENT


@inlined
def weight_of(weights: Bits, common: Shares, side: int, level: int, unit: int) -> float:
    """Return what a level weighs as the given or the family name, found with this word."""
    return float(weights[side, level, common[side, unit] if level <= ONE_OF else 0])


@inlined
def read_plain(
    table: Ids, words: Table, letters: Letters, forms: Pairs, weights: Bits, common: Shares,
    here: int, there: int,
) -> Read:  # fmt: skip
    """Return how the names of two records that are plain agree, either way round."""
    here, there = not_below_zero(here), not_below_zero(there)
    one, two, given, family = here + FIRST, here + LAST, there + FIRST, there + LAST
    first = level_of(table, words, letters, forms, one, given, True, False)
    last = level_of(table, words, letters, forms, two, family, False, False)
    turned = level_of(table, words, letters, forms, two, given, True, False)
    round_ = level_of(table, words, letters, forms, one, family, False, False)
    mine, hers = wide(table[one + UNIT]), wide(table[two + UNIT])
    bits = weight_of(weights, common, 0, first, mine) + weight_of(weights, common, 1, last, hers)
    if turned < DIFFERENT or round_ < DIFFERENT:
        weight = weight_of(weights, common, 0, turned, hers)
        weight += weight_of(weights, common, 1, round_, mine)
        if weight > bits:
            return turned, round_, weight
    return first, last, bits


@inlined
def read_name(
    table: Ids, words: Table, letters: Letters, forms: Pairs, weights: Bits, common: Shares,
    levels: Levels, bits: Bits, typed: int, given: int, givens: int, families: int,
) -> Read:  # fmt: skip
    """Return the best reading of any typed name against any recorded one; both have words.

    The recorded one is told by where its given name starts; its family name comes after that.
    `levels` and `bits` are room for the runs of the typed name: as given, and as family name.
    """
    count, initial = wide(table[typed + WORDS]), table[typed + INITIAL] != 0
    runs = count * (count + 1) // 2
    begin = typed + OF_HEAD + (table[typed + GIVENS] + table[typed + FAMILIES]) * OF_WORD
    family = given + givens * OF_WORD
    both = count > 1 and givens > 0 and families > 0
    best_given = DIFFERENT if givens else UNKNOWN
    best_family = DIFFERENT if families else UNKNOWN
    for run in range(runs):
        if both and run == count - 1:
            continue  # all words together leave none for the other name
        word = begin + run * OF_WORD
        level = DIFFERENT if givens else UNKNOWN
        for part in range(givens):
            held = given + part * OF_WORD
            found = level_of(table, words, letters, forms, word, held, True, initial)
            # All words together and the first word are the name; a later one is among it.
            level = min(level, ONE_OF if found == SAME and part > 1 else found)
        levels[0, run] = level
        best_given = min(best_given, level)
        level = DIFFERENT if families else UNKNOWN
        for part in range(families):
            held = family + part * OF_WORD
            found = level_of(table, words, letters, forms, word, held, False, initial)
            level = min(level, ONE_OF if found == SAME and part > 1 else found)
        levels[1, run] = level
        best_family = min(best_family, level)
    if both and DIFFERENT in (best_given, best_family):
        side = 0 if best_family == DIFFERENT else 1
        return _one_alike(table, weights, common, levels, begin, count, side)
    for run in range(runs):
        unit = wide(table[begin + run * OF_WORD + UNIT])
        for side in range(2):
            bits[side, run] = weight_of(weights, common, side, wide(levels[side, run]), unit)
    best = _best_apart(levels, bits, count, False, (UNKNOWN, UNKNOWN, NEVER))
    if not both:
        best = _best_alone(levels, bits, count, givens, families, best)
    return _best_apart(levels, bits, count, True, best)


@inlined
def _one_alike(
    table: Ids, weights: Bits, common: Shares, levels: Levels, begin: int, words: int, side: int
) -> Read:
    """Return the best reading where as the other side's name every run of words differs.

    Whichever words are the one name, others are left for the one that differs.
    """
    best, most = DIFFERENT, NEVER
    for run in range(words * (words + 1) // 2):
        if run != words - 1:
            level, unit = wide(levels[side, run]), wide(table[begin + run * OF_WORD + UNIT])
            weight = weight_of(weights, common, side, level, unit)
            if weight > most:
                best, most = level, weight
    most += weights[1 - side, DIFFERENT, 0]
    return (DIFFERENT, best, most) if side else (best, DIFFERENT, most)


@inlined
def _best_apart(levels: Levels, bits: Bits, words: int, turned: bool, best: Read) -> Read:
    """Return the best of this reading and those of two runs, the given name first or `turned`."""
    run = 0
    for start in range(words):
        for end in range(start + 1, words + 1):
            later = end * words - end * (end - 1) // 2
            for other in range(later, words * (words + 1) // 2):
                first, last = (other, run) if turned else (run, other)
                weight = bits[0, first] + bits[1, last]
                if weight > best[2]:
                    best = wide(levels[0, first]), wide(levels[1, last]), weight
            run += 1
    return best


@inlined
def _best_alone(
    levels: Levels, bits: Bits, words: int, givens: int, families: int, best: Read
) -> Read:
    """Return the best of this reading and those of one name alone.

    One word is either name; and what is not recorded takes no word from the other.
    """
    runs = words * (words + 1) // 2
    for run in range(runs if words == 1 or families == 0 else 0):
        if bits[0, run] > best[2]:
            best = wide(levels[0, run]), UNKNOWN, bits[0, run]
    for run in range(runs if words == 1 or givens == 0 else 0):
        if bits[1, run] > best[2]:
            best = UNKNOWN, wide(levels[1, run]), bits[1, run]
    return best
