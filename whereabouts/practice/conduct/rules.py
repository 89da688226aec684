"""Who reviews force, which way a matter goes, and from whom it is sealed."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from whereabouts.practice.conduct.vocabulary import (
    ABOUT_KINDS,
    BY_SUPERINTENDENT,
    MATTER_KINDS,
    SAID_BY,
    SAID_OF,
    TACTICS,
    WANTS,
)

# Agencies so small that whoever is named works with everybody in it.
SEALED_WHOLE = frozenset({"home", "provider"})
STANDARDS, DESIGNATED = "professional_standards", "designated_officer"


class NotInList(ValueError):
    """An answer is none of those that may be given; `field` says which."""

    def __init__(self, field: str) -> None:
        super().__init__(f"“{field.replace('_', ' ')}” is none of the answers that may be given.")
        self.field = field


class Incomplete(ValueError):
    """Something that this cannot do without is missing; `fields` say what."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__("Something is missing.")
        self.fields = fields


@dataclass(frozen=True, kw_only=True)
class Force:
    """Force used on a child, or threatened, as whoever was there says."""

    used_at: datetime
    tactics: tuple[str, ...]
    why: str
    threatened_only: bool = False
    injury: str = ""
    afterwards: str = ""
    body_worn: str = ""
    there: tuple[UUID, ...] = ()
    others_there: str = ""


@dataclass(frozen=True, kw_only=True)
class Told:
    """Somebody who works with children, named as the one who harms; by name or by description."""

    kind: str
    about_kind: str
    words: str
    said_at: datetime
    said_by: str = "child"
    about_member: UUID | None = None
    about_name: str = ""
    wants: str = "not_asked"
    body_worn: str = ""


@dataclass(frozen=True, kw_only=True)
class Staff:
    """A member as far as sealing needs to know."""

    key: UUID
    agency: UUID
    agency_kind: str
    team: UUID | None = None
    roles: frozenset[str] = field(default_factory=frozenset)


def check_force(*, force: Force, at: datetime) -> None:
    """Go on if force is recorded with what it takes.

    :raises NotInList: a tactic is none of the list.
    :raises Incomplete: no tactic, no reason, or a time that has not come.
    """
    if not set(force.tactics) <= set(dict(TACTICS)):
        raise NotInList("tactics")
    wrong = []
    if not force.tactics:
        wrong.append("tactics")
    if not force.why.strip():
        wrong.append("why")
    if force.used_at > at:
        wrong.append("used_at")
    if wrong:
        raise Incomplete(tuple(wrong))


def check_told(*, told: Told, at: datetime) -> None:
    """Go on if a matter holds only answers from the lists, words, and a time that has come.

    :raises NotInList: naming the field.
    :raises Incomplete: there are no words, or the time lies ahead.
    """
    for name, value, choices in (
        ("kind", told.kind, MATTER_KINDS),
        ("about_kind", told.about_kind, ABOUT_KINDS),
        ("said_by", told.said_by, SAID_BY),
        ("wants", told.wants, WANTS),
    ):
        if value not in dict(choices):
            raise NotInList(name)
    wrong = [] if told.words.strip() else ["words"]
    if told.said_at > at:
        wrong.append("said_at")
    if wrong:
        raise Incomplete(tuple(wrong))


def reviewed_by(*, tactics: Collection[str]) -> str:
    """Return the role that reviews force: what may maim takes a superintendent, threatened too."""
    return "superintendent" if BY_SUPERINTENDENT & set(tactics) else "duty_inspector"


def may_review(*, roles: Collection[str], member: UUID, there: Collection[UUID], role: str) -> bool:
    """Return whether somebody may review: of the rank that it takes, and not there."""
    enough = (
        {"superintendent"} if role == "superintendent" else {"duty_inspector", "superintendent"}
    )
    return member not in there and bool(enough & set(roles))


def route_of(*, about_kind: str) -> str:
    """Return which way a matter goes: an officer's to standards, others' to the authority."""
    return STANDARDS if about_kind == "officer" else DESIGNATED


def kinds_said(*, words: str) -> tuple[str, ...]:
    """Return who may be meant by words that name nobody, by what they say; none where nothing does.

    Whole words alone: it decides who else is told, and never that somebody is left out.
    """
    said = f" {' '.join(re.findall(r'[a-z]+', words.lower()))} "
    return tuple(
        kind for kind, marks in SAID_OF.items() if any(f" {mark} " in said for mark in marks)
    )


def routes_said(*, words: str) -> tuple[tuple[str, str], ...]:
    """Return (about, route) of every matter that words ask for where nobody is named.

    One where they say who is meant; where they do not, or could mean either, both are told.
    """
    kinds = kinds_said(words=words)
    routes = {route_of(about_kind=kind) for kind in kinds}
    if len(routes) == 1:
        return ((kinds[0], routes.pop()),)
    return (("other", STANDARDS), ("other", DESIGNATED))


def sealed_from(
    *, named: Staff | None, line: Iterable[UUID] = (), were_there: Iterable[Staff] = ()
) -> tuple[UUID, ...]:
    """Return from whom a matter is sealed: keys of members, teams and agencies, in no order.

    Whoever is named, their team, and those above them; of a home or a provider everybody. Where
    nobody can say who it was, everybody who was there, with their teams.
    """
    keys: set[UUID] = set(line)
    for one in [named] if named is not None else list(were_there):
        keys.add(one.key)
        if one.agency_kind in SEALED_WHOLE:
            keys.add(one.agency)
        if one.team is not None:
            keys.add(one.team)
    return tuple(sorted(keys))


def people_of(*, keys: Collection[UUID], colleagues: Iterable[Staff]) -> set[UUID]:
    """Return whoever belongs to a sealed team or agency now: leaving it later opens nothing."""
    return {one.key for one in colleagues if one.agency in keys or one.team in keys}


def line_of(*, named: Staff, colleagues: Iterable[Staff], above: Mapping[str, str]) -> set[UUID]:
    """Return those who answer for somebody's work: in a role above theirs, in their agency.

    Of their team where the team has such a one; else whoever has that role.
    """
    roles = {above[role] for role in named.roles if role in above}
    over = [
        one
        for one in colleagues
        if one.agency == named.agency and one.key != named.key and roles & one.roles
    ]
    in_team = {one.key for one in over if named.team is not None and one.team == named.team}
    return in_team or {one.key for one in over}
