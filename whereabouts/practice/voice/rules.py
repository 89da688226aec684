"""What may be in a message to a child, whose telephone is safe, and small numbers; pure."""

import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from whereabouts.engines.disclosure import Beside, Rules, Shown, shown
from whereabouts.practice.voice.vocabulary import (
    ANSWERS,
    GROUP_OF,
    NAMES_SOMEBODY,
    QUESTIONS,
    SAFE_PHONES,
)

# What a message must not say, to whoever else may read it, in either language.
TELLS = (
    "police", "officer", "constable", "sergeant", "inspector", "missing", "whereabouts", "runaway",
    "safeguard", "social work", "social services", "children's services", "heddlu", "ar goll",
    "goll", "plismon", "swyddog", "gweithiwr cymdeithasol",
)  # fmt: skip
LONGEST_WORDS = 4_000
EVERY_UNIT = "every unit"  # as no unit is called
NO_WORDS = "The child asked for somebody, and said no more."
Lines = dict[str, dict[str, int | None]]  # question → answer → what is shown


class PhoneNotSafe(Exception):
    """A message would go to a telephone that somebody else may look at."""


class TellsTooMuch(Exception):
    """What the child would be sent or shown names the police, being missing, or the child."""


class WordsNeeded(Exception):
    """What is added has no words, or names nobody where somebody has to be named."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often one question was answered in one way, of one unit."""

    unit: str
    question: str
    answer: str
    number: int


def check_line(*, kind: str, words: str, person: str) -> None:
    """Go on if what is added about a child is whole.

    :raises WordsNeeded: it lacks its words or its person.
    """
    if kind not in GROUP_OF:
        raise WordsNeeded("kind", "Choose what it is about")
    if kind in NAMES_SOMEBODY:
        if not person.strip():
            raise WordsNeeded("person", "Enter who it is")
    elif not words.strip():
        raise WordsNeeded("words", "Enter the words")


def check_phone(*, handed: str, phone: str) -> None:
    """Go on if a code may be handed over so.

    :raises PhoneNotSafe: a message would go to a telephone that is shared, watched or not known.
    """
    if handed == "message" and phone not in SAFE_PHONES:
        raise PhoneNotSafe("Give the code face to face: somebody else may read the message.")


def tells_too_much(*, text: str, names: Iterable[str] = ()) -> tuple[str, ...]:
    """Return what in a text would tell whoever reads it too much; nothing, as it should be."""
    said = text.casefold()
    found = [word for word in TELLS if word in said]
    parts = {part for name in names for part in re.findall(r"[^\W\d_]{2,}", name.casefold())}
    words = set(re.findall(r"[^\W\d_]{2,}", said))
    return (*found, *sorted(parts & words))


def as_one_text(*, words: str, answers: Mapping[str, str]) -> str:
    """Return what a child said as one text: each answer that was given, then their own words."""
    asked, said = dict(QUESTIONS), dict(ANSWERS)
    given = [f"{asked[one]}: {said[answer]}." for one, answer in answers.items() if answer]
    return "\n".join([*given, *([words.strip()] if words.strip() else [])]) or NO_WORDS


def by_unit(
    *, tallies: Sequence[Tally], questions: Sequence[str], answers: Sequence[str], rules: Rules
) -> tuple[dict[str, Lines], Lines]:
    """Return (unit → question → answer → what is shown, the same of all units together).

    All of it is read side by side: units add up to the whole, and since every child answers every
    question once, the answers to one question are as many as those to any other. No small number
    follows from all of that. Of a unit of few nothing is shown, nor of the next smallest where it
    would follow from the others.
    """
    units = sorted({one.unit for one in tallies})
    counted: dict[tuple[str, str, str], int] = defaultdict(int)
    for one in tallies:
        counted[one.unit, one.question, one.answer] += one.number
        counted[EVERY_UNIT, one.question, one.answer] += one.number
    children = {
        unit: sum(counted[unit, questions[0], answer] for answer in answers) for unit in units
    }
    unseen = set(_few(children=children, least=rules.hide_below))
    if sum(children.values()) < rules.hide_below:
        unseen.add(EVERY_UNIT)
    web = Beside(rules=rules)
    seen = {
        (unit, question, answer): shown(count=counted[unit, question, answer], rules=rules)
        for unit in (*units, EVERY_UNIT) if unit not in unseen
        for question in questions for answer in answers
    }  # fmt: skip
    for name, cell in seen.items():
        web.printed(name=name, number=counted[name], seen=cell)
    for question in questions:
        for unit in (*units, EVERY_UNIT):
            web.adds_up(total=unit, parts=[(unit, question, answer) for answer in answers])
        for answer in answers:
            web.adds_up(
                total=(EVERY_UNIT, question, answer),
                parts=[(unit, question, answer) for unit in units],
            )
    web.adds_up(total=EVERY_UNIT, parts=units)
    hidden = web.hidden()

    def lines(unit: str) -> Lines:
        return {
            question: {
                answer: _number(
                    seen.get((unit, question, answer)), (unit, question, answer), hidden
                )
                for answer in answers
            }
            for question in questions
        }

    return {unit: lines(unit) for unit in units}, lines(EVERY_UNIT)


def _number(
    seen: Shown | None, name: tuple[str, str, str], hidden: Collection[Hashable]
) -> int | None:
    if seen is None or seen.number is None or name in hidden:
        return None
    return int(seen.number)


def _few(*, children: Mapping[str, int], least: int) -> Collection[str]:
    small = {unit for unit, number in children.items() if number < least}
    left = sorted((number, unit) for unit, number in children.items() if unit not in small)
    if 0 < sum(children[unit] for unit in small) < least and left:
        small.add(left[0][1])
    return small
