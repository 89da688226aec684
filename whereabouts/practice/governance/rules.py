"""What goes out in a bundle and what is withheld; what has reached its time; pure."""

import re
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

RETENTION = Path(__file__).with_name("retention.toml")
ACCESS, CORRECTION = "access", "correction"
KINDS = [
    (ACCESS, "What is held: a copy"),
    (CORRECTION, "Something to be put right"),
]
ASKERS = [
    ("child", "The child"),
    ("parent", "A parent, or somebody with parental responsibility"),
    ("for_child", "Somebody who acts for the child, and is asked to by them"),
]
STATES = [
    ("asked", "Asked"), ("made", "The bundle is made"), ("released", "Released"),
    ("corrected", "Put right"), ("refused", "Refused, with the reason"),
]  # fmt: skip
# Whose records a run is about: each has a time of its own.
CHILDREN, ADULTS = "children", "adults"
SUBJECTS = [
    (CHILDREN, "Children’s episodes"),
    (ADULTS, "Adults who may pose a risk"),
    ("community", "Community reports"),
    ("meetings", "Meetings: their places, reasons and guests"),
    ("operations", "Operations"),
]
RUN_STATES = [
    ("counted", "Counted"), ("refused", "Refused"),
    ("agreed", "Agreed, before there was a bin: nothing was erased"),
    ("binned", "In the bin"), ("undone", "Undone: everything is back"), ("erased", "Erased"),
]  # fmt: skip
# How personal data got out of hand, and what was decided about it.
BREACH_KINDS = [
    ("sent", "Sent to the wrong person or place"),
    ("seen", "Looked at by somebody who had no reason to"),
    ("lost", "Lost, stolen or destroyed"),
    ("shown", "Could be read by others for a time"),
    ("unavailable", "Could not be reached when it was needed"),
    ("other", "Something else, in the words"),
]
BREACH_STATES = [
    ("open", "Not decided yet"),
    ("told", "The Information Commissioner was told"),
    ("not_told", "Not told, with the reason"),
]
PEOPLE_TOLD = [
    ("told", "They were told"),
    ("not_needed", "Not told: no high risk to them, with the reason"),
    ("not_yet", "Not told yet, with the reason"),
]
# About somebody else; told by the child in confidence; what would do harm if it were read.
OTHERS, CONFIDENCE, HARM = "others", "confidence", "harm"
BECAUSE = {
    OTHERS: "It is about somebody else.",
    CONFIDENCE: "The child told it in confidence.",
    HARM: "Reading it could put somebody in danger.",
}
HIDDEN = "[somebody else]"
SHORTEST_NAME = 3


class NoRule(ValueError):
    """No rule says how long an agency of this kind keeps records."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """One thing that is held: under which heading, in which words, and what is delicate in it."""

    section: str
    words: str
    at: str = ""
    delicate: str = ""  # OTHERS, CONFIDENCE, HARM or nothing
    secret_place: bool = False  # a place that a parent may not learn


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a bundle: it goes out as it stands here, or is withheld, with the reason."""

    section: str
    words: str
    at: str
    goes: bool
    because: str


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How long records are kept, and the most that one run may name."""

    id: str
    since: date
    title: str
    kinds: tuple[str, ...]
    cap: int
    source: str
    status: str
    subject: str = CHILDREN
    years_after_closing: int | None = None
    years_after_birth: int | None = None
    # Of adults: for so long nothing new was heard; whoever a court registered, until an age.
    years_unheard: int | None = None
    registered_until_age: int | None = None


@dataclass(frozen=True, kw_only=True)
class Erasing:
    """How what has reached its time is erased: days in the bin, coded fields that stay, why."""

    since: date
    bin_days: int
    share: float  # above this part of an agency's episodes a run says so
    kept: frozenset[str]
    source: str
    status: str


def bundle(*, held: Iterable[Held], asker: str, others: Collection[str]) -> list[Line]:
    """Return a bundle, line by line, with what is withheld and why.

    What is about somebody else, or could do harm, goes to nobody. What the child told in
    confidence, and every place that is secret, goes to the child and to whoever the child asked,
    never to a parent. Names of others are taken out of what goes.
    """
    return [_line(one, asker=asker, others=others) for one in held]


def _line(one: Held, *, asker: str, others: Collection[str]) -> Line:
    why = one.delicate if one.delicate in {OTHERS, HARM} else ""
    if not why and asker == "parent":
        why = CONFIDENCE if one.delicate == CONFIDENCE else HARM if one.secret_place else ""
    words = one.words if why else without(words=one.words, names=others)
    return Line(
        section=one.section, words=words, at=one.at, goes=not why, because=BECAUSE.get(why, "")
    )


def without(*, words: str, names: Collection[str]) -> str:
    """Return words with the names of others taken out, whole and in part."""
    parts = {
        part
        for name in names
        for part in (name, *name.split())
        if len(part) >= SHORTEST_NAME
    }  # fmt: skip
    if not parts:
        return words
    found = "|".join(re.escape(one) for one in sorted(parts, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{found})(?!\w)", HIDDEN, words, flags=re.IGNORECASE)


def going(*, lines: Iterable[Line]) -> list[Line]:
    """Return the lines that go out; of a withheld one its heading and the reason alone."""
    return [one if one.goes else replace(one, words="") for one in lines]


def read_retention(*, text: str) -> tuple[Rule, ...]:
    """Return the rules of a text in the form of the file.

    :raises NoRule: one has no source, no cap, or not exactly one time.
    """
    rules = tuple(
        Rule(**{**one, "kinds": tuple(one["kinds"])}) for one in tomllib.loads(text)["retention"]
    )
    for one in rules:
        times = [one.years_after_closing, one.years_after_birth, one.years_unheard]
        if not one.source or one.cap < 1 or sum(time is not None for time in times) != 1:
            raise NoRule(f"The rule {one.id} needs a source, a cap and one time.")
        if one.subject not in dict(SUBJECTS) or (one.subject == ADULTS) != bool(one.years_unheard):
            raise NoRule(f"The rule {one.id} is of nothing that a run may be about.")
    return rules


def read_erasing(*, text: str) -> tuple[Erasing, ...]:
    """Return the entries of the same text that say how erasing is done.

    :raises NoRule: one has no source, no days in the bin, or a share that is none.
    """
    entries = tuple(
        Erasing(**{**one, "kept": frozenset(one["kept"])}) for one in tomllib.loads(text)["erasing"]
    )
    for one in entries:
        if not one.source or one.bin_days < 1 or not 0 < one.share < 1:
            raise NoRule("An entry on erasing needs a source, days in the bin and a share.")
    return entries


def erasing_on(*, on: date) -> Erasing:
    """Return how erasing is done on a day.

    :raises NoRule: nothing says so: then nothing is erased.
    """
    standing = [one for one in _erasing() if one.since <= on]
    if not standing:
        raise NoRule("No entry says how records are erased.")
    return max(standing, key=lambda one: one.since)


def is_large(*, named: int, of: int, share: float) -> bool:
    """Return whether a run names a larger part of an agency's episodes than is usual."""
    return named > of * share


