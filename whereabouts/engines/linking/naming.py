"""How a typed name agrees with a recorded one, by the reading that weighs most: compiled.

The marks of words (`units`) tell in a handful of steps which of a name's may agree with another's
at all (`lanes`); nearly none do, and only the few others are compared letter by letter
(`spelling`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.linking.columns import (
    FAMILIES,
    FIRST,
    GIVENS,
    INITIAL,
    KIN,
    LANES,
    LAST,
    OF_HEAD,
    OF_RECORD,
    OF_WORD,
    UNIT,
    WORDS,
    Lists,
)
from whereabouts.engines.linking.compiling import inlined, not_below_zero, wide
from whereabouts.engines.linking.lanes import (
    FIRST_WORD,
    LAST_WORD,
    TURNED,
    lowest,
    may_agree,
    plain_may_agree,
)
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
from whereabouts.engines.linking.units import Ids
from whereabouts.engines.matching.names import MOST_PARTS

Levels = NDArray[np.uint8]
Bits = NDArray[np.float64]
Read = tuple[int, int, float]  # the levels of given and family name, and the bits

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
def level_of(known: Known, one: int, other: int, kin: bool) -> int:
    """Return at which level a typed word agrees with a recorded one, each by its number."""
    return SAME if one == other else _met_level(known, one, other, kin)


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
def _plain_level(known: Known, typed: int, held: int, given: bool) -> int:
    table = known.table
    kin = given & (table[typed + KIN] == table[held + KIN])
    return level_of(known, wide(table[typed + UNIT]), wide(table[held + UNIT]), kin)


@inlined
def read_plain(known: Known, here: int, there: int) -> Read:
    """Return how the names of two records that are plain agree, either way round."""
    here, there = not_below_zero(here), not_below_zero(there)
    one, two, given, family = here + FIRST, here + LAST, there + FIRST, there + LAST
    may = plain_may_agree(known.table, here, there)
    first = last = DIFFERENT
    if may & FIRST_WORD:
        first = _plain_level(known, one, given, True)
    if may & LAST_WORD:
        last = _plain_level(known, two, family, False)
    mine, hers = wide(known.table[one + UNIT]), wide(known.table[two + UNIT])
    bits = weight_of(known, 0, first, mine) + weight_of(known, 1, last, hers)
    if may >> TURNED:
        turned_first = turned_last = DIFFERENT
        if may & LAST_WORD << TURNED:
            turned_first = _plain_level(known, two, given, True)
        if may & FIRST_WORD << TURNED:
            turned_last = _plain_level(known, one, family, False)
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
    begin = typed + before_runs(wide(table[typed + GIVENS]) + wide(table[typed + FAMILIES]))
    both = count > 1 and givens > 0 and families > 0
    # All words together leave none for the other name.
    asked = ((1 << runs) - 1) ^ (both << count - 1)
    first = _side_alike(known, begin, asked, initial, given, givens, 0)
    last = _side_alike(known, begin, asked, initial, given + givens * OF_WORD, families, 1)
    if both and (first == 0 or last == 0):
        return _one_alike(known, begin, first | last, 0 if last == 0 else 1)
    for run in range(runs):
        unit = wide(table[unit_of_run(begin, run)])
        if not first >> run & 1:
            levels[0, run] = DIFFERENT if givens else UNKNOWN
        if not last >> run & 1:
            levels[1, run] = DIFFERENT if families else UNKNOWN
        for side in range(2):
            known.bits[side, run] = weight_of(known, side, wide(levels[side, run]), unit)
    best = _best_apart(known, count, False, (UNKNOWN, UNKNOWN, NEVER))
    if not both:
        best = _best_alone(known, count, givens, families, best)
    return _best_apart(known, count, True, best)


@inlined
def _side_alike(
    known: Known, begin: int, asked: int, initial: bool, word: int, words: int, side: int
) -> int:
    """Return which of the runs that are asked for agree with a recorded name, a bit for each.

    At which level is written down beside. The name's words stand from `word` on.
    """
    table, levels, alike = known.table, known.levels, 0
    for part in range(words):
        held = word + part * OF_WORD
        may = may_agree(table, begin, held, side == 0)
        for block in range(LANES, MOST_RUNS, LANES):
            if asked >> block == 0:
                break
            may |= may_agree(table, begin + block * OF_WORD, held, side == 0) << block
        may = asked if initial else may & asked
        while may:
            run = lowest(may)
            may &= may - 1
            place = unit_of_run(begin, run)
            kin = side == 0 and table[place + (KIN - UNIT) * LANES] == table[held + KIN]
            level = level_of(known, wide(table[place]), wide(table[held + UNIT]), kin)
            # All words together and the first word are the name; a later one is among it.
            level = ONE_OF if level == SAME and part > 1 else level
            if level < DIFFERENT:
                if not alike >> run & 1 or level < levels[side, run]:
                    levels[side, run] = level
                alike |= 1 << run
    return alike


@inlined
def unit_of_run(begin: int, run: int) -> int:
    """Return where the number of a run of words stands."""
    return begin + (run // LANES * OF_WORD + UNIT) * LANES + run % LANES


@inlined
def before_runs(parts: int) -> int:
    """Return how much stands before the runs of a name that is recorded with so many parts."""
    length = OF_HEAD + parts * OF_WORD
    return length + -length % OF_RECORD


@inlined
def _one_alike(known: Known, begin: int, alike: int, side: int) -> Read:
    """Return the best reading where as the other side's name every run of words differs.

    Whichever words are the one name, others are left for the one that differs. What agrees weighs
    more than what does not.
    """
    best, most = DIFFERENT, known.weights[side, DIFFERENT, 0]
    while alike:
        run = lowest(alike)
        alike &= alike - 1
        level, unit = wide(known.levels[side, run]), wide(known.table[unit_of_run(begin, run)])
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
