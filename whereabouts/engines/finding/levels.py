"""How near one word of a name is to another: a small number each, the greater the nearer."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

import numpy as np

from whereabouts.engines.matching.nicknames import forms_of_part
from whereabouts.engines.matching.sounds import sound_of_part

SHORTEST_WITH_A_SLIP: Final = 2
SHORTEST_WITH_TWO_SLIPS: Final = 5
SHORTEST_ROUGH_SOUND: Final = 3
MOST_SLIPS: Final = 2
MOST_LETTERS_APART: Final = 2  # for words that only roughly sound alike


class Level(IntEnum):
    """How a typed word agrees with a recorded one, worst first."""

    NONE = 0
    BEGINS = 1
    ROUGH_SOUND = 2
    TWO_SLIPS = 3
    ONE_SLIP = 4
    SOUND = 5
    FORM = 6
    SAME = 7


# Which part of a word's full weight each level is worth.
WORTH: Final = np.array([-0.45, 0.5, 0.35, 0.45, 0.7, 0.7, 0.7, 1.0], dtype=np.float32)
WHOLE_WORDS: Final = Level.ONE_SLIP  # from here on the word itself counts as held
LEAST_WEIGHT, MOST_WEIGHT = 5.0, 13.0
LEAST_LIKE: Final = 0.4  # from here on it counts how alike two words are where the date is right

# Consonants that one ear takes for another, on the keys of `sound_of_part`.
ROUGHLY: Final = str.maketrans(
    dict(zip("BPFVWTD0KGCQSZXJMN", "PPPP\0TTTKKKKSSSSMM", strict=True)) | {"H": "", "Y": ""}
)


def sound(word: str) -> str:
    """Return how a word sounds: `matching`'s own key."""
    return sound_of_part(part=word)


def rough_sound(heard: str) -> str:
    """Return how a sound comes over a bad line; "" where too little is left to go by."""
    rough = heard.translate(ROUGHLY).replace("\0", "")
    kept = "".join(
        letter for place, letter in enumerate(rough) if not place or letter != rough[place - 1]
    )
    return kept if len(kept) >= SHORTEST_ROUGH_SOUND else ""


def forms(word: str) -> frozenset[str]:
    """Return the other names that a word may stand for."""
    return forms_of_part(part=word)


def slips_allowed(*, asked: int, held: int) -> int:
    """Return how many slips may lie between words of so many letters."""
    shorter = min(asked, held)
    if shorter < SHORTEST_WITH_A_SLIP:
        return 0
    return 1 if shorter < SHORTEST_WITH_TWO_SLIPS else MOST_SLIPS


def most_alike_beyond(length: int) -> float:
    """Return how alike a word of so many letters can be to one beyond the slips allowed to it.

    The slips are one more at least, and so are the letters where they make the longer word.
    """
    slips = slips_allowed(asked=length, held=length) + 1
    return length / (length + slips)
