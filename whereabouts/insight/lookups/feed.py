"""What another system is answered about a child: whom it may mean, and what we know; plain JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

from whereabouts.engines.matching import BadDate, BadName, parse_date_of_birth
from whereabouts.engines.policy import Fact
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import FeedToken
from whereabouts.foundations.agencies.queries import actor_of, token_called, token_for
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.known import shown_of, story_of
from whereabouts.insight.lookups.search import Hit, Pointer, likely_same, pointers
from whereabouts.practice.risk import packs

SURE = "almost certain"
MOST_POSSIBLE = 10
MOST_EPISODES = 10
# What of a story a call-taker's own screen is given, in the order in which it is read.
TOLD = (
    "child_id", "name", "names", "births", "age", "sex", "gender", "ethnicity", "description",
    "communication_needs", "about_me", "languages", "phones", "brief", "flags", "plans", "adults",
    "placement", "addresses", "calls", "around",
)  # fmt: skip


def token_holder(*, secret: str, at: datetime) -> tuple[FeedToken, Actor] | None:
    """Return the token that has this secret, and the machine that acts by it; None if none does."""
    token = token_for(secret=secret, at=at)
    return None if token is None else (token, actor_of(member=token.member, at=at))


def feed_called(*, agency: str, name: str, at: datetime) -> tuple[FeedToken, Actor] | None:
    """Return the token that an agency calls so, and its machine; None if none stands."""
    token = token_called(agency=agency, name=name, at=at)
    return None if token is None else (token, actor_of(member=token.member, at=at))


def vocabulary_facts() -> Mapping[str, Fact]:
    """Return every fact that a report may state."""
    return packs.vocabulary().facts


def who_may_be_meant(
    *, actor: Actor, names: str, born: str, sex: str, at: datetime
) -> tuple[Hit, ...]:
    """Return who may be meant by what a system sent, and write down the look.

    The caller is in a scope. What cannot be read finds nobody; it is kept all the same.
    """
    try:
        day = parse_date_of_birth(text=born, on=at.date()) if born else None
        found = likely_same(
            names=(names,) if names else (),
            births=(day,) if day else (),
            on=at.date(),
            limit=MOST_POSSIBLE,
        )
    except (BadDate, BadName):
        return ()
    if not names and day is None:
        return ()
    kept = tuple(hit for hit in found if not (sex and _other_sex(hit.pointer, sex)))
    record_look(
        kind="search", page="report by a system", by=actor, at=at,
        subjects=[record for hit in kept for record in hit.pointer.records],
        shown=["pointer"] if kept else [], terms={"names": names, "born": born, "sex": sex},
    )  # fmt: skip
    return kept


def surely_meant(*, hits: Iterable[Hit], born: str, on: date) -> UUID | None:
    """Return the one child in reach who is almost certainly meant, or None.

    Only with a whole date of birth, with nothing that differs, and where no second is as likely:
    a report on the wrong child would hide two.
    """
    try:
        day = parse_date_of_birth(text=born, on=on) if born else None
    except BadDate:
        return None
    if day is None or day.precision != "day":
        return None
    sure = [hit for hit in hits if hit.sure == SURE and not hit.differs]
    if len(sure) != 1 or not sure[0].pointer.in_reach:
        return None
    return sure[0].child_id


def may_find(*, child_id: UUID, on: date) -> bool:
    """Return whether the scope may find a child at all, be it by a pointer alone."""
    return bool(pointers(child_ids=[child_id], on=on))


def known_of(*, actor: Actor, child_id: UUID, hits: Iterable[Hit], at: datetime) -> dict[str, Any]:
    """Return what we know, as far as the actor's agency may see, and write down the look.

    `child` is the child whom the report concerns, as one story; `possible` are others who may be
    meant, by what they are known by.
    """
    story = story_of(actor=actor, child_id=child_id, at=at)
    record_look(
        kind="view", page="report by a system", by=actor, at=at, subjects=[child_id],
        shown=shown_of(story=story),
    )  # fmt: skip
    child = {name: as_json(getattr(story, name)) for name in TOLD}
    child["open_now"] = as_json(story.open_now)
    child["earlier"] = as_json(story.earlier[:MOST_EPISODES])
    ours = {record.child_id for record in story.records}
    return {
        "child": child,
        "possible": [_possible(hit) for hit in hits if not ours & set(hit.pointer.records)],
    }


def as_json(value: Any) -> Any:
    """Return a plain value as JSON holds it: times in ISO, lengths of time in seconds."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: as_json(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): as_json(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_json(one) for one in value]
    return value


def _possible(hit: Hit) -> dict[str, Any]:
    pointer = {
        one.name: as_json(getattr(hit.pointer, one.name))
        for one in fields(Pointer)
        if one.name != "records"
    }
    return pointer | {
        "sure": hit.sure, "because": list(hit.because), "differs": list(hit.differs),
    }  # fmt: skip


def _other_sex(pointer: Pointer, sex: str) -> bool:
    words = {"F": "Female", "M": "Male"}
    return sex in words and bool(pointer.sex) and words[sex] not in pointer.sex.split(", ") and (
        pointer.sex in words.values()
    )  # fmt: skip
