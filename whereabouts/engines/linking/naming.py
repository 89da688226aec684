"""How a typed name agrees with a recorded one, by the reading that weighs most: compiled.

A word's mark (`units`) tells in a handful of steps whether it may agree with another at all;
nearly none do, and only the few others are compared letter by letter (`spelling`).
"""

from __future__ import annotations

from typing import NamedTuple

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
    Lists,
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
from whereabouts.engines.matching.names import MOST_PARTS

Levels = NDArray[np.uint8]
Bits = NDArray[np.float64]
Read = tuple[int, int, float]  # the levels of given and family name, and the bits

LOWER = (1 << HALF) - 1
NEVER = -np.inf
MOST_RUNS = MOST_PARTS * (MOST_PARTS + 1) // 2
# Of two words that were met: how many are remembered, and the bits of a number and of a level.
MOST_MET, SPREAD, BITS_OF_UNIT, BITS_OF_LEVEL = 1 << 13, 40_503, 29, 4


class Known(NamedTuple):
    """What names are looked up in; then room to work in, which nobody else may use meanwhile.

    `levels` and `bits` are for the runs of a typed name: row 0 as given, row 1 as family name.
    """

    table: Ids
    read: Lists
    words: Table
    letters: Letters
    forms: Pairs
    weights: Bits
    common: NDArray[np.uint16]
    met: NDArray[np.int64]
    levels: Levels
    bits: Bits


@inlined
def level_of(known: Known, typed: int, held: int, given: bool, initial: bool) -> int:
    """Return at which level a typed word agrees with a recorded one, each where it stands.

    Only given names have other forms. `initial` says that the typed word may be one: a mark tells
    nothing of that.
    """
    table = known.table
    typed, held = not_below_zero(typed), not_below_zero(held)
    apart = table[typed + HEARD] ^ table[held + HEARD]
    few = differing(table[typed + LETTERS], table[held + LETTERS]) <= MOST_BITS_CHANGED
    kin = given & (table[typed + KIN] == table[held + KIN])
    # No choice is made before all is known: a processor that guesses wrongly loses more.
    if few | kin | initial | ((apart >> HALF) == 0) | ((apart & LOWER) == 0):
        one, other = wide(table[typed + UNIT]), wide(table[held + UNIT])
        return SAME if one == other else _met_level(known, one, other, kin)
    return DIFFERENT


@inlined
def _met_level(known: Known, one: int, other: int, kin: bool) -> int:
    """Return the level of two words that are not the same; the last that were met are remembered.

    Each two have one place, by their numbers, and give it up to the next.
    """
    asked = ((one << BITS_OF_UNIT | other) << 1 | kin) << BITS_OF_LEVEL
    at = not_below_zero((one * SPREAD + other * 2 + kin) & (MOST_MET - 1))
    found = wide(known.met[at]) ^ asked
    if 0 < found <= UNKNOWN:
        return found
    level = unlike(known.words, known.letters, known.forms, one, other, kin)
    known.met[at] = asked | level
    return level


@inlined
def weight_of(known: Known, side: int, level: int, unit: int) -> float:
    """Return what a level weighs as the given or the family name, found with this word."""
    return float(known.weights[side, level, known.common[side, unit] if level <= ONE_OF else 0])


@inlined
def read_plain(known: Known, here: int, there: int) -> Read:
    """Return how the names of two records that are plain agree, either way round."""
    here, there = not_below_zero(here), not_below_zero(there)
    one, two, given, family = here + FIRST, here + LAST, there + FIRST, there + LAST
    first = level_of(known, one, given, True, False)
    last = level_of(known, two, family, False, False)
    turned_first = level_of(known, two, given, True, False)
    turned_last = level_of(known, one, family, False, False)
    mine, hers = wide(known.table[one + UNIT]), wide(known.table[two + UNIT])
    bits = weight_of(known, 0, first, mine) + weight_of(known, 1, last, hers)
    if turned_first < DIFFERENT or turned_last < DIFFERENT:
        turned = weight_of(known, 0, turned_first, hers) + weight_of(known, 1, turned_last, mine)
        if turned > bits:
            return turned_first, turned_last, turned
    return first, last, bits


@inlined
def read_name(known: Known, typed: int, given: int, givens: int, families: int) -> Read:
    """Return the best reading of any typed name against any recorded one; both have words.

    The recorded one is told by where its given name starts; its family name comes after that.
    """
    table, levels = known.table, known.levels
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
            found = level_of(known, word, given + part * OF_WORD, True, initial)
            # All words together and the first word are the name; a later one is among it.
            level = min(level, ONE_OF if found == SAME and part > 1 else found)
        levels[0, run] = level
        best_given = min(best_given, level)
        level = DIFFERENT if families else UNKNOWN
        for part in range(families):
            found = level_of(known, word, family + part * OF_WORD, False, initial)
            level = min(level, ONE_OF if found == SAME and part > 1 else found)
        levels[1, run] = level
        best_family = min(best_family, level)
    if both and DIFFERENT in (best_given, best_family):
        return _one_alike(known, begin, count, 0 if best_family == DIFFERENT else 1)
    for run in range(runs):
        unit = wide(table[begin + run * OF_WORD + UNIT])
        for side in range(2):
            known.bits[side, run] = weight_of(known, side, wide(levels[side, run]), unit)
    best = _best_apart(known, count, False, (UNKNOWN, UNKNOWN, NEVER))
    if not both:
        best = _best_alone(known, count, givens, families, best)
    return _best_apart(known, count, True, best)


@inlined
def _one_alike(known: Known, begin: int, words: int, side: int) -> Read:
    """Return the best reading where as the other side's name every run of words differs.

    Whichever words are the one name, others are left for the one that differs.
    """
    best, most = DIFFERENT, NEVER
    for run in range(words * (words + 1) // 2):
        if run != words - 1:
            level, unit = (
                wide(known.levels[side, run]),
                wide(known.table[begin + run * OF_WORD + UNIT]),
            )
            weight = weight_of(known, side, level, unit)
            if weight > most:
                best, most = level, weight
    most += known.weights[1 - side, DIFFERENT, 0]
    return (DIFFERENT, best, most) if side else (best, DIFFERENT, most)


@inlined
def _best_apart(known: Known, words: int, turned: bool, best: Read) -> Read:
    """Return the best of this reading and those of two runs, the given name first or `turned`."""
    levels, run = known.levels, 0
    for start in range(words):
        for end in range(start + 1, words + 1):
            later = end * words - end * (end - 1) // 2
            for other in range(later, words * (words + 1) // 2):
                first, last = (other, run) if turned else (run, other)
                weight = known.bits[0, first] + known.bits[1, last]
                if weight > best[2]:
                    best = wide(levels[0, first]), wide(levels[1, last]), weight
            run += 1
    return best


@inlined
def _best_alone(known: Known, words: int, givens: int, families: int, best: Read) -> Read:
    """Return the best of this reading and those of one name alone.

    One word is either name; and what is not recorded takes no word from the other.
    """
    levels, bits, runs = known.levels, known.bits, words * (words + 1) // 2
    for run in range(runs if words == 1 or families == 0 else 0):
        if bits[0, run] > best[2]:
            best = wide(levels[0, run]), UNKNOWN, bits[0, run]
    for run in range(runs if words == 1 or givens == 0 else 0):
        if bits[1, run] > best[2]:
            best = UNKNOWN, wide(levels[1, run]), bits[1, run]
    return best
