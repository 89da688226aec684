"""Whether an appeal is up, whether an alert may go out, and who decides on it."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from whereabouts.practice.publicity.vocabulary import ANSWERS

ALERT = Path(__file__).with_name("alert.toml")


class BadCriteria(ValueError):
    """The file of criteria has an entry that is not whole."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question, each of which is answered with yes before an alert goes out."""

    id: str
    since: date
    text: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer to a question, in words."""

    answer: str
    words: str = ""


def questions(*, on: date) -> tuple[Question, ...]:
    """Return the questions that hold on a day, in the order of the file."""
    of_id: dict[str, Question] = {}
    for one in _kept()["questions"]:
        known = of_id.get(one["id"])
        if one["since"] <= on and (known is None or known.since <= one["since"]):
            of_id[one["id"]] = Question(
                id=one["id"], since=one["since"], text=one["text"], source=one["source"]
            )
    return tuple(of_id.values())


def decider(*, on: date) -> str:
    """Return the rank from which somebody decides on an alert; before the first day the first."""
    entries = sorted(_kept()["deciders"], key=lambda one: one["since"])
    begun = [one for one in entries if one["since"] <= on]
    return str((begun[-1] if begun else entries[0])["rank"])


def read_criteria(*, text: str) -> dict[str, list[dict[str, Any]]]:
    """Return the entries of a text in the form of the file.

    :raises BadCriteria: an entry has no first day or source, or nobody decides.
    """
    document = tomllib.loads(text)
    read = {part: list(document.get(part, [])) for part in ("questions", "deciders")}
    for part, needed in (("questions", ("id", "text")), ("deciders", ("rank",))):
        for one in read[part]:
            whole = isinstance(one.get("since"), date) and one.get("source")
            if not whole or not all(one.get(name) for name in needed):
                raise BadCriteria(f"An entry of {part} is not whole.")
    if not read["questions"] or not read["deciders"]:
        raise BadCriteria("It lacks the questions, or who decides.")
    return read


def unanswered(*, answers: Mapping[str, Answer], on: date) -> tuple[str, ...]:
    """Return the questions that have no answer of the list, or a yes without words."""
    known = dict(ANSWERS)
    return tuple(
        one.id
        for one in questions(on=on)
        if one.id not in answers
        or answers[one.id].answer not in known
        or (answers[one.id].answer == "yes" and not answers[one.id].words.strip())
    )


def criteria_met(*, answers: Mapping[str, Answer], on: date) -> bool:
    """Return whether every question is answered with yes: not known is no yes."""
    asked = questions(on=on)
    return bool(asked) and all(
        one.id in answers and answers[one.id].answer == "yes" for one in asked
    )


def standing(
    *, taken_down_at: datetime | None, missing: bool, expires_at: datetime, at: datetime
) -> str:
    """Return how an appeal stands: up, found, taken_down or ended.

    Found comes before the rest: it is not up one moment longer than the child is missing.
    """
    if not missing:
        return "found"
    if taken_down_at is not None:
        return "taken_down"
    return "ended" if expires_at <= at else "up"


def unsaid(*, given: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the names of what is empty."""
    return tuple(name for name, words in given if not words.strip())


@lru_cache(maxsize=1)
def _kept() -> dict[str, list[dict[str, Any]]]:
    return read_criteria(text=ALERT.read_text(encoding="utf-8"))
