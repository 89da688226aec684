"""What a plan holds and lacks, whether it is reviewed, what changed, and what goes with a child."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any
from uuid import UUID

FEWEST_CONTACTS = 6  # what the field's own form asks for at least (Coventry, S18)


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a trigger plan says. Lists are in order; empty is not said."""

    level: str
    category: str
    review_on: date
    first_actions: Sequence[Mapping[str, Any]] = ()
    contacts: Sequence[Mapping[str, str]] = ()
    aim: str = ""
    locate_now: str = ""
    search_order: str = ""
    patterns: str = ""
    phones_and_accounts: str = ""
    health: str = ""
    who_does_what: str = ""
    team: str = ""
    prevent: str = ""
    works: str = ""
    childs_view: str = ""
    because: str = ""
    high_when: str = ""
    high_until: date | None = None


CONTENTS = tuple(one.name for one in fields(Contents))
WORDS = {
    "level": "Least level",
    "category": "Recorded as",
    "review_on": "Review by",
    "first_actions": "First actions",
    "contacts": "People to contact",
    "aim": "What the plan is for",
    "locate_now": "To find the child",
    "search_order": "Where to look, in order",
    "patterns": "Known patterns",
    "phones_and_accounts": "Telephones and accounts",
    "health": "Health and medicine",
    "who_does_what": "Who does what",
    "team": "The team around the child",
    "prevent": "To prevent it",
    "works": "What works when talking with the child",
    "childs_view": "What the child says",
    "because": "Why this plan",
    "high_when": "When HIGH applies",
    "high_until": "HIGH ends",
}


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What one version says otherwise than the one before it."""

    name: str
    words: str
    before: Any
    after: Any


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """Somebody to be told: a role of an agency, or one of its people by name."""

    agency: UUID
    role: str
    member: UUID | None = None


def lacking(*, contents: Contents) -> tuple[str, ...]:
    """Return what a plan must say before anybody approves it, in the order of the form."""
    lacks = []
    if not any(action.get("title", "").strip() for action in contents.first_actions):
        lacks.append("first_actions")
    if not contents.locate_now.strip():
        lacks.append("locate_now")
    if not contents.who_does_what.strip():
        lacks.append("who_does_what")
    if not contents.prevent.strip():
        lacks.append("prevent")
    if not contents.childs_view.strip():
        lacks.append("childs_view")
    if contents.level == "high":
        # A level without an end goes on for ever and is believed no more.
        if not contents.high_when.strip():
            lacks.append("high_when")
        if contents.high_until is None:
            lacks.append("high_until")
    return tuple(lacks)


def thin(*, contents: Contents) -> tuple[str, ...]:
    """Return what a plan would better say: it is approved without, and shown as thin."""
    wanted = ("search_order", "patterns", "phones_and_accounts", "health", "works", "team")
    found = [name for name in wanted if not getattr(contents, name).strip()]
    return tuple(["contacts", *found] if len(contents.contacts) < FEWEST_CONTACTS else found)


def ends_on(*, level: str, review_on: date, high_until: date | None) -> date:
    """Return the last day on which a plan counts as reviewed: its review's, or HIGH's end."""
    if level == "high" and high_until is not None:
        return min(review_on, high_until)
    return review_on


def is_overdue(*, level: str, review_on: date, high_until: date | None, on: date) -> bool:
    """Return whether a plan's day has gone by. It binds all the same."""
    return ends_on(level=level, review_on=review_on, high_until=high_until) < on


def is_old(*, on: date, since: date | None, longest: timedelta) -> bool | None:
    """Return whether a photograph or a description is too old to search by; None: nobody knows."""
    return None if since is None else on - since > longest


def differences(*, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return what changed from one version to the next, in the order of the form."""
    return tuple(
        Difference(name=name, words=WORDS[name], before=before.get(name), after=after.get(name))
        for name in CONTENTS
        if (before.get(name) or None) != (after.get(name) or None)
    )


def goes_with(
    *,
    home: UUID | None,
    host_force: UUID | None,
    host_authority: UUID | None,
    responsible_authority: UUID | None,
) -> tuple[Addressee, ...]:
    """Return who is told by a plan of a child who lives there: home, host police, authorities."""
    wanted = [
        (home, "home_worker"),
        (host_force, "missing_coordinator"),
        (host_force, "duty_inspector"),
        (host_authority, "social_worker"),
        (responsible_authority, "social_worker"),
    ]
    found = [Addressee(agency=agency, role=role) for agency, role in wanted if agency is not None]
    return tuple(dict.fromkeys(found))


def left_behind(*, before: Iterable[Addressee], now: Iterable[Addressee]) -> frozenset[UUID]:
    """Return the agencies that a plan tells no more because the child lives there no longer."""
    return frozenset(one.agency for one in before) - {one.agency for one in now}


def is_in_force(*, asked: Sequence[tuple[UUID, bool | None]]) -> bool:
    """Return whether everybody asked has agreed; nobody asked is nobody's agreement."""
    return bool(asked) and all(agreed is True for _, agreed in asked)


def may_see_line(*, audience: str, full: bool) -> bool:
    """Return whether a line of a plan is for somebody: all of it for police and social care."""
    return full or audience == "everybody"
