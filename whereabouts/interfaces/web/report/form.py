"""The form of a report: what was typed, read into what was told, each fault with its field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from whereabouts.insight.lookups.asking import (
    ADULT_LINK_KINDS,
    LIVING_AT,
    RELATIONS,
    SEXES,
    Question,
    value_of,
)
from whereabouts.interfaces.web.report.times import BadTime, moment
from whereabouts.journeys.told import AdultNamed, Told

# Each field of the page, with the most characters that it takes.
TEXTS = {
    "reporter_name": 160,
    "reporter_contact": 80,
    "names": 240,
    "born_text": 60,
    "description": 4000,
    "home_address": 240,
    "phone": 80,
    "seen_time": 20,
    "seen_day": 20,
    "last_seen_place": 240,
    "seen_with": 240,
    "clothing": 2000,
    "why": 4000,
    "words": 20_000,
    "call_time": 20,
    "call_day": 20,
}
SEEN = {
    "now": "Just now",
    "hour": "Within the hour",
    "at": "At a time",
    "unknown": "Not known",
}
ADULT_FACTS = {
    "": "Not known",
    "with_adult_of_concern": "Somebody to be worried about",
    "with_adult_partner": "An adult partner",
}
CHOICES: dict[str, Sequence[str]] = {
    "relation": [value for value, _ in RELATIONS],
    "sex": [value for value, _ in SEXES],
    "living_at": [value for value, _ in LIVING_AT],
    "seen": list(SEEN),
    "call": ["earlier"],
}
ADULTS = (1, 2)
ADULT_TEXTS = {"name": 240, "detail": 2000}
LONGEST_WORDS = 2000
WITHIN = {"now": timedelta(0), "hour": timedelta(hours=1)}
NOBODY_WE_KNOW = "unknown"
LABELS = {
    "reporter_name": "The caller's name",
    "reporter_contact": "The caller's number",
    "relation": "The caller's relation to the child",
    "names": "The child's name",
    "born_text": "Date of birth or age",
    "sex": "Sex",
    "description": "Description",
    "home_address": "Home address",
    "phone": "The child's phone",
    "living_at": "Where the child lives",
    "seen": "When last seen",
    "seen_time": "Time last seen",
    "seen_day": "Day last seen",
    "last_seen_place": "Where last seen",
    "seen_with": "With whom",
    "clothing": "Clothing",
    "why": "Why they went",
    "words": "Anything else",
    "call": "When the caller rang",
    "call_time": "Time of the call",
    "call_day": "Day of the call",
    "child": "Who is meant",
}


@dataclass(kw_only=True)
class Reading:
    """What a form comes to: `told` where nothing is wrong, else the faults as (field, sentence)."""

    told: Told | None = None
    errors: list[tuple[str, str]] = field(default_factory=list)

    def wrong(self, name: str, sentence: str) -> None:
        """Note a fault of a field."""
        self.errors.append((name, sentence))


def kept(*, posted: Mapping[str, str], questions: Iterable[Question]) -> dict[str, str]:
    """Return the fields of a post that are this page's, empty ones left out, ready for a draft."""
    names = {*TEXTS, *CHOICES, "child"}
    for question in questions:
        names |= {f"q-{question.fact}", f"w-{question.fact}", f"v-{question.fact}"}
    for row in ADULTS:
        names |= {f"adult-{row}-{part}" for part in (*ADULT_TEXTS, "kind", "fact")}
    return {name: posted[name] for name in sorted(names) if posted.get(name)}


def read(
    *,
    typed: Mapping[str, str],
    questions: Sequence[Question],
    draft: UUID,
    at: datetime,
    called_at: datetime,
) -> Reading:
    """Return what was told. `called_at` is when the call began, unless it was earlier.

    A caller who may be the cause is taken at their word where they say, unasked, that something is
    wrong at home; a "no" of theirs to what they must not be asked counts for nothing.
    """
    reading = Reading()
    _check_lengths(typed, reading)
    for name, values in CHOICES.items():
        if typed.get(name) and typed[name] not in values:
            reading.wrong(name, f"{LABELS[name]}: choose one of the answers shown")
    back_entry = typed.get("call") == "earlier"
    happened_at = _when(typed, "call", called_at, at, reading) if back_entry else called_at
    facts, said, not_put = _answers(typed, questions, reading)
    seen_at = _seen_at(typed, happened_at, at, reading)
    child = _child(typed, reading)
    adults = tuple(_adults(typed, reading))
    if not reading.errors:
        reading.told = Told(
            idempotency_key=f"draft:{draft}",
            happened_at=happened_at,
            child=child,
            unidentified=not typed.get("names", "").strip(),
            facts=facts,
            said=said,
            not_put=not_put,
            adults=adults,
            last_seen_at=seen_at,
            words=_words(typed),
            draft=draft,
            back_entry=back_entry,
            **{
                name: typed.get(name, "").strip()
                for name in (
                    "names", "born_text", "sex", "description", "home_address", "phone",
                    "reporter_name", "relation", "reporter_contact", "last_seen_place",
                    "clothing", "living_at",
                )
            },  # type: ignore[arg-type]
        )  # fmt: skip
    return reading


