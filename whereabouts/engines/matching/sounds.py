"""Names that sound alike share a key, however they were spelt or carried into English letters."""

import re
from functools import lru_cache

import jellyfish

from whereabouts.engines.matching.names import name_parts

# Applied in order to each small-letter name before the phonetic rules for English. They are
# our own: spellings of one sound that reach English by different roads.
SPELLINGS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(kn|gn|pn)", "n"),
        (r"^(wr|rh)", "r"),
        (r"^mc", "mac"),
        (r"^dj", "j"),
        (r"^ts", "s"),
        (r"ph", "f"),
        (r"chr", "kr"),  # Christopher, Kristofer
        (r"ch(?=ae)", "k"),  # Michael, Mikael
        (r"th", "t"),  # Catherine, Katrin; Theresa, Teresa
        (r"q", "k"),  # Tariq, Tarik
        (r"(?<=u)gh", ""),  # Vaughan, Vaughn
        (r"sch", "sh"),
        (r"sz", "sh"),  # Tomasz, Tomash
        (r"cz", "ch"),  # Czeslaw, Cheslav
        (r"(?<=[^cs])h", ""),  # Ahmed, Amed; Khan, Kahn; Sarah, Sara
        (r"(?<=.)y", "i"),  # Aaliyah, Alia; Rhys, Reece
        (r"sio", "sho"),
        (r"(.)\1+", r"\1"),  # Llewellyn, Lewelyn
        (r"^[aeiou]+", "a"),  # Omar, Umar; Usman, Osman; Ayesha, Aisha
    )
)

ENGLISH_LETTERS = re.compile(r"[a-z]+")


def sound_key(*, text: str) -> str:
    """Return how a name sounds, a key for each part; "" where there is no name.

    A part that is not in English letters is its own key, so that it still meets itself.

    :raises BadName: the text cannot be a name.
    """
    return " ".join(sound_of_part(part=part) for part in name_parts(text=text))


@lru_cache(maxsize=20_000)
def sound_of_part(*, part: str) -> str:
    """Return how one part of a name sounds; the part as `name_parts` gives it."""
    if not ENGLISH_LETTERS.fullmatch(part):
        return part
    spelt = part
    for pattern, sound in SPELLINGS:
        spelt = pattern.sub(sound, spelt)
    return jellyfish.metaphone(spelt) or part.upper()
