"""Desks: as they stand now, and as they stood at their hour; children by name for who sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from whereabouts.engines.deadlines import times_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.desk_parts import sections_of
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.desks import rules
from whereabouts.practice.desks.gate import desk_for
from whereabouts.practice.desks.models import Desk
from whereabouts.records.people.models import Child
from whereabouts.records.people.queries import display_names

MOST_DAYS = 14
PLAIN = (rules.COORDINATOR, rules.AUTHORITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLine:
    """One line: in our words, about whom where that is for the reader, and where it is done."""

    words: str
    name: str
    reference: str
    since: datetime | None
    due_at: datetime | None
    late: bool
    page: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPart:
    """One part of a desk."""

    key: str
    title: str
    lines: tuple[DeskLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskDay:
    """A desk that was kept."""

    key: UUID
    for_on: date
    made_at: datetime
    lines: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """A desk, live (`key` is None) or as it stood, with those kept before."""

    key: UUID | None
    title: str
    at: datetime
    parts: tuple[DeskPart, ...]
    kept: tuple[DeskDay, ...]
    next_at: datetime

    @property
    def late(self) -> int:
        """How many lines are late."""
        return sum(line.late for part in self.parts for line in part.lines)


@lookup(needs=Permission.DESK_LOOK)
def desk_now(*, actor: Actor, at: datetime) -> DeskPage:
    """Return the desk of the actor's agency as it stands now; a look.

    :raises NotVisible: an agency of this kind has none.
    """
    return _now(kind=_own_kind(actor), actor=actor, at=at)


@lookup(needs=Permission.DESK_LOOK)
def desk_then(*, actor: Actor, at: datetime, desk_id: UUID) -> DeskPage:
    """Return a desk as it stood; whoever may no longer see a child reads no name. A look.

    :raises NotVisible: there is none for this actor.
    """
    return _then(actor=actor, at=at, desk=desk_for(actor, desk_id=desk_id, kinds=PLAIN))


@lookup(needs=Permission.RECORDS_GOVERN)
def governance_now(*, actor: Actor, at: datetime) -> DeskPage:
    """Return information governance's desk as it stands now.

    :raises NotVisible: an agency of this kind has none.
    """
    if rules.GOVERNANCE not in rules.desks_of(agency_kind=actor.agency_kind):
        raise NotVisible()
    return _now(kind=rules.GOVERNANCE, actor=actor, at=at)


@lookup(needs=Permission.RECORDS_GOVERN)
def governance_then(*, actor: Actor, at: datetime, desk_id: UUID) -> DeskPage:
    """Return information governance's desk as it stood.

    :raises NotVisible: there is none for this actor.
    """
    desk = desk_for(actor, desk_id=desk_id, kinds=(rules.GOVERNANCE,))
    return _then(actor=actor, at=at, desk=desk)


def _own_kind(actor: Actor) -> str:
    for kind in rules.desks_of(agency_kind=actor.agency_kind):
        if kind in PLAIN:
            return kind
    raise NotVisible()


def _now(*, kind: str, actor: Actor, at: datetime) -> DeskPage:
    sections = sections_of(kind=kind, agency=actor.agency_id, at=at)
    return _page(kind=kind, sections=sections, key=None, made_at=at, actor=actor, at=at)


def _then(*, actor: Actor, at: datetime, desk: Desk) -> DeskPage:
    return _page(
        kind=desk.kind, sections=desk.sections, key=desk.pk, made_at=desk.made_at, actor=actor,
        at=at,
    )  # fmt: skip


def _page(
    *, kind: str, sections: Sequence[Mapping[str, Any]], key: UUID | None, made_at: datetime,
    actor: Actor, at: datetime,
) -> DeskPage:  # fmt: skip
    asked = {UUID(line["child"]) for part in sections for line in part["lines"] if line["child"]}
    there = set(visible(Child).filter(pk__in=asked).values_list("pk", flat=True))
    names = display_names(child_ids=there)
    if there:
        record_look(
            kind="view", page=f"desk {kind}", by=actor, at=at, subjects=sorted(there),
            shown=["name", "desk"],
        )  # fmt: skip
    kept = visible(Desk).filter(owner_agency=actor.agency_id, kind=kind).order_by("-for_on")
    return DeskPage(
        key=key,
        title=dict(rules.KINDS)[kind],
        at=made_at,
        parts=tuple(
            DeskPart(
                key=part["key"], title=part["title"],
                lines=tuple(_line(line, there=there, names=names) for line in part["lines"]),
            )
            for part in sections
        ),
        kept=tuple(
            DeskDay(
                key=one.pk, for_on=one.for_on, made_at=one.made_at,
                lines=sum(number for name, number in one.counts.items() if name != "late"),
                late=one.counts.get("late", 0),
            )
            for one in kept[:MOST_DAYS]
        ),
        next_at=rules.next_hour(after=at, hours=times_of(key=rules.HOURS[kind], at=at)),
    )  # fmt: skip


def _line(line: Mapping[str, Any], *, there: set[UUID], names: Mapping[UUID, str]) -> DeskLine:
    child = UUID(line["child"]) if line["child"] else None
    seen = child is None or child in there
    return DeskLine(
        words=line["words"],
        name=names.get(child, "Name not known") if child in there else "",
        reference=line["reference"] if seen else "",
        since=datetime.fromisoformat(line["since"]) if line["since"] else None,
        due_at=datetime.fromisoformat(line["due_at"]) if line["due_at"] else None,
        late=line["late"],
        page=line["page"] if seen else "",
        key=line["key"] if seen else "",
    )
