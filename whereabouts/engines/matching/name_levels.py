"""How one typed name agrees with one recorded name: which words are the given, which the family."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
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

NOTHING: Weighed = (NameLevel.UNKNOWN, 0.0)


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

    Words may come in either order and be joined or parted ("Mac Donald"). One word alone is
    compared with whichever name it fits better, and the other counts as not given.

    :raises BadName: one of them cannot be a name.
    """
    typed, first, last = (name_parts(text=each) for each in (text, given, family))
    if not typed or not (first or last):
        return NOTHING_TO_COMPARE
    firsts = {span: _given(typed[slice(*span)], first) for span in _spans(len(typed))}
    lasts = {span: _family(typed[slice(*span)], last) for span in _spans(len(typed))}
    readings = (
        _reading(firsts[one], lasts[other], turned_round=one > other)
        for one, other in product(firsts, lasts)
        if one[1] <= other[0] or other[1] <= one[0]
    )
    alone = (_reading(firsts[whole], NOTHING) for whole in firsts if len(typed) == 1 or not last)
    alone_last = (
        _reading(NOTHING, lasts[whole]) for whole in lasts if len(typed) == 1 or not first
    )
    return max(
        (*readings, *alone, *alone_last),
        key=lambda reading: (reading.weight, not reading.turned_round),
    )


def _spans(length: int) -> Iterator[Span]:
    for start in range(length):
        for end in range(start + 1, length + 1):
            yield start, end


def _reading(first: Weighed, last: Weighed, *, turned_round: bool = False) -> NameAgreement:
    return NameAgreement(first[0], last[0], turned_round, first[1] + last[1])


def _given(typed: Parts, recorded: Parts) -> Weighed:
    level = _given_level(typed, recorded)
    return level, given_weight(level=level, name="".join(typed))


def _family(typed: Parts, recorded: Parts) -> Weighed:
    level = _family_level(typed, recorded)
    return level, family_weight(level=level, name="".join(typed))


@lru_cache(maxsize=65_536)
def _given_level(typed: Parts, recorded: Parts) -> NameLevel:
    level = _family_level(typed, recorded)
    if level in (NameLevel.UNKNOWN, NameLevel.SAME, NameLevel.ONE_OF):
        return level
    # Only given names have short forms: the Evans are not another form of the Johns.
    other_forms = forms_of_part(part="".join(typed))
    return level if other_forms.isdisjoint(recorded) else NameLevel.SHORT_FORM


@lru_cache(maxsize=65_536)
def _family_level(typed: Parts, recorded: Parts) -> NameLevel:
    if not recorded:
        return NameLevel.UNKNOWN
    word, whole = "".join(typed), "".join(recorded)
    if word == whole or word == recorded[0]:
        return NameLevel.SAME
    if word in recorded:
        return NameLevel.ONE_OF
    others = (whole, *recorded) if len(recorded) > 1 else recorded
    heard = sound_of_part(part=word)
    for other in others:
        if _long_enough(word, other) and sound_of_part(part=other) == heard:
            return NameLevel.SOUNDS_ALIKE
    for other in others:
        if _one_slip(word, other):
            return NameLevel.ONE_SLIP
    if len(word) >= SHORTEST_PREFIX and any(other.startswith(word) for other in others):
        return NameLevel.BEGINS
    if len(word) == 1 and any(other.startswith(word) for other in recorded):
        return NameLevel.INITIAL
    return NameLevel.DIFFERENT


def _long_enough(word: str, other: str) -> bool:
    # Keys hold no vowels, so a short name sounds like half of a long one: Ali is not Aaliyah.
    length, another = len(word), len(other)
    return 2 * length >= another and 2 * another >= length


def _one_slip(word: str, other: str) -> bool:
    shorter = min(len(word), len(other))
    if shorter < SHORTEST_WITH_A_SLIP:
        return False
    allowed = 1 if shorter < LETTERS_TO_A_SECOND_SLIP else 2
    return OSA.distance(word, other, score_cutoff=allowed) <= allowed
