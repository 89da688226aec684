"""A force's operations: who and what is joined to each, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.adults.gate import operation_for, operation_partner_for
from whereabouts.practice.adults.models import Operation, OperationMember, OperationPartner
from whereabouts.records.people import queries as people
from whereabouts.records.people.models import Child


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationLine:
    """An operation in a line."""

    operation_id: UUID
    name: str
    purpose: str
    lead: str
    opened_at: datetime
    closed_at: datetime | None
    outcome_words: str
    force: str
    ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """A force that takes part, or did: why, and since when."""

    partner_id: UUID
    force: str
    because: str
    by: str
    from_at: datetime
    ended_at: datetime | None
    ended_because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """A child, an adult or an episode in an operation, and why.

    `key` is empty where the reader may not see who it is: they see that somebody is in it.
    """

    member_id: UUID
    kind: str
    words: str
    key: str
    because: str
    joined_at: datetime
    left_at: datetime | None
    force: str
    ours: bool


@dataclass(frozen=True, kw_only=True)
class OperationView:
    """One operation with everybody in it."""

    line: OperationLine
    members: tuple[MemberLine, ...]
    partners: tuple[PartLine, ...]


@lookup(needs=Permission.NETWORK_LOOK)
def operations_page(*, actor: Actor, at: datetime) -> tuple[OperationLine, ...]:
    """Return the operations of the actor's agency, those under way first."""
    found = list(
        visible(Operation).select_related("lead", "owner_agency").order_by("-opened_at", "-id")
    )
    record_look(
        kind="list", page="operations", by=actor, at=at, subjects=(), shown=["operations"]
    )  # fmt: skip
    return tuple(
        _line(one, actor) for one in sorted(found, key=lambda one: one.closed_at is not None)
    )


@lookup(needs=Permission.NETWORK_LOOK)
def operation_page(*, actor: Actor, operation_id: UUID, at: datetime) -> OperationView:
    """Return one operation.

    :raises NotVisible: there is none for this actor.
    """
    operation = operation_for(actor, operation_id=operation_id)
    rows = list(
        visible(OperationMember)
        .filter(operation=operation)
        .select_related("adult", "episode", "owner_agency")
        .order_by("joined_at", "id")
    )
    # Of what a partner joined, the reader sees whom they may see otherwise, and nobody else.
    seen = visible(Child).filter(pk__in={one.child_id for one in rows if one.child_id})
    names = people.display_names(child_ids=seen.values_list("pk", flat=True))
    record_look(
        kind="view", page="operation", by=actor, at=at, shown=["name", "adults"],
        subjects=set(names),
    )  # fmt: skip
    return OperationView(
        line=_line(operation, actor),
        members=tuple(_member(one, names, actor) for one in rows),
        partners=tuple(
            PartLine(
                partner_id=one.pk, force=one.agency.name, because=one.because,
                by=one.recorded_by.display_name, from_at=one.from_at, ended_at=one.ended_at,
                ended_because=one.ended_because,
            )
            for one in visible(OperationPartner)
            .filter(operation=operation)
            .select_related("agency", "recorded_by")
            .order_by("from_at", "id")
        ),
    )  # fmt: skip


@lookup(needs=Permission.ADULT_RELEASE)
def other_forces(*, actor: Actor, at: datetime) -> tuple[tuple[UUID, str], ...]:
    """Return the other forces, by name; they may be let take part in an operation."""
    found = Agency.objects.filter(kind__in=("police_force", "transport_police"))
    return tuple(found.exclude(pk=actor.agency_id).order_by("name").values_list("pk", "name"))


@lookup(needs=Permission.ADULT_RELEASE)
def part_to_end(*, actor: Actor, partner_id: UUID, at: datetime) -> tuple[UUID, str]:
    """Return (operation, force) of a part that may be ended; it shows nobody.

    :raises NotVisible: there is none for this actor.
    """
    found = operation_partner_for(actor, partner_id=partner_id)
    return found.operation_id, found.agency.name


def _line(one: Operation, actor: Actor) -> OperationLine:
    return OperationLine(
        operation_id=one.pk,
        name=one.name,
        purpose=one.purpose,
        lead=one.lead.display_name,
        opened_at=one.opened_at,
        closed_at=one.closed_at,
        outcome_words=one.outcome_words,
        force=one.owner_agency.name,
        ours=one.owner_agency_id == actor.agency_id,
    )


def _member(one: OperationMember, names: dict[UUID, str], actor: Actor) -> MemberLine:
    child = names.get(one.child_id, "") if one.child_id else ""
    if one.episode_id:
        kind, key = "episode", one.episode.reference if one.episode else ""
        words = f"{key}, {child}"
    elif one.adult_id:
        kind, key = "adult", str(one.adult_id) if one.adult else ""
        words = one.adult.name if one.adult else ""
    else:
        kind, words, key = "child", child, str(one.child_id) if child else ""
    if not key:
        words = f"On record at {one.owner_agency.name}: ask them"
    return MemberLine(
        member_id=one.pk, kind=kind, words=words, key=key, because=one.because,
        joined_at=one.joined_at, left_at=one.left_at, force=one.owner_agency.name,
        ours=one.owner_agency_id == actor.agency_id,
    )  # fmt: skip
