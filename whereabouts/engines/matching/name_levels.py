"""How one typed name agrees with one recorded name: which words are the given, which the family."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from rapidfuzz.distance import OSA

from whereabouts.engines.matching.names import name_parts
from whereabouts.engines.matching.nicknames import forms_of_part
from whereabouts.engines.matching.sounds import sound_of_part
from whereabouts.engines.matching.weights import NameLevel, family_weight, given_weight

SHORTEST_PREFIX = 3
SHORTEST_WITH_A_SLIP = 4
LETTERS_TO_A_SECOND_SLIP = 8

Span = tuple[int, int]
Parts = tuple[str, ...]
Weighed = tuple[NameLevel, float]
Hears = Callable[[str], str]
# What it weighs, whether the given name comes first, how both agree.
Reading = tuple[float, bool, NameLevel, NameLevel]


@dataclass(frozen=True, slots=True)
class NameAgreement:
    """How the given and the family name agree, and the bits that weighs together."""

    given: NameLevel
    family: NameLevel
    turned_round: bool
    weight: float = 0.0


NOTHING_TO_COMPARE = NameAgreement(NameLevel.UNKNOWN, NameLevel.UNKNOWN, turned_round=False)


def name_agreement(*, text: str, given: str, family: str) -> NameAgreement:
    """Return the best reading of a typed name against a recorded one.

    :raises BadName: one of them cannot be a name.
    """
    return TypedName(text=text).against(given=given, family=family)


def hear(word: str) -> str:
    """Return how a word sounds."""
    return sound_of_part(part=word)


class TypedName:
    """A name as it was typed, made ready once to be held against any number of recorded ones.

    Words may come in either order and be joined or parted ("Mac Donald"). One word alone is
    compared with whichever name it fits better, and the other counts as not given.
    """

    __slots__ = ("_firsts", "_lasts", "_pairs", "_words")

    def __init__(self, *, text: str, hears: Hears = hear) -> None:
        """Take the text; `hears` may know how recorded words sound without working it out.

        :raises BadName: it cannot be a name.
        """
        typed = name_parts(text=text)
        words = {span: _Word("".join(typed[slice(*span)]), hears) for span in _spans(len(typed))}
        self._words = list(words.values())
        # Which of them may be the given name while which may be the family name.
        self._pairs = [
            (words[one], words[other], one < other)
            for one, other in product(words, repeat=2)
            if one[1] <= other[0] or other[1] <= one[0]
        ]
        # Recorded names as they were met: many people share one.
        self._firsts: dict[str, _Recorded] = {}
        self._lasts: dict[str, _Recorded] = {}

    def against(self, *, given: str, family: str) -> NameAgreement:
        """Return the best reading against a recorded name; of readings as good the first.

        :raises BadName: a recorded name cannot be one.
        """
        first, last = self._firsts.get(given), self._lasts.get(family)
        if first is None:
            first = self._firsts[given] = _Recorded(given, is_given=True)
        if last is None:
            last = self._lasts[family] = _Recorded(family, is_given=False)
        if not self._words or not (first.parts or last.parts):
            return NOTHING_TO_COMPARE
        readings: list[Reading] = []
        for word, another, straight in self._pairs:
            one, other = first.agrees(word), last.agrees(another)
            readings.append((one[1] + other[1], straight, one[0], other[0]))
        if not (self._pairs and last.parts):
            for level, weight in map(first.agrees, self._words):
                readings.append((weight, True, level, NameLevel.UNKNOWN))
        if not (self._pairs and first.parts):
            for level, weight in map(last.agrees, self._words):
                readings.append((weight, True, NameLevel.UNKNOWN, level))
        best = max(readings, key=_weight_and_order)
        return NameAgreement(best[2], best[3], not best[1], best[0])


def _weight_and_order(reading: Reading) -> tuple[float, bool]:
    return reading[:2]


class _Word:
    """A typed word, or several run together: how it sounds, and the names it may stand for."""

    __slots__ = ("forms", "hears", "sound", "text")

    def __init__(self, text: str, hears: Hears) -> None:
        self.text, self.forms, self.hears = text, forms_of_part(part=text), hears
        self.sound: str | None = None  # once it is wanted

    def sounds_like(self, other: str) -> bool:
        if self.sound is None:
            self.sound = self.hears(self.text)
        return self.hears(other) == self.sound


class _Recorded:
    """A recorded given or family name, and what each of the typed words is to it."""

    __slots__ = ("_found", "_is_given", "_others", "parts")

    def __init__(self, text: str, *, is_given: bool) -> None:
        self.parts = parts = name_parts(text=text)
        self._others = ("".join(parts), *parts) if len(parts) > 1 else parts
        self._is_given = is_given
        self._found: dict[_Word, Weighed] = {}

    def agrees(self, word: _Word) -> Weighed:
        """Return how a typed word agrees with this name, and what that weighs."""
        found = self._found.get(word)
        if found is None:
            level = self._level(word)
            weight = given_weight if self._is_given else family_weight
            found = self._found[word] = level, weight(level=level, name=word.text)
        return found

    def _level(self, word: _Word) -> NameLevel:
        if not self.parts:
            return NameLevel.UNKNOWN
        text, others = word.text, self._others
        if text in others:
            return NameLevel.SAME if text in (others[0], self.parts[0]) else NameLevel.ONE_OF
        # Only given names have short forms: the Evans are not another form of the Johns.
        if self._is_given and not word.forms.isdisjoint(self.parts):
            return NameLevel.SHORT_FORM
        length, nearly, begins = len(text), False, False
        for other in others:
            another = len(other)
            # Keys of sounds hold no vowels, so a short name sounds like half of a long one: Ali
            # is not Aaliyah.
            if 2 * length >= another and 2 * another >= length and word.sounds_like(other):
                return NameLevel.SOUNDS_ALIKE
            nearly = nearly or _one_slip(text, other, length, another)
            begins = begins or other.startswith(text)
        if nearly:
            return NameLevel.ONE_SLIP
        if begins and length >= SHORTEST_PREFIX:
            return NameLevel.BEGINS
        return NameLevel.INITIAL if begins and length == 1 else NameLevel.DIFFERENT


def _one_slip(word: str, other: str, length: int, another: int) -> bool:
    shorter, apart = (length, another - length) if length < another else (another, length - another)
    if shorter < SHORTEST_WITH_A_SLIP:
        return False
    allowed = 1 if shorter < LETTERS_TO_A_SECOND_SLIP else 2
    return apart <= allowed and OSA.distance(word, other, score_cutoff=allowed) <= allowed


def _spans(length: int) -> Iterator[Span]:
    for start in range(length):
        for end in range(start + 1, length + 1):
            yield start, end