def _check_lengths(typed: Mapping[str, str], reading: Reading) -> None:
    limits = dict(TEXTS)
    for row in ADULTS:
        limits |= {f"adult-{row}-{part}": most for part, most in ADULT_TEXTS.items()}
    limits |= {name: LONGEST_WORDS for name in typed if name.startswith("w-")}
    for name, text in typed.items():
        if len(text.strip()) > limits.get(name, len(text)):
            what = LABELS.get(name, "This answer")
            reading.wrong(name, f"{what}: say it in {limits[name]:,} characters")


def _answers(
    typed: Mapping[str, str], questions: Sequence[Question], reading: Reading
) -> tuple[dict[str, Any], dict[str, str], tuple[str, ...]]:
    relation = typed.get("relation", "")
    facts: dict[str, Any] = {}
    said: dict[str, str] = {}
    not_put = []
    for question in questions:
        fact = question.fact
        words = typed.get(f"w-{fact}", "").strip()
        if relation not in question.put_to:
            if question.withheld:
                if typed.get(f"v-{fact}"):
                    facts[fact] = True
                    said |= {fact: words} if words else {}
                else:
                    not_put.append(fact)
            continue
        answer = typed.get(f"q-{fact}", "")
        if not answer:
            if words:
                # Words without an answer: something was said, and nobody knows what it comes to.
                facts[fact], said[fact] = None, words
            continue
        try:
            facts[fact] = value_of(fact=fact, answer=answer)
        except KeyError:
            reading.wrong(f"q-{fact}", f"{question.text} Choose one of the answers shown")
            continue
        if words:
            said[fact] = words
    return facts, said, tuple(not_put)


def _seen_at(
    typed: Mapping[str, str], called_at: datetime, at: datetime, reading: Reading
) -> datetime | None:
    seen = typed.get("seen", "")
    if seen in WITHIN:
        return called_at - WITHIN[seen]
    if seen == "unknown":
        return None
    if not (
        seen == "at" or typed.get("seen_time", "").strip() or typed.get("seen_day", "").strip()
    ):
        return None
    return _when(typed, "seen", called_at, at, reading)


def _when(
    typed: Mapping[str, str], what: str, called_at: datetime, at: datetime, reading: Reading
) -> Any:
    try:
        return moment(
            clock=typed.get(f"{what}_time", ""),
            day=typed.get(f"{what}_day", ""),
            at=at,
        )
    except BadTime as fault:
        name = f"{what}_{fault.part}"
        reading.wrong(name, f"{LABELS[name]}: {_lowered(str(fault))}")
        return called_at


def _child(typed: Mapping[str, str], reading: Reading) -> UUID | None:
    chosen = typed.get("child", "")
    if chosen in {"", NOBODY_WE_KNOW}:
        return None
    try:
        return UUID(chosen)
    except ValueError:
        reading.wrong("child", f"{LABELS['child']}: choose one of the children shown")
        return None


def _adults(typed: Mapping[str, str], reading: Reading) -> Iterable[AdultNamed]:
    kinds = dict(ADULT_LINK_KINDS)
    for row in ADULTS:
        said = {
            part: typed.get(f"adult-{row}-{part}", "").strip()
            for part in ("name", "kind", "fact", "detail")
        }
        if said["kind"] and said["kind"] not in kinds:
            reading.wrong(f"adult-{row}-kind", "How the adult is known: choose one of those shown")
        if said["fact"] not in ADULT_FACTS:
            reading.wrong(f"adult-{row}-fact", "What the adult is: choose one of those shown")
        if said["name"] or said["detail"] or said["fact"]:
            yield AdultNamed(
                name=said["name"] or "Name not known",
                kind=said["kind"] or "believed_with",
                detail=said["detail"],
                fact=said["fact"],
            )


def _words(typed: Mapping[str, str]) -> str:
    """Return everything said in words, each part under the question that it answers."""
    parts = {"why": "Why they went", "seen_with": "Last seen with", "words": ""}
    lines = []
    for name, label in parts.items():
        text = typed.get(name, "").strip()
        if text:
            lines.append(f"{label}: {text}" if label else text)
    return "\n\n".join(lines)


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
