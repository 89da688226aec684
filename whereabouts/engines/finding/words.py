"""Every distinct word of every name, and which of them are near a word that was typed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from whereabouts.engines.finding.levels import (
    MOST_LETTERS_APART,
    MOST_SLIPS,
    SHORTEST_WITH_A_SLIP,
    SHORTEST_WITH_TWO_SLIPS,
    Level,
    forms,
    rough_sound,
    sound,
)

Ints = NDArray[np.int32]
Bytes = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float32]
Lengths = NDArray[np.int16]
FEW_WORDS: Final = 4096
BEGINNING: Final = 7
LETTERS: Final = 32  # bits
AFTER_EVERY_LETTER: Final = "\U0010ffff"
BASE: Final = 1_000_003
MIXER: Final = 2_654_435_769  # 2^32 over the golden ratio: spreads keys over their buckets
NOTHING: Final = np.empty(0, dtype=np.int32)


class Near:
    """The words near a typed one: their places and levels, and the run of those that begin so."""

    __slots__ = ("begins", "levels", "places")

    def __init__(self, places: Ints, levels: Bytes, begins: tuple[int, int]) -> None:
        self.places = places
        self.levels = levels
        self.begins = begins


class Words:
    """Distinct words, sorted; a word is called by its place."""

    def __init__(self, *, words: list[str]) -> None:
        """Take distinct words in order."""
        # Copied in order they lie beside each other in memory: near words are read together.
        self.words = words = " ".join(words).split(" ") if words else []
        self.lengths = np.fromiter((len(word) for word in words), np.int16, len(words))
        # The letters that a word holds, and how many they are: read together.
        self._made_of = _letters(words, self.lengths).astype(np.uint64)
        self._made_of |= self.lengths.astype(np.uint64) << np.uint64(LETTERS)
        # The same sound is kept once, whoever has it.
        sounds: dict[str, str] = {}
        heard = [sounds.setdefault(key, key) for key in map(sound, words)]
        self._heard = dict(zip(words, heard, strict=True))
        self._sounds = _Groups([key or None for key in heard])
        self._rough = _Groups([rough_sound(key) or None for key in heard])
        self._best = np.zeros(len(words), dtype=np.uint8)
        self._seen = np.zeros(len(words), dtype=np.int32)
        self._slips = _Slips(words, self.lengths) if len(words) > FEW_WORDS else None

    def place(self, word: str) -> int:
        """Return the place of a word, or -1."""
        place = bisect_left(self.words, word)
        return place if place < len(self.words) and self.words[place] == word else -1

    def heard(self, word: str) -> str:
        """Return how a word sounds, which of those held is known."""
        known = self._heard.get(word)
        return sound(word) if known is None else known

    def near(self, *, word: str, shortest_beginning: int, misspelt: bool = True) -> Near:
        """Return the words near this one, each at its best level.

        Words that begin with it count from so many letters on, as one run of places. `misspelt`
        says whether slips of the fingers count, beside other forms and what sounds alike.
        """
        length, heard = len(word), self.heard(word)
        slipped, distances = self._within_slips(word) if misspelt else (NOTHING, NOTHING)
        rough = self._rough.members(rough_sound(heard))
        if len(rough):
            rough = rough[np.abs(self.lengths[rough] - length) <= MOST_LETTERS_APART]
        alike = self._sounds.members(heard)
        if len(alike):
            shorter = np.minimum(self.lengths[alike], length)
            alike = alike[2 * shorter >= np.maximum(self.lengths[alike], length)]
        formed = sorted(place for form in forms(word) if (place := self.place(form)) >= 0)
        same = [place for place in (self.place(word),) if place >= 0]
        best = self._best  # what is nearer comes later, and stays
        best[rough] = Level.ROUGH_SOUND
        best[slipped] = np.where(distances < MOST_SLIPS, Level.ONE_SLIP, Level.TWO_SLIPS)
        best[alike] = Level.SOUND
        best[formed] = Level.FORM
        best[same] = Level.SAME
        every = (rough, slipped, alike, np.array([*formed, *same], dtype=np.int32))
        places = each_once(np.concatenate(every), self._seen)
        levels = best[places]
        best[places] = Level.NONE
        return Near(
            places, levels, self._beginning(word) if length >= shortest_beginning else (0, 0)
        )

    def _beginning(self, word: str) -> tuple[int, int]:
        first = bisect_left(self.words, word)
        return first, bisect_left(self.words, word + AFTER_EVERY_LETTER, lo=first)

    def _within_slips(self, word: str) -> tuple[Ints, Ints]:
        """Return the places of the words within the slips that are allowed, and how many."""
        if len(word) < SHORTEST_WITH_A_SLIP:
            return NOTHING, NOTHING
        shorter = np.minimum(self.lengths, len(word)) if self._slips is None else None
        if shorter is not None:
            close = np.abs(self.lengths - len(word)) <= MOST_SLIPS
            places = np.flatnonzero((shorter >= SHORTEST_WITH_A_SLIP) & close).astype(np.int32)
        elif self._slips is not None:
            places = self._slips.perhaps(word)
            lengths, apart = self._least_slips(word, places)
            places = places[(apart <= MOST_SLIPS) & (lengths >= SHORTEST_WITH_A_SLIP)]
        if not len(places):
            return NOTHING, NOTHING
        distances = cdist(
            [word],
            list(map(self.words.__getitem__, places.tolist())),
            scorer=OSA.distance,
            score_cutoff=MOST_SLIPS,
            dtype=np.int32,
        )[0]
        least = np.minimum(self.lengths[places], len(word))
        allowed = np.where(least < SHORTEST_WITH_TWO_SLIPS, 1, MOST_SLIPS)
        fit = distances <= allowed
        return places[fit].astype(np.int32), distances[fit]

    def most_alike(self, *, word: str, places: Ints, near: bool = True) -> Floats:
        """Return how alike words can be to one at most, by their letters and lengths alone.

        `near` says whether they may be near to it; else more slips than are allowed lie between.
        """
        there = np.minimum(places, len(self.words) - 1)
        lengths, least = self._least_slips(word, there)
        if not near:
            shorter = np.minimum(lengths, len(word))
            allowed = (shorter >= SHORTEST_WITH_A_SLIP).astype(np.int16)
            allowed += shorter >= SHORTEST_WITH_TWO_SLIPS
            least = np.maximum(least, allowed + 1)
        longer = np.maximum(lengths, len(word)).astype(np.float32)
        most: Floats = np.where(places < len(self.words), 1 - least / longer, np.float32(0))
        return most

    def alike(self, *, word: str, places: Ints) -> Floats:
        """Return how alike these words are to one, from 0 to 1; 0 where a place is no word's."""
        last = len(self.words) - 1
        texts = list(map(self.words.__getitem__, np.minimum(places, last).tolist()))
        found: Floats = cdist([word], texts, scorer=OSA.normalized_similarity, dtype=np.float32)[0]
        found[places > last] = 0
        return found

    def _least_slips(self, word: str, places: Ints) -> tuple[Lengths, Lengths]:
        """Return how long these words are, and fewer slips than which cannot lie between.

        A letter more or less changes one bit of the letters that a word holds, another letter two.
        """
        made_of = self._made_of[places]
        lengths: Lengths = (made_of >> np.uint64(LETTERS)).astype(np.int16)
        differ = np.bitwise_count((made_of ^ np.uint64(letters_of(word))).astype(np.uint32))
        apart = np.abs(lengths - len(word))
        least: Lengths = np.maximum(apart, (differ.astype(np.int16) + 1) >> 1)
        return lengths, least


