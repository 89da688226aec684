"""How near every word of a part of the index is to those that were asked for, one question long."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.finding.levels import WHOLE_WORDS, Level
from whereabouts.engines.finding.words import Near

Ints = NDArray[np.int32]
Bytes = NDArray[np.uint8]
TOGETHER: Final = 8


class Nearness:
    """Answers for rows of words what each says to the words that were asked for."""

    def __init__(self, *, words: int) -> None:
        """Take how many words there are; the place after the last stands for no word."""
        # For each word its number among those that are near to any that was asked for (0 is none),
        # and for each of these numbers the levels.
        self._nth = np.zeros(words + 1, dtype=np.uint16)
        self._levels_of = np.zeros((0, 1), dtype=np.uint8)
        self._bits = np.zeros(1, dtype=np.uint8)
        # And of each word the bits themselves: all, and without what is only far.
        self._signs = np.zeros(words + 1, dtype=np.uint8)
        self._near_signs = np.zeros(words + 1, dtype=np.uint8)
        self._nears: list[Near] = []

    def ask(self, *, nears: list[Near], words: int) -> None:
        """Take what is near to each word that was asked for, and then to each two taken as one."""
        self._nears = nears
        places = (
            np.concatenate([near.places for near in nears])
            if nears
            else np.empty(0, dtype=np.int32)
        )
        begun = [near.begins for near in nears]
        self._levels_of = levels = np.zeros(
            (len(nears), 1 + len(nears) + len(places)), dtype=np.uint8
        )
        # The widest beginnings first: one word's may lie within another's, and never across.
        order = sorted(range(len(nears)), key=lambda nth: -begun[nth][1] + begun[nth][0])
        for nth, run in enumerate([begun[place] for place in order]):
            if run[0] == run[1]:
                continue
            self._nth[slice(*run)] = 1 + nth
            for other, (first, last) in enumerate(begun):
                if first <= run[0] and run[1] <= last:
                    levels[other, 1 + nth] = Level.BEGINS
        for other, (first, last) in enumerate(begun):
            within = (first <= places) & (places < last)
            levels[other, 1 + len(nears) :][within] = Level.BEGINS
        self._nth[places] = np.arange(1 + len(nears), levels.shape[1], dtype=np.uint16)
        for near, of_word in zip(nears, levels, strict=True):
            of_word[self._nth[near.places]] = near.levels
        bits = np.zeros(levels.shape[1], dtype=np.uint8)
        for place, of_word in enumerate(levels):
            if place < words:
                bits |= np.uint8(1 << place) * (of_word > 0)
            else:
                bits |= np.uint8(3 << (place - words)) * (of_word >= WHOLE_WORDS)
        self._bits = bits
        self._lay(self._signs, bits)

    def common(self, *, places: list[int]) -> None:
        """Take which words very many hold: of these counts only what is near, or begins so."""
        bits = self._bits.copy()
        for place in places:
            of_word = self._levels_of[place]
            far = (of_word > Level.BEGINS) & (of_word < WHOLE_WORDS)
            bits[far] &= ~np.uint8(1 << place)
        self._lay(self._near_signs, bits)

    def _lay(self, signs: Bytes, bits: Bytes) -> None:
        """Write down at each word that is near to any what it is near to."""
        for near in self._nears:
            for places in (slice(*near.begins), near.places):
                signs[places] = bits.take(self._nth[places])

    def forget(self) -> None:
        """Forget the question."""
        for near in self._nears:
            for table in (self._nth, self._signs, self._near_signs):
                table[slice(*near.begins)] = 0
                table[near.places] = 0
        self._nears = []

    def held(self, *, place: int, words: Ints) -> int:
        """Return how often these words hold one that was asked for, as it is or nearly."""
        levels = self._levels_of[place][self._nth[words]]
        return int((levels >= WHOLE_WORDS).sum())

    def signs(self, held: Ints, *, near: bool = False) -> Bytes:
        """Return for each row of words which of those asked for it is near to, a bit each.

        `near` leaves out what is only far from a word that very many hold.
        """
        of_words = (self._near_signs if near else self._signs).take(held)
        signs: Bytes = of_words[:, 0]
        for place in range(1, of_words.shape[1]):
            signs = signs | of_words[:, place]
        return signs

    def levels(self, *, held: Ints) -> list[Bytes]:
        """Return for each word that was asked for the best level in each row of words."""
        nth = self._nth[held].astype(np.intp)
        found: list[Bytes] = []
        for begin in range(0, len(self._nears), TOGETHER):
            # The levels of eight words lie beside each other: they are fetched as one number.
            some = np.zeros((self._levels_of.shape[1], TOGETHER), dtype=np.uint8)
            words = self._levels_of[begin : begin + TOGETHER]
            some[:, : len(words)] = words.T
            every = some.view(np.uint64).reshape(-1)
            one, *others = (every.take(column).view(np.uint8) for column in nth.T)
            for other in others:
                np.maximum(one, other, out=one)
            found += list(one.reshape(-1, TOGETHER).T[: len(words)])
        return found
