"""Every distinct name of a register once, with what a comparison of two of them needs."""

from __future__ import annotations

from dataclasses import dataclass

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
Places = NDArray[np.intp]
Rows = NDArray[np.int64]
Marks = NDArray[np.uint64]
Flags = NDArray[np.bool_]
Levels = NDArray[np.uint8]
Bits = NDArray[np.float64]

# Levels as small numbers, best first: the least of several is the best.
LEVELS = tuple(NameLevel)
SAME, ONE_OF, SHORT_FORM, SOUNDS, SLIP, BEGINS, INITIAL, DIFFERENT, UNKNOWN = range(len(LEVELS))
LENGTH, START = (1 << 12) - 1, (1 << 20) - 1
START_AT, SOUND_AT = 12, 32
# A name's mark, 64 bits: how it sounds and how it begins, sixteen each; then which letters it has,
# eighteen, and one bit more for each letter that it is longer than three, up to fifteen. A slip
# changes at most two of the lower thirty: two slips, four. What is typed has two bits more where it
# is so short that only one slip is allowed. So names that agree at all agree in one of the upper
# sixteens, or differ in at most four of the lower thirty-two.
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
# A name's spelling, forwards and backwards: its first twelve letters, five bits each.
SPELT_LETTERS, BITS_OF_A_LETTER = 12, 5
ENGLISH = "abcdefghijklmnopqrstuvwxyz"
SHORTEST_MARKED, LONGEST_MARKED = 3, 15