@lru_cache(maxsize=1)
def _erasing() -> tuple[Erasing, ...]:
    return read_erasing(text=RETENTION.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _kept() -> tuple[Rule, ...]:
    return read_retention(text=RETENTION.read_text(encoding="utf-8"))


def retention_for(*, agency_kind: str, on: date, subject: str = CHILDREN) -> Rule:
    """Return how long an agency of a kind keeps records of a subject on a day.

    :raises NoRule: nothing says so: then nothing is counted.
    """
    standing = [
        one
        for one in _kept()
        if agency_kind in one.kinds and one.since <= on and one.subject == subject
    ]
    if not standing:
        raise NoRule("No rule says how long an agency of your kind keeps these records.")
    return max(standing, key=lambda one: one.since)


def all_for(*, agency_kind: str, on: date) -> list[Rule]:
    """Return every rule that holds for an agency of a kind on a day, children first.

    :raises NoRule: there is none.
    """
    held = {one.subject for one in _kept() if agency_kind in one.kinds and one.since <= on}
    if not held:
        raise NoRule("No rule says how long an agency of your kind keeps these records.")
    return [
        retention_for(agency_kind=agency_kind, on=on, subject=subject)
        for subject, _ in SUBJECTS
        if subject in held
    ]


def years_before(*, on: date, years: int) -> date:
    """Return the day so many years earlier; the last of February where the day was none."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)


@dataclass(frozen=True, kw_only=True)
class BreachDecided:
    """What was decided about a breach of personal data, as it was typed."""

    told: bool
    told_at: datetime | None = None
    reference: str = ""
    because: str = ""
    people: str = ""
    people_because: str = ""


def lacking_of_breach(
    *, decided: BreachDecided, known_at: datetime, due_at: datetime, at: datetime
) -> tuple[str, str] | None:
    """Return (field, sentence) of the first thing that a decision on a breach lacks, or None.

    Told, it has a moment and a reference, and a reason where it is late; not told, the reason.
    """
    if decided.told:
        if decided.told_at is None:
            return "told_at", "Enter when the Commissioner was told."
        if not known_at <= decided.told_at <= at:
            return "told_at", "That is before it was known, or still to come."
        if not decided.reference.strip():
            return "reference", "Enter the Commissioner’s reference."
        if decided.told_at > due_at and not decided.because.strip():
            return "because", "It was told late: write why."
    elif not decided.because.strip():
        return "because", "Write why no risk to anybody is likely."
    if decided.people not in dict(PEOPLE_TOLD):
        return "people", "Choose whether the people it is about were told."
    if decided.people != "told" and not decided.people_because.strip():
        return "people_because", "Write why they were not told."
    return None
