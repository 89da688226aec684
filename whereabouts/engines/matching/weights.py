"""How much each kind of agreement counts, in bits: judged by us, to be replaced by measured ones.

A weight is the base-2 logarithm of how much more often two records of one person agree in this
way than two records of different people (Fellegi and Sunter, 1969). What is missing weighs nothing.
"""

from enum import StrEnum

from whereabouts.engines.matching.agreement import Agreement


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


# Before anything is compared: two people taken at random out of some three hundred thousand.
PRIOR = -18.0

GIVEN: dict[NameLevel, float] = {
    NameLevel.SAME: 8.0,
    NameLevel.ONE_OF: 7.0,
    NameLevel.SHORT_FORM: 6.0,
    NameLevel.SOUNDS_ALIKE: 5.5,
    NameLevel.ONE_SLIP: 5.5,
    NameLevel.BEGINS: 4.0,
    NameLevel.INITIAL: 2.0,
    NameLevel.DIFFERENT: -6.0,
    NameLevel.UNKNOWN: 0.0,
}
# Families change their names more often than children change theirs, so a difference says less;
# and only given names have short forms.
FAMILY: dict[NameLevel, float] = {
    NameLevel.SAME: 9.0,
    NameLevel.ONE_OF: 8.0,
    NameLevel.SOUNDS_ALIKE: 6.0,
    NameLevel.ONE_SLIP: 6.0,
    NameLevel.BEGINS: 4.0,
    NameLevel.INITIAL: 2.0,
    NameLevel.DIFFERENT: -4.0,
    NameLevel.UNKNOWN: 0.0,
}
BORN: dict[Agreement, float] = {
    Agreement.EXACT: 13.0,
    Agreement.TRANSPOSED: 9.0,
    Agreement.ONE_DIGIT: 7.0,
    Agreement.OFF_BY_MONTH: 6.0,
    Agreement.OFF_BY_YEAR: 5.0,
    Agreement.OVERLAP: 3.0,
    Agreement.CONFLICTING: -7.0,
    Agreement.UNKNOWN: 0.0,
}
# An age or a year that misses by a little is much weaker than a day that does.
NEAR_MISS_OF_A_RANGE = 1.0

SAME_IDENTIFIER, OTHER_IDENTIFIER = 20.0, -4.0
SAME_PHONE = 8.0
SAME_PLACE = 4.0
SAME_SEX, OTHER_SEX = 1.0, -3.0

# The least score for each word, best first.
SURE = ((0.99, "almost certain"), (0.7, "likely"), (0.15, "possible"), (0.0, "weak"))
