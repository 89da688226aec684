"""What may be in a message to a child, whose telephone is safe, and small numbers; pure."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from whereabouts.practice.voice.vocabulary import GROUP_OF, NAMES_SOMEBODY, SAFE_PHONES

# What a message must not say, to whoever else may read it, in either language.
TELLS = (
    "police", "officer", "constable", "sergeant", "inspector", "missing", "whereabouts", "runaway",
    "safeguard", "social work", "social services", "children's services", "heddlu", "ar goll",
    "goll", "plismon", "swyddog", "gweithiwr cymdeithasol",
)  # fmt: skip
# Fewer than five are hidden and the rest are shown to the nearest five (domain reference, section
# 6: disclosure control), so that no difference of two shown numbers is a small count.
TOO_SMALL = 5
LONGEST_WORDS = 4_000


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


def protected(*, counts: Mapping[str, int]) -> dict[str, int | None]:
    """Return the counts of one line to the nearest five, small ones hidden.

    Where one alone would be hidden, the next smallest is too: with the sum it could be worked out.
    """
    shown: dict[str, int | None] = {
        key: None if 0 < number < TOO_SMALL else _nearest(number) for key, number in counts.items()
    }
    hidden = [key for key, number in shown.items() if number is None]
    left = sorted((number, key) for key, number in counts.items() if shown[key] is not None)
    if len(hidden) == 1:
        others = [key for number, key in left if number] or [key for _, key in left]
        if others:
            shown[others[0]] = None
    return shown


def by_unit(
    *, tallies: Sequence[Tally], questions: Sequence[str], answers: Sequence[str]
) -> dict[str, dict[str, dict[str, int | None]]]:
    """Return unit → question → answer → what is shown: of a unit with few children, nothing.

    Every child answers every question once, so a unit's number of children is the sum of any line.
    A unit of few is hidden whole, and so is the next smallest where it would follow from the
    others.
    """
    units: dict[str, dict[str, dict[str, int]]] = {}
    for one in tallies:
        lines = units.setdefault(
            one.unit, {question: dict.fromkeys(answers, 0) for question in questions}
        )
        lines[one.question][one.answer] += one.number
    children = {unit: sum(lines[questions[0]].values()) for unit, lines in units.items()}
    small = _few(children=children)
    nothing: dict[str, int | None] = dict.fromkeys(answers)
    return {
        unit: {
            question: dict(nothing) if unit in small else protected(counts=counts)
            for question, counts in lines.items()
        }
        for unit, lines in sorted(units.items())
    }


def _nearest(number: int) -> int:
    return (2 * number + TOO_SMALL) // (2 * TOO_SMALL) * TOO_SMALL


def _few(*, children: Mapping[str, int]) -> Collection[str]:
    small = {unit for unit, number in children.items() if number < TOO_SMALL}
    left = sorted((number, unit) for unit, number in children.items() if unit not in small)
    if 0 < sum(children[unit] for unit in small) < TOO_SMALL and left:
        small.add(left[0][1])
    return small