@dataclass(frozen=True, slots=True)
class Weighing:
    """What levels weigh: `of_level` where how common the word is does not count.

    For SAME and ONE_OF, row by row, `of_word` by the number of the word's share in `common`: few
    words are common, all others count alike.
    """

    of_level: Bits
    of_word: Bits
    common: NDArray[np.uint16]

    @classmethod
    def of(cls, numbers: dict[str, int], *, given: bool) -> Weighing:
        """Return the weights for given or for family names."""
        weigh = given_weight if given else family_weight
        of_level = np.zeros(len(LEVELS))
        for number, level in enumerate(LEVELS):
            if given or level is not NameLevel.SHORT_FORM:
                of_level[number] = weigh(level=level, name="")
        names = [name for name in MODEL.shares["given" if given else "family"] if name in numbers]
        common = np.zeros(len(numbers), dtype=np.uint16)
        common[[numbers[name] for name in names]] = np.arange(1, len(names) + 1)
        of_word = [
            [weigh(level=LEVELS[number], name=name) for name in ("", *names)]
            for number in (SAME, ONE_OF)
        ]
        return cls(of_level, np.array(of_word), common)

    @property
    def steady(self) -> bool:
        """Return whether whatever agrees outweighs whatever differs."""
        agrees = [*self.of_level[ONE_OF + 1 : DIFFERENT], float(self.of_word.min())]
        return bool(min(agrees) > self.of_level[DIFFERENT])

    def of_same(self, *, levels: Levels, words: Ids) -> Bits:
        """Return what SAME and ONE_OF weigh, found with the word beside it."""
        row = levels.astype(np.intp) * self.of_word.shape[1]
        found: Bits = self.of_word.take(row + self.common.take(words))
        return found

    def bits(self, *, levels: Levels, words: Ids) -> Bits:
        """Return what each level weighs, found with the word beside it."""
        found: Bits = self.of_level.take(levels)
        at = np.flatnonzero(levels <= ONE_OF)
        if len(at):
            found.reshape(-1)[at] = self.of_same(
                levels=levels.ravel().take(at), words=words.ravel().take(at)
            )
        return found


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
        self.held_marks = np.array([_lower_mark(text) for text in self.texts], dtype=np.uint64)
        for numbers, place in ((self.sounds, 48), (starts, 32)):
            # Numbered from zero: more than 65,536 share some, and are told apart afterwards.
            upper = (numbers & 0xFFFF).astype(np.uint64) << np.uint64(place)
            self.held_marks |= upper
        short = np.where(self.lengths < LETTERS_TO_A_SECOND_SLIP, SHORT, 0).astype(np.uint64)
        self.typed_marks = self.held_marks | short
        self.forwards = np.array([_spelling(text) for text in self.texts], dtype=np.uint64)
        self.backwards = np.array([_spelling(text[::-1]) for text in self.texts], dtype=np.uint64)
        self.spelt_whole = np.array([_is_spelt_whole(text) for text in self.texts], dtype=np.bool_)
        self.forms = self._form_pairs()
        self.kin = self._kin()
        self.objects = np.array(self.texts, dtype=object)
        self.given = Weighing.of(self._ids, given=True)
        self.family = Weighing.of(self._ids, given=False)

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

    def _kin(self) -> Ids:
        """Return a number that short forms of one another have in common, each other name its own.

        Names that are kin only by a third have it in common too: that is told afterwards.
        """
        least = np.arange(len(self.texts), dtype=np.int64)
        one, other = np.divmod(self.forms, max(len(self.texts), 1))
        before = np.empty(0, dtype=np.int64)
        while not np.array_equal(before, least):
            before = least.copy()
            np.minimum.at(least, one, before[other])
        return least.astype(np.int32)

    def unlike(self, *, typed: Ids, held: Ids, kin: Flags | None) -> Levels:
        """Return the level at which each typed name agrees with the held name beside it.

        They are not the very same. `kin` says which may be short forms of one another; None where
        none is, as with family names.
        """
        found = np.full(len(typed), SOUNDS, dtype=np.uint8)
        one, other = self.packed.take(typed), self.packed.take(held)
        apart = one ^ other
        lengths, other_lengths = one & LENGTH, other & LENGTH
        alike = apart >> SOUND_AT == 0
        alike &= (2 * lengths >= other_lengths) & (2 * other_lengths >= lengths)
        at = (~alike).nonzero()[0]
        if len(at):
            found[at] = self._unheard(
                typed.take(at), held.take(at), apart.take(at), lengths.take(at),
                other_lengths.take(at),
            )  # fmt: skip
        if kin is not None:
            self._short_forms(found, typed, held, kin)
        return found

    def _unheard(
        self, typed: Ids, held: Ids, apart: Rows, lengths: Rows, other_lengths: Rows
    ) -> Levels:
        """Return the levels of names that do not sound the same."""
        found = np.full(len(typed), DIFFERENT, dtype=np.uint8)
        at = (lengths == 1).nonzero()[0]
        if len(at):
            found[at[self.initials[typed[at]] == self.initials[held[at]]]] = INITIAL
        begins = ((apart >> START_AT) & START) == 0
        begins &= (other_lengths > lengths) & (lengths >= SHORTEST_PREFIX)
        self._begins(found, typed, held, np.flatnonzero(begins))
        near = np.minimum(lengths, other_lengths) >= SHORTEST_WITH_A_SLIP
        near &= np.abs(lengths - other_lengths) <= 2
        near &= self._few_changed(typed, held)
        self._slips(found, typed, held, np.flatnonzero(near))
        return found

    def _few_changed(self, typed: Ids, held: Ids) -> Flags:
        apart = (self.typed_marks.take(typed) ^ self.held_marks.take(held)) & np.uint64(0xFFFFFFFF)
        few: Flags = np.bitwise_count(apart) <= MOST_BITS_CHANGED
        return few

    def _begins(self, found: Levels, typed: Ids, held: Ids, at: Places) -> None:
        typed, held = typed.take(at), held.take(at)
        begins = self._same_start(typed, held, self.lengths.take(typed))
        doubtful = np.flatnonzero(begins & ~self.spelt_whole.take(typed))
        texts = self.texts
        words = zip(typed[doubtful].tolist(), held[doubtful].tolist(), strict=True)
        begins[doubtful] = [texts[other].startswith(texts[one]) for one, other in words]
        found[at[begins]] = BEGINS

    def _same_start(self, typed: Ids, held: Ids, letters: Rows) -> Flags:
        """Return where the spelling begins with the same letters, so many of them."""
        kept = BITS_OF_A_LETTER * (SPELT_LETTERS - np.minimum(letters, SPELT_LETTERS))
        apart = self.forwards.take(typed) ^ self.forwards.take(held)
        same: Flags = apart >> kept.astype(np.uint64) == 0
        return same

    def _same_end(self, typed: Ids, held: Ids, letters: Rows) -> Flags:
        kept = BITS_OF_A_LETTER * (SPELT_LETTERS - np.minimum(letters, SPELT_LETTERS))
        apart = self.backwards.take(typed) ^ self.backwards.take(held)
        same: Flags = apart >> kept.astype(np.uint64) == 0
        return same

    def _slips(self, found: Levels, typed: Ids, held: Ids, at: Places) -> None:
        one, other = typed.take(at), held.take(at)
        least = np.minimum(self.lengths.take(one), self.lengths.take(other))
        # One slip leaves nearly a half of a name as it was, at its start or at its end.
        half = (least - 1) >> 1
        likely = (
            (least >= LETTERS_TO_A_SECOND_SLIP)
            | self._same_start(one, other, half)
            | self._same_end(one, other, half)
        )
        kept = np.flatnonzero(likely)
        if len(kept):
            distances = process.cpdist(
                self.objects[one[kept]], self.objects[other[kept]], scorer=OSA.distance,
                score_cutoff=2,
            )  # fmt: skip
            slip = distances <= np.where(least[kept] < LETTERS_TO_A_SECOND_SLIP, 1, 2)
            found[at[kept[slip]]] = SLIP

    def _short_forms(self, found: Levels, typed: Ids, held: Ids, kin: Flags) -> None:
        at = kin.nonzero()[0]
        if len(at) and len(self.forms):
            keys = typed[at].astype(np.int64) * len(self.texts) + held[at]
            places = np.minimum(np.searchsorted(self.forms, keys), len(self.forms) - 1)
            found[at[self.forms[places] == keys]] = SHORT_FORM


def _numbered(keys: list[str]) -> Ids:
    return np.unique(np.array(keys, dtype=object).astype(str), return_inverse=True)[1].astype(
        np.int32
    )


def _spelling(text: str) -> int:
    bits = 0
    for place in range(SPELT_LETTERS):
        letter = text[place] if place < len(text) else ""
        code = ENGLISH.find(letter) + 1 if letter in ENGLISH else 27 + ord(letter) % 5
        bits = bits << BITS_OF_A_LETTER | (code if letter else 0)
    return bits


def _is_spelt_whole(text: str) -> bool:
    return len(text) <= SPELT_LETTERS and all(letter in ENGLISH for letter in text)


def _lower_mark(text: str) -> int:
    bits = 0
    for letter in text:
        bits |= LETTER_BITS.get(letter) or 1 << (ord(letter) % MARKED_LETTERS)
    longer = min(max(len(text) - SHORTEST_MARKED, 0), LONGEST_MARKED - SHORTEST_MARKED)
    return bits | ((1 << longer) - 1) << MARKED_LETTERS
