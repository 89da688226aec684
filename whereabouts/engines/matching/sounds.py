"""Names that sound alike share a key, however they were spelt or carried into English letters."""

import re
from functools import lru_cache

import jellyfish

from whereabouts.engines.matching.names import name_parts

# Applied in order to each small-letter name before the phonetic rules for English. They are
# our own: spellings of one sound that reach English by different roads.
SPELLINGS = tuple(
    # Most names hold few of these: the letters without which there is nothing to change come first.
    (letters, re.compile(pattern), sound)
    for letters, pattern, sound in (
        ("n", r"^(kn|gn|pn)", "n"),
        ("r", r"^(wr|rh)", "r"),
        ("mc", r"^mc", "mac"),
        ("dj", r"^dj", "j"),
        ("ts", r"^ts", "s"),
        ("ph", r"ph", "f"),
        ("chr", r"chr", "kr"),  # Christopher, Kristofer
        ("chae", r"ch(?=ae)", "k"),  # Michael, Mikael
        ("th", r"th", "t"),  # Catherine, Katrin; Theresa, Teresa
        ("q", r"q", "k"),  # Tariq, Tarik
        ("ugh", r"(?<=u)gh", ""),  # Vaughan, Vaughn
        ("sch", r"sch", "sh"),
        ("sz", r"sz", "sh"),  # Tomasz, Tomash
        ("cz", r"cz", "ch"),  # Czeslaw, Cheslav
        ("h", r"(?<=[^cs])h", ""),  # Ahmed, Amed; Khan, Kahn; Sarah, Sara
        ("y", r"(?<=.)y", "i"),  # Aaliyah, Alia; Rhys, Reece
        ("sio", r"sio", "sho"),
        ("", r"(.)\1+", r"\1"),  # Llewellyn, Lewelyn
        ("", r"^[aeiou]+", "a"),  # Omar, Umar; Usman, Osman; Ayesha, Aisha
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
    for letters, pattern, sound in SPELLINGS:
        if letters in spelt:
            spelt = pattern.sub(sound, spelt)
    return jellyfish.metaphone(spelt) or part.upper()
