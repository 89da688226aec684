"""The form of a decision: what was typed, read into a wish or an answer, faults by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime

from whereabouts.insight.lookups.asking import value_of
from whereabouts.insight.lookups.decision_shapes import AskNext, DecidePage
from whereabouts.interfaces.web.wording import CATEGORIES, LEVELS
from whereabouts.journeys.decide import Wish

LONGEST = 10_000
LONGEST_NAME = 160
SOURCES = {
    "reporter": "Who reported",
    "carer": "A carer",
    "child": "The child",
    "police": "Police",
    "partner": "Another agency",
    "records": "Records",
}
Errors = list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer to one question, ready to be kept."""

    fact: str
    value: Any
    said_by: str
    source_kind: str
    words: str


def read_wish(
    *, typed: Mapping[str, str], cited: Sequence[str], page: DecidePage
) -> tuple[Wish | None, Errors]:
    """Return the wish, or None and what is wrong with each field."""
    errors: Errors = []
    category, level = typed.get("category", ""), typed.get("level", "")
    if category not in CATEGORIES:
        errors.append(("category", "Choose the category"))
    if level not in LEVELS and category != "absent":
        errors.append(("level", "Choose the level"))
    for name, words in (("rationale", "Why"), ("override_reason", "Why you pass the bar")):
        if len(typed.get(name, "")) > LONGEST:
            errors.append((name, f"{words}: say it in {LONGEST:,} characters"))
    answers = _answers(typed, page, errors)
    supervisor = _key(typed.get("supervisor", ""), "supervisor", errors)
    keys = [_key(one, "cite", errors) for one in cited]
    if errors:
        return None, errors
    return (
        Wish(
            category=category,
            level=level if level in LEVELS else "absent",
            rationale=typed.get("rationale", "").strip(),
            answers=answers,
            cited=tuple(key for key in keys if key is not None),
            supervisor=supervisor,
            override_reason=typed.get("override_reason", "").strip(),
        ),
        [],
    )


def as_high(*, page: DecidePage, rationale: str) -> Wish:
    """Return the wish to go to HIGH now, in the category that stands."""
    return _at(page=page, level="high", rationale=rationale)


def as_recommended(*, page: DecidePage, rationale: str) -> Wish:
    """Return the wish to decide what is recommended."""
    return _at(page=page, level=page.recommended, rationale=rationale)


def read_answer(
    *, fact: str, typed: Mapping[str, str], asked: AskNext, page: DecidePage
) -> tuple[Answer | None, Errors]:
    """Return an answer, or None and what is wrong with each field.

    A "no" of somebody who may be the cause settles nothing: it is refused, and asked elsewhere.
    """
    name, errors = f"a-{fact}", []
    try:
        value = value_of(fact=fact, answer=typed.get(name, "").strip())
    except (KeyError, OverflowError):
        return None, [(name, f"{asked.question.text} Choose an answer, or “not known”")]
    source = typed.get(f"source-{fact}", "") or ("reporter" if asked.to_caller else "")
    said_by = typed.get(f"by-{fact}", "").strip()
    if not said_by and asked.to_caller:
        said_by = page.caller.name or "the person reporting"
    words = typed.get(f"w-{fact}", "").strip()
    if source not in SOURCES:
        errors.append((f"source-{fact}", "Choose where the answer comes from"))
    if not said_by:
        errors.append((f"by-{fact}", "Enter who says so"))
    if len(said_by) > LONGEST_NAME:
        errors.append((f"by-{fact}", f"Say who in {LONGEST_NAME} characters"))
    if len(words) > LONGEST:
        errors.append((f"w-{fact}", f"Say it in {LONGEST:,} characters"))
    own_word = source in {"reporter", "carer"} and page.caller.may_be_cause
    if asked.question.withheld and own_word and value in (False, "none"):
        errors.append((name, "This caller’s “no” does not settle it. Ask somebody else"))
    if errors:
        return None, errors
    return Answer(fact=fact, value=value, said_by=said_by, source_kind=source, words=words), []


def version_of(*, typed: Mapping[str, str]) -> int:
    """Return the version of the episode that the page showed; a lost one is never the present."""
    text = typed.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def seen_at(*, typed: Mapping[str, str], otherwise: datetime) -> datetime:
    """Return when the page was made."""
    try:
        made = parse_datetime(typed.get("seen_at", ""))
    except ValueError:
        made = None
    return made if made is not None and made.tzinfo is not None else otherwise


def _answers(
    typed: Mapping[str, str], page: DecidePage, errors: Errors
) -> dict[str, dict[str, str]]:
    found = {}
    for prompt in page.prompts:
        answer = typed.get(f"answer-{prompt.rule}", "")
        reason = typed.get(f"reason-{prompt.rule}", "").strip()
        if answer not in {"", "accepted", "declined"}:
            errors.append((f"answer-{prompt.rule}", "Choose one of the answers shown"))
        if len(reason) > LONGEST:
            errors.append((f"reason-{prompt.rule}", f"Say it in {LONGEST:,} characters"))
        if answer:
            found[prompt.rule] = {"answer": answer, "reason": reason}
    return found


def _key(text: str, name: str, errors: Errors) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        errors.append((name, "Choose one of those shown"))
        return None


def _at(*, page: DecidePage, level: str, rationale: str) -> Wish:
    category = "missing" if page.category == "absent" and level != "absent" else page.category
    return Wish(category=category, level=level, rationale=rationale.strip()[:LONGEST])