def letters_of(word: str) -> int:
    """Return the letters that a word holds, a bit each (rare ones share theirs)."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits


def _letters(words: list[str], lengths: NDArray[np.int16]) -> NDArray[np.uint32]:
    if not words:
        return np.empty(0, dtype=np.uint32)
    text = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
    starts = np.cumsum(lengths, dtype=np.int64) - lengths
    bits: NDArray[np.uint32] = np.bitwise_or.reduceat(
        np.uint32(1) << (text & np.uint32(31)), starts
    )
    return bits


class _Groups:
    """Places that share a key."""

    def __init__(self, keys: list[str | None]) -> None:
        numbers: dict[str, int] = {}
        of_place = np.fromiter(
            (-1 if key is None else numbers.setdefault(key, len(numbers)) for key in keys),
            np.int32,
            len(keys),
        )
        order = np.argsort(of_place, kind="stable").astype(np.int32)
        self._order = order
        self._starts = np.searchsorted(of_place[order], np.arange(len(numbers) + 1))
        self._numbers = numbers

    def members(self, key: str) -> Ints:
        """Return the places with this key, in order."""
        number = self._numbers.get(key)
        if number is None:
            return NOTHING
        return self._order[self._starts[number] : self._starts[number + 1]]


class _Slips:
    """Words by what is left of their beginnings when letters are left out.

    Two words within two slips of each other share such a rest (Garbe's symmetric deletion), so
    that those that may be near are found by equality, whatever the number of words.
    """

    def __init__(self, words: list[str], lengths: NDArray[np.int16]) -> None:
        keys, places = [], []
        for length in range(1, BEGINNING + 1):
            exact = lengths == length if length < BEGINNING else lengths >= length
            members = np.flatnonzero(exact).astype(np.int32)
            if not len(members):
                continue
            text = "".join(words[place][:length] for place in members.tolist())
            letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
            table = letters.reshape(len(members), length)
            for factors, begins in zip(*_keys(length), strict=True):
                keys.append(table @ factors + begins)
                places.append(members)
        self._bits = sum(map(len, keys)).bit_length()
        buckets = self._buckets(np.concatenate(keys))
        keys.clear()
        ends = np.cumsum(np.bincount(buckets, minlength=1 << self._bits))
        self._starts = np.concatenate(([0], ends)).astype(np.int32)
        self._places = np.concatenate(places)[np.argsort(buckets, kind="stable")]

    def _buckets(self, keys: NDArray[np.uint32]) -> NDArray[np.uint32]:
        return (keys * np.uint32(MIXER)) >> np.uint32(32 - self._bits)

    def perhaps(self, word: str) -> Ints:
        """Return the places of words that may be within the slips, each once."""
        letters = np.array([ord(letter) for letter in word[:BEGINNING]], dtype=np.uint32)
        factors, begins = _keys(len(letters))
        wanted = self._buckets(factors @ letters + begins)
        first, last = self._starts[wanted].tolist(), self._starts[wanted + np.uint32(1)].tolist()
        runs = [self._places[a:b] for a, b in zip(first, last, strict=True) if b > a]
        if not runs:
            return NOTHING
        return in_order_once(np.concatenate(runs))


def each_once(values: Ints, seen: Ints) -> Ints:
    """Return values without repeats; `seen` is a workspace with a place for every value."""
    every = np.arange(len(values), dtype=np.int32)
    seen[values] = every
    once: Ints = values[seen[values] == every]
    return once


def in_order_once(values: Ints) -> Ints:
    """Return values in order, each once; none is below nought."""
    values = np.sort(values)
    return values[np.flatnonzero(np.diff(values, prepend=-1))]


@lru_cache(maxsize=BEGINNING)
def _keys(length: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return what to multiply letters by, and to add, for the key of each rest (modulo 2^32)."""
    factors, begins = [], []
    for kept in _rests(length):
        powers = [pow(BASE, len(kept) - place, 1 << 32) for place in range(len(kept) + 1)]
        begins.append(len(kept) * powers[0] % (1 << 32))
        factors.append([0] * length)
        for place, column in enumerate(kept):
            factors[-1][column] = powers[place + 1]
    return np.array(factors, dtype=np.uint32), np.array(begins, dtype=np.uint32)


def _rests(length: int) -> Iterator[tuple[int, ...]]:
    """Return which letters stay, for each way of leaving out as many as there may be slips."""
    out = 1 if length < SHORTEST_WITH_TWO_SLIPS else MOST_SLIPS
    for left_out in range(out + 1):
        yield from combinations(range(length), length - left_out)
