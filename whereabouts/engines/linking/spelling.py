"""How one word agrees with another, letter by letter where it must be: compiled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.linking.compiling import compiled, wide
from whereabouts.engines.matching.name_levels import (
    LETTERS_TO_A_SECOND_SLIP,
    SHORTEST_PREFIX,
    SHORTEST_WITH_A_SLIP,
)
from whereabouts.engines.matching.weights import NameLevel

# Levels as small numbers, best first: the least of several is the best.
LEVELS = tuple(NameLevel)
SAME, ONE_OF, SHORT_FORM, SOUNDS, SLIP, BEGINS, INITIAL, DIFFERENT, UNKNOWN = range(len(LEVELS))


# Of every distinct word by its number where its letters start, how many they are, its sound.
START, LENGTH, SOUND = range(3)
Table = NDArray[np.int32]
Letters = NDArray[np.uint32]
Pairs = NDArray[np.int64]


@compiled
def unlike(words: Table, letters: Letters, forms: Pairs, typed: int, held: int, kin: bool) -> int:
    """Return the level at which a typed word agrees with a held one that is not the very same.

    `kin` says that they may be forms of one another; `forms` are the numbers of two that are, as
    one number, in order.
    """
    if kin and _are_forms(forms, typed * len(words) + held):
        return SHORT_FORM
    length, another = wide(words[typed, LENGTH]), wide(words[held, LENGTH])
    if (
        words[typed, SOUND] == words[held, SOUND]
        and 2 * length >= another
        and 2 * another >= length
    ):
        return SOUNDS
    mine, theirs = wide(words[typed, START]), wide(words[held, START])
    shorter = min(length, another)
    if shorter >= SHORTEST_WITH_A_SLIP:
        slips = 1 if shorter < LETTERS_TO_A_SECOND_SLIP else 2
        if abs(length - another) <= slips and _within(
            letters, mine, mine + length, theirs, theirs + another, slips
        ):
            return SLIP
    if another > length and (length >= SHORTEST_PREFIX or length == 1):
        for place in range(length):
            if letters[mine + place] != letters[theirs + place]:
                return DIFFERENT
        return BEGINS if length > 1 else INITIAL
    return DIFFERENT


@compiled
def _are_forms(forms: Pairs, pair: int) -> bool:
    low, high = 0, len(forms)
    while low < high:
        middle = (low + high) // 2
        if forms[middle] < pair:
            low = middle + 1
        else:
            high = middle
    return low < len(forms) and forms[low] == pair


@compiled
def _within(letters: Letters, one: int, end: int, other: int, other_end: int, slips: int) -> bool:
    """Return whether so many slips at most make one spelling of the other.

    A slip is a letter too many, too few, another, or two that changed places.
    """
    while one < end and other < other_end and letters[one] == letters[other]:
        one += 1
        other += 1
    if one == end or other == other_end:
        return (end - one) + (other_end - other) <= slips
    if slips == 0 or abs((end - one) - (other_end - other)) > slips:
        return False
    if _within(letters, one + 1, end, other + 1, other_end, slips - 1):
        return True
    if _within(letters, one + 1, end, other, other_end, slips - 1):
        return True
    if _within(letters, one, end, other + 1, other_end, slips - 1):
        return True
    return (
        one + 1 < end
        and other + 1 < other_end
        and letters[one] == letters[other + 1]
        and letters[one + 1] == letters[other]
        and _within(letters, one + 2, end, other + 2, other_end, slips - 1)
    )
