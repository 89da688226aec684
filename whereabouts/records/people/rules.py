"""Decisions about people from plain values: age, which name is shown, who may be told what."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from whereabouts.engines.matching import BadName, normal_name

LONGEST_GIVEN = LONGEST_FAMILY = 120
LONGEST_FULL = 240
POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})\b")

# The name that people use for the child comes before the one on papers.
NAME_ORDER = ("known_as", "birth", "nickname", "alias", "previous")
NO_NAME = "Unknown child"

RELATIVES = frozenset(
    ("mother", "father", "step_parent", "grandparent", "aunt_or_uncle", "sibling")
)
# Not relatives, but people through whom a family or community finds a child.
AROUND_THE_FAMILY = frozenset(("friend", "public", "other"))
# With violence where the child lives, a carer may be the one the child is running from.
CARERS = frozenset(("foster_carer", "home_worker"))

CONCERNS = frozenset(("violence", "honour", "forced_marriage", "refuge", "trafficking"))
CONCERN_OF_FLAG = {
    "violence_at_home": "violence",
    "forced_marriage_or_fgm": "forced_marriage",
    "trafficking": "trafficking",
}
TOLD_ORDER = ("nothing", "safe", "plan", "all")


class ReasonNeeded(ValueError):
    """This is done in somebody's name, and they gave no reason."""


class NotInList(ValueError):
    """What was given for a field is none of those that there are; `field` names it."""

    def __init__(self, field: str) -> None:
        super().__init__(f"What was given for {field} is none of the list: choose one of it.")
        self.field = field


def reason_given(*, text: str) -> str:
    """Return a reason without the space around it.

    :raises ReasonNeeded: nothing is left.
    """
    reason = text.strip()
    if not reason:
        raise ReasonNeeded("Write why, in a sentence.")
    return reason


class Born(Protocol):
    """A date of birth as somebody stated it."""

    @property
    def latest(self) -> date:
        """Return the last day on which the child can have been born."""
        ...

    @property
    def believed(self) -> bool:
        """Return whether it is believed."""
        ...


def age_years(*, births: Iterable[Born], on: date) -> int | None:
    """Return the youngest age that the believed dates of birth allow, or None where none is known.

    The younger age is the cautious one. It may be 18 or more: what follows is the caller's.
    """
    return youngest_years(births=[birth for birth in births if birth.believed], on=on)


def youngest_years(*, births: Iterable[Born], on: date) -> int | None:
    """Return the youngest age that any of these dates of birth allows, believed or not, or None."""
    latest = max((birth.latest for birth in births), default=None)
    if latest is None:
        return None
    had_birthday = (on.month, on.day) >= (latest.month, latest.day)
    return max(on.year - latest.year - (not had_birthday), 0)


def birth_in_words(*, earliest: date, latest: date, precision: str, as_said: str) -> str:
    """Return a date of birth as a page shows it: the day where known, else what was said."""
    if precision == "day":
        return f"{earliest.day} {earliest:%B %Y}"
    if precision == "month":
        return f"{earliest:%B %Y}"
    return as_said or (
        f"{earliest.year}" if earliest.year == latest.year else f"{earliest.year}–{latest.year}"
    )


def shown_name(*, names: Iterable[Mapping[str, Any]], on: date | None = None) -> str:
    """Return the name to show of several: one still in use, known as before birth, latest first.

    Each has `full`, `kind`, `until_on`, in the order in which they were written down.
    """
    best: tuple[bool, int, int] | None = None
    shown = NO_NAME
    for number, name in enumerate(names):
        ended = name["until_on"] is not None and (on is None or name["until_on"] < on)
        rank = NAME_ORDER.index(name["kind"]) if name["kind"] in NAME_ORDER else len(NAME_ORDER)
        order = (ended, rank, -number)
        if best is None or order < best:
            best, shown = order, str(name["full"])
    return shown


def name_as_kept(*, given: str, family: str, full: str) -> tuple[str, str, str]:
    """Return (given, family, full) of a name of which some may be left out.

    "Okafor, Ada" and "Ada Okafor" are split at the comma or before the last word.

    :raises BadName: it is empty, longer than any name, or holds what no name has.
    """
    given, family, full = (" ".join(text.split()) for text in (given, family, full))
    if full and not (given or family):
        if "," in full:
            family, _, given = (part.strip() for part in full.partition(","))
            full = f"{given} {family}".strip()
        else:
            words = full.split(" ")
            given, family = (" ".join(words[:-1]), words[-1]) if words[1:] else (full, "")
    full = full or f"{given} {family}".strip()
    if len(given) > LONGEST_GIVEN or len(family) > LONGEST_FAMILY or len(full) > LONGEST_FULL:
        raise BadName(f"A name may have up to {LONGEST_GIVEN} characters in each part.")
    if not normal_name(text=full):
        raise BadName("A name needs at least one letter.")
    return given, family, full


def held_back(*, relation: str, concern: str) -> bool:
    """Return whether a concern leaves somebody with nothing until a named senior decides."""
    return (
        relation in RELATIVES
        or relation in AROUND_THE_FAMILY
        or (concern == "violence" and relation in CARERS)
    )


def told_at_first(*, relation: str, concerns: Iterable[str]) -> str:
    """Return what somebody may be told while nobody has decided: "safe", or "nothing"."""
    held = any(held_back(relation=relation or "other", concern=concern) for concern in concerns)
    return "nothing" if held else "safe"


def needs_senior(*, told: str, awaiting_senior: bool, new: str) -> bool:
    """Return whether only a named senior may change what somebody may be told."""
    return (told == "nothing" or awaiting_senior) and new != "nothing"


def digits_of(*, number: str) -> str:
    """Return the last ten digits of a telephone number, or "" where too few to compare."""
    digits = "".join(letter for letter in number if letter in "0123456789")
    return digits[-10:] if len(digits) >= 6 else ""


def letters_of(*, value: str) -> str:
    """Return the letters and figures of an identifier or postcode, in capitals."""
    return "".join(letter for letter in value.upper() if letter.isascii() and letter.isalnum())


def postcode_in(*, text: str) -> str:
    """Return the last postcode that a text holds, as it is written on a letter; or nothing."""
    found = POSTCODE.findall(text.upper())
    return " ".join(found[-1]) if found else ""
