"""How much each kind of agreement counts, in bits, as the model in use was trained to say.

A weight is the base-2 logarithm of how much more often two records of one person agree in this
way than two records of different people (Fellegi and Sunter, 1969). What is missing weighs nothing.
"""

from enum import StrEnum

from whereabouts.engines.matching.agreement import Agreement
from whereabouts.engines.matching.model import load_model

IN_USE = "pairs-1"
MODEL = load_model(name=IN_USE)


class NameLevel(StrEnum):
    """How a given or a family name agrees, best first."""

    SAME = "same"
    ONE_OF = "one_of"
    SHORT_FORM = "short_form"
    SOUNDS_ALIKE = "sounds_alike"
    ONE_SLIP = "one_slip"
    BEGINS = "begins"
    INITIAL = "initial"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


# Levels at which both records hold the very same word: how common it is then counts.
THE_SAME_WORD = (NameLevel.SAME, NameLevel.ONE_OF)
_GIVEN, _FAMILY, _BORN = (MODEL.weights(which) for which in ("given", "family", "born"))

GIVEN: dict[NameLevel, float] = {level: _GIVEN.get(level, 0.0) for level in NameLevel}
# Only given names have short forms.
FAMILY: dict[NameLevel, float] = {
    level: _FAMILY.get(level, 0.0) for level in NameLevel if level is not NameLevel.SHORT_FORM
}
BORN: dict[Agreement, float] = {level: _BORN.get(level, 0.0) for level in Agreement}
# An age or a year that misses by a little is much weaker than a day that does.
NEAR_MISS_OF_A_RANGE = _BORN["near_range"]
FIT_OF_A_YEAR = _BORN["overlap_year"]

SAME_IDENTIFIER, OTHER_IDENTIFIER = (MODEL.weights("identifier")[it] for it in ("same", "other"))
SAME_PHONE = MODEL.weights("phone")["same"]
SAME_PLACE = MODEL.weights("place")["same"]
SAME_SEX, OTHER_SEX = (MODEL.weights("sex")[it] for it in ("same", "other"))

# The least probability for each word, best first.
SURE = MODEL.bands


def given_weight(*, level: NameLevel, name: str) -> float:
    """Return what a given name's agreement weighs; the name as typed, run together."""
    if level in THE_SAME_WORD:
        return MODEL.name_weight("given", level, name)
    return GIVEN[level]


def family_weight(*, level: NameLevel, name: str) -> float:
    """Return what a family name's agreement weighs; the name as typed, run together."""
    if level in THE_SAME_WORD:
        return MODEL.name_weight("family", level, name)
    return FAMILY[level]
