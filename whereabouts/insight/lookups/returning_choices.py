"""The lists that the forms of a return choose from."""

from whereabouts.practice.investigation.vocabulary import NOT_DONE_CODES, TITLES
from whereabouts.practice.return_home.rules import BAR_WORDS, LACKING_WORDS
from whereabouts.practice.return_home.vocabulary import (
    BY_WHOM,
    DANGER,
    DESTINATION_KINDS,
    HARM_ANSWERS,
    HARMS,
    HOW,
    INTERVIEW_OUTCOMES,
    NEEDS,
    PROTECTION_OUTCOMES,
    PROTECTION_STEPS,
    SAFETY_QUESTIONS,
    STAND_DOWN_SYSTEMS,
)
from whereabouts.records.people.vocabulary import RELATIONS, SEXES

__all__ = [
    "BAR_WORDS",
    "BY_WHOM",
    "DANGER",
    "DESTINATION_KINDS",
    "HARMS",
    "HARM_ANSWERS",
    "HOW",
    "INTERVIEW_OUTCOMES",
    "LACKING_WORDS",
    "NEEDS",
    "NOT_DONE_CODES",
    "PROTECTION_OUTCOMES",
    "PROTECTION_STEPS",
    "RELATIONS",
    "SAFETY_QUESTIONS",
    "SEXES",
    "STAND_DOWN_SYSTEMS",
    "TITLES",
]
