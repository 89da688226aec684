"""Every distinct name of a register once, with what a comparison of two of them needs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from whereabouts.engines.matching.name_levels import (
    LETTERS_TO_A_SECOND_SLIP,
    SHORTEST_PREFIX,
    SHORTEST_WITH_A_SLIP,
)
from whereabouts.engines.matching.nicknames import forms_of_part
from whereabouts.engines.matching.sounds import sound_of_part
from whereabouts.engines.matching.weights import MODEL, NameLevel, family_weight, given_weight

Ids = NDArray[np.int32]
Flags = NDArray[np.bool_]
Levels = NDArray[np.uint8]
Bits = NDArray[np.float64]

# Levels as small numbers, best first: the least of several is the best.
LEVELS = tuple(NameLevel)
SAME, ONE_OF, SHORT_FORM, SOUNDS, SLIP, BEGINS, INITIAL, DIFFERENT, UNKNOWN = range(len(LEVELS))
# A slip changes at most two of the letters that a name has: two slips, four.
MOST_LETTERS_CHANGED = 4
LENGTH, START = (1 << 12) - 1, (1 << 20) - 1
START_AT, SOUND_AT = 12, 32


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
        self.lengths = np.array([len(text) for text in self.texts], dtype=np.int64)
        self.sounds = _numbered([sound_of_part(part=text) if text else "" for text in self.texts])
        self.initials = _numbered([text[:1] for text in self.texts])
        # In one number, so that one look-up fetches what nearly every comparison ends with.
        starts = _numbered([text[:SHORTEST_PREFIX] for text in self.texts]).astype(np.int64)
        self.packed = (
            (self.sounds.astype(np.int64) << SOUND_AT) | (starts << START_AT) | self.lengths
        )
        self.letters = np.array([_letters(text) for text in self.texts], dtype=np.uint64)
        self.forms = self._form_pairs()
        self.has_forms = np.zeros(len(self.texts), dtype=np.bool_)
        self.has_forms[(self.forms // len(self.texts)).astype(np.int64)] = True
        self.objects = np.array(self.texts, dtype=object)
        self.given = _weights(self._ids, given=True)
        self.family = _weights(self._ids, given=False)

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

    def levels(self, *, typed: Ids, held: Ids, given: bool, part: Flags | None = None) -> Levels:
        """Return the level at which each typed name agrees with the held name beside it.

        `part` says where the held name is a word of its own, as short forms must be; None where
        all are. Nothing here tells SAME from ONE_OF: who knows the whole name does.
        """
        found = np.zeros(len(typed), dtype=np.uint8)
        other = np.flatnonzero(typed != held)
        if len(other):
            of_part = None if part is None else part[other]
            found[other] = self._unlike(typed[other], held[other], given, of_part)
        return found

    def _unlike(self, typed: Ids, held: Ids, given: bool, part: Flags | None) -> Levels:
        """Return the levels of names that are not the very same."""
        found = np.full(len(typed), DIFFERENT, dtype=np.uint8)
        one, other = self.packed[typed], self.packed[held]
        apart = one ^ other
        lengths, other_lengths = one & LENGTH, other & LENGTH
        least, most = np.minimum(lengths, other_lengths), np.maximum(lengths, other_lengths)
        alike = (apart >> SOUND_AT == 0) & (2 * least >= most)
        near = (least >= SHORTEST_WITH_A_SLIP) & (most - least <= 2) & ~alike
        at = np.flatnonzero(near)
        letters = self.letters[typed[at]] ^ self.letters[held[at]]
        at = at[np.bitwise_count(letters) <= MOST_LETTERS_CHANGED]
        if (lengths == 1).any():
            self._initials(found, typed, held, np.flatnonzero(lengths == 1))
        same_start = ((apart >> START_AT) & START) == 0
        begins = same_start & (other_lengths > lengths) & (lengths >= SHORTEST_PREFIX) & ~alike
        self._begins(found, typed, held, np.flatnonzero(begins))
        self._slips(found, typed, held, at)
        found[alike] = SOUNDS
        if given:
            self._short_forms(found, typed, held, part)
        return found

    def _initials(self, found: Levels, typed: Ids, held: Ids, at: NDArray[np.intp]) -> None:
        found[at[self.initials[typed[at]] == self.initials[held[at]]]] = INITIAL

    def _begins(self, found: Levels, typed: Ids, held: Ids, at: NDArray[np.intp]) -> None:
        whole, words = self.texts, zip(held[at].tolist(), typed[at].tolist(), strict=True)
        begins = [whole[other].startswith(whole[one]) for other, one in words]
        found[at[np.array(begins, dtype=np.bool_)]] = BEGINS

    def _slips(self, found: Levels, typed: Ids, held: Ids, at: NDArray[np.intp]) -> None:
        if not len(at):
            return
        keys = typed[at].astype(np.int64) * len(self.texts) + held[at]
        distinct, back = np.unique(keys, return_inverse=True)
        one, other = distinct // len(self.texts), distinct % len(self.texts)
        distances = process.cpdist(
            self.objects[one], self.objects[other], scorer=OSA.distance, score_cutoff=2
        )
        least = np.minimum(self.lengths[one], self.lengths[other])
        slip = distances <= np.where(least < LETTERS_TO_A_SECOND_SLIP, 1, 2)
        found[at[slip[back]]] = SLIP

    def _short_forms(self, found: Levels, typed: Ids, held: Ids, part: Flags | None) -> None:
        maybe = self.has_forms[typed] & self.has_forms[held]
        at = np.flatnonzero(maybe if part is None else maybe & part)
        if len(at) and len(self.forms):
            keys = typed[at].astype(np.int64) * len(self.texts) + held[at]
            places = np.minimum(np.searchsorted(self.forms, keys), len(self.forms) - 1)
            found[at[self.forms[places] == keys]] = SHORT_FORM


def _numbered(keys: list[str]) -> Ids:
    return np.unique(np.array(keys, dtype=object).astype(str), return_inverse=True)[1].astype(
        np.int32
    )


def _letters(text: str) -> int:
    bits = 0
    for letter in set(text):
        bits |= 1 << (ord(letter) % 64)
    return bits


def _weights(numbers: dict[str, int], *, given: bool) -> Bits:
    """Return the bits of each level (rows) for each name (columns)."""
    weigh = given_weight if given else family_weight
    table = np.zeros((len(LEVELS), len(numbers)))
    for number, level in enumerate(LEVELS):
        if not given and level is NameLevel.SHORT_FORM:
            continue
        if number in (SAME, ONE_OF):
            table[number] = weigh(level=level, name="")
            # Only the names of the model's list are commoner than the rest.
            for name in MODEL.shares["given" if given else "family"]:
                if name in numbers:
                    table[number, numbers[name]] = weigh(level=level, name=name)
        else:
            table[number] = weigh(level=level, name="")
    return table
