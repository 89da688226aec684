"""Every distinct name of a register once, with what a comparison of two of them needs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.linking.spelling import LEVELS, ONE_OF, Letters, Table
from whereabouts.engines.matching.name_levels import LETTERS_TO_A_SECOND_SLIP, SHORTEST_PREFIX
from whereabouts.engines.matching.nicknames import forms_of_part
from whereabouts.engines.matching.sounds import sound_of_part
from whereabouts.engines.matching.weights import MODEL, NameLevel, family_weight, given_weight

Ids = NDArray[np.int32]

# A word's mark: how it sounds and how it begins, sixteen bits each (`heard`); then, in `letters`,
# which it has, eighteen bits, and one more for each that it is longer than three, up to fifteen. A
# slip changes at most two of these thirty: two slips, four. The last two are set where a word is so
# short that only one slip is allowed, and count where either has them. So words that agree at all
# agree in half of `heard`, or differ in at most four of the bits of `letters`.
MOST_BITS_CHANGED = 4
SHORT = 0b11 << 30
LETTER_BITS = {
    letter: 1 << place
    for place, letters in enumerate(
        ("a", "e", "i", "o", "u", "n", "r", "l", "s", "t", "h", "m", "d", "ck", "by", "gj", "fpv",
         "wxqz")
    )
    for letter in letters
}  # fmt: skip
MARKED_LETTERS = 18
SHORTEST_MARKED, LONGEST_MARKED = 3, 15
HALF = 16


class Units:
    """Names as numbers: 0 is no name. Grows while a register is read, then is `settled`."""

    def __init__(self) -> None:
        self.texts: list[str] = [""]
        self._ids: dict[str, int] = {"": 0}

    def add(self, text: str) -> int:
        """Return the number of a name, small letters and run together, a new one if need be."""
        found = self._ids.get(text)
        if found is None:
            found = self._ids[text] = len(self.texts)
            self.texts.append(text)
        return found

    def settle(self) -> None:
        """Work out what comparisons look up. Afterwards nothing is added."""
        self.sounds = _numbered([sound_of_part(part=text) if text else "" for text in self.texts])
        self.initials = _numbered([text[:1] for text in self.texts])
        starts = _numbered([text[:SHORTEST_PREFIX] for text in self.texts])
        # Numbered from zero: more than 65,536 share some, and are told apart afterwards.
        heard = (self.sounds.astype(np.int64) << HALF) + starts % (1 << HALF)
        self.heard = heard.astype(np.uint32).view(np.int32)
        marks = [_letters_mark(text) for text in self.texts]
        self.letters = np.array(marks, dtype=np.uint32).view(np.int32)
        self.forms = self._form_pairs()
        self.kin = self._kin(self.forms)
        lengths = np.array([len(text) for text in self.texts], dtype=np.int32)
        starts = np.cumsum(lengths) - lengths
        self.words: Table = np.stack((starts, lengths, self.sounds), axis=1).astype(np.int32)
        spelt = "".join(self.texts).encode("utf-32-le")
        self.spelt: Letters = np.frombuffer(spelt, dtype="<u4").astype(np.uint32)
        self._settle_weights()

    def _settle_weights(self) -> None:
        """Lay out what each level weighs, as the given name and as the family name.

        How common a word is counts for SAME and ONE_OF: `common` is the number of its share, and
        few words have one; all others count alike.
        """
        sides = (("given", given_weight), ("family", family_weight))
        known = [[name for name in MODEL.shares[side] if name in self._ids] for side, _ in sides]
        most = max(len(names) for names in known)
        self.weights = np.zeros((len(sides), len(LEVELS), 1 + most))
        self.common = np.zeros((len(sides), len(self.texts)), dtype=np.uint16)
        for place, ((side, weigh), names) in enumerate(zip(sides, known, strict=True)):
            self.common[place, [self._ids[name] for name in names]] = np.arange(1, len(names) + 1)
            for number, level in enumerate(LEVELS):
                if level is NameLevel.SHORT_FORM and side == "family":
                    continue
                shared = names if number <= ONE_OF else ()
                self.weights[place, number, : 1 + len(shared)] = [
                    weigh(level=level, name=name) for name in ("", *shared)
                ]

    def _form_pairs(self) -> NDArray[np.int64]:
        size = len(self.texts)
        pairs = [
            number * size + self._ids[other]
            for number, text in enumerate(self.texts)
            if text
            for other in forms_of_part(part=text)
            if other != text and other in self._ids
        ]
        return np.array(sorted(pairs), dtype=np.int64)

    def _kin(self, forms: NDArray[np.int64]) -> Ids:
        """Return a number that short forms of one another have in common, each other name its own.

        Names that are kin only by a third have it in common too: that is told afterwards.
        """
        least = np.arange(len(self.texts), dtype=np.int64)
        one, other = np.divmod(forms, max(len(self.texts), 1))
        before = np.empty(0, dtype=np.int64)
        while not np.array_equal(before, least):
            before = least.copy()
            np.minimum.at(least, one, before[other])
        return least.astype(np.int32)


def _numbered(keys: list[str]) -> Ids:
    return np.unique(np.array(keys, dtype=object).astype(str), return_inverse=True)[1].astype(
        np.int32
    )


def _letters_mark(text: str) -> int:
    bits = 0
    for letter in text:
        bits |= LETTER_BITS.get(letter) or 1 << (ord(letter) % MARKED_LETTERS)
    longer = min(max(len(text) - SHORTEST_MARKED, 0), LONGEST_MARKED - SHORTEST_MARKED)
    bits |= ((1 << longer) - 1) << MARKED_LETTERS
    return bits | SHORT if len(text) < LETTERS_TO_A_SECOND_SLIP else bits
