"""A force's operations: who and what is joined to each, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.adults.gate import operation_for
from whereabouts.practice.adults.models import Operation, OperationMember
from whereabouts.records.people import queries as people


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


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """A child, an adult or an episode in an operation, and why."""

    member_id: UUID
    kind: str
    words: str
    key: str
    because: str
    joined_at: datetime
    left_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class OperationView:
    """One operation with everybody in it."""

    line: OperationLine
    members: tuple[MemberLine, ...]


@lookup(needs=Permission.NETWORK_LOOK)
def operations_page(*, actor: Actor, at: datetime) -> tuple[OperationLine, ...]:
    """Return the operations of the actor's agency, those under way first."""
    found = list(visible(Operation).select_related("lead").order_by("-opened_at", "-id"))
    record_look(
        kind="list", page="operations", by=actor, at=at, subjects=(), shown=["operations"]
    )  # fmt: skip
    return tuple(_line(one) for one in sorted(found, key=lambda one: one.closed_at is not None))


@lookup(needs=Permission.NETWORK_LOOK)
def operation_page(*, actor: Actor, operation_id: UUID, at: datetime) -> OperationView:
    """Return one operation.

    :raises NotVisible: there is none for this actor.
    """
    operation = operation_for(actor, operation_id=operation_id)
    rows = list(
        visible(OperationMember)
        .filter(operation=operation)
        .select_related("adult", "episode")
        .order_by("joined_at", "id")
    )
    names = people.display_names(child_ids={one.child_id for one in rows if one.child_id})
    record_look(
        kind="view", page="operation", by=actor, at=at, shown=["name", "adults"],
        subjects={one.child_id for one in rows if one.child_id},
    )  # fmt: skip
    return OperationView(line=_line(operation), members=tuple(_member(one, names) for one in rows))


def _line(one: Operation) -> OperationLine:
    return OperationLine(
        operation_id=one.pk,
        name=one.name,
        purpose=one.purpose,
        lead=one.lead.display_name,
        opened_at=one.opened_at,
        closed_at=one.closed_at,
        outcome_words=one.outcome_words,
    )


def _member(one: OperationMember, names: dict[UUID, str]) -> MemberLine:
    child = names.get(one.child_id, "") if one.child_id else ""
    if one.episode is not None:
        kind, words, key = "episode", f"{one.episode.reference}, {child}", one.episode.reference
    elif one.adult is not None:
        kind, words, key = "adult", one.adult.name, str(one.adult_id)
    else:
        kind, words, key = "child", child, str(one.child_id)
    return MemberLine(
        member_id=one.pk, kind=kind, words=words, key=key, because=one.because,
        joined_at=one.joined_at, left_at=one.left_at,
    )  # fmt: skip
