"""Run an operation: open it, join who and what belongs to it, let other forces in, close it."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.journeys.door import journey
from whereabouts.practice.adults import actions as adults
from whereabouts.practice.adults.actions import (
    AlreadyJoined,
    NameTaken,
    OperationClosed,
    WordsMissing,
)
from whereabouts.practice.adults.gate import (
    operation_for,
    operation_member_for,
    operation_partner_for,
)
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.people.gate import adult_for, child_for

__all__ = [
    "AlreadyJoined", "NameTaken", "NoForce", "OperationClosed", "WordsMissing", "close_operation",
    "end_force_part", "join_operation", "leave_operation", "let_force_join", "open_operation",
]  # fmt: skip


FORCES = ("police_force", "transport_police")


class NoForce(Exception):
    """Only another force takes part in an operation."""


@journey(needs=Permission.OPERATION_RUN)
def open_operation(*, actor: Actor, name: str, purpose: str, at: datetime) -> UUID:
    """Open an operation of the actor's force, and return its key.

    :raises WordsMissing: it has no name, or nobody says what it is for.
    :raises NameTaken: the force has one of that name.
    """
    return adults.open_operation(name=name, purpose=purpose, by=actor, at=at).pk


@journey(needs=Permission.OPERATION_RUN)
def join_operation(
    *,
    actor: Actor,
    operation_id: UUID,
    because: str,
    at: datetime,
    child_id: UUID | None = None,
    adult_id: UUID | None = None,
    reference: str = "",
    child_alone: bool = False,
) -> UUID:
    """Join a child, an adult, or an episode by its reference, to an operation.

    With `child_alone` the child of that episode is joined, and not the episode.

    :raises NotVisible: there is no such operation, child, adult or episode for this actor.
    :raises WordsMissing: nobody says why, or nothing is named.
    :raises AlreadyJoined: they are part of it.
    :raises OperationClosed: it was closed.
    """
    operation = operation_for(actor, operation_id=operation_id)
    if child_id is None and adult_id is None and not reference.strip():
        raise WordsMissing("reference")
    child = child_for(actor, child_id=child_id) if child_id else None
    episode = episode_for(actor, reference=reference) if reference.strip() else None
    if episode is not None and child_alone:
        child, episode = episode.child, None
    made = adults.join_operation(
        operation=operation,
        because=because,
        child=child,
        adult=adult_for(actor, adult_id=adult_id) if adult_id else None,
        episode=episode,
        by=actor,
        at=at,
    )
    return made.pk


@journey(needs=Permission.OPERATION_RUN)
def leave_operation(*, actor: Actor, member_id: UUID, at: datetime) -> UUID:
    """Take somebody, or an episode, out of an operation, and return the operation's key.

    :raises NotVisible: there is no such part for this actor.
    :raises AlreadyJoined: they left before.
    """
    member = operation_member_for(actor, member_id=member_id)
    adults.leave_operation(member=member, by=actor, at=at)
    return member.operation_id


@journey(needs=Permission.OPERATION_RUN)
def close_operation(*, actor: Actor, operation_id: UUID, words: str, at: datetime) -> None:
    """Close an operation, and say what came of it.

    :raises NotVisible: there is no such operation for this actor.
    :raises WordsMissing: nobody says what came of it.
    :raises OperationClosed: it was closed.
    """
    operation = operation_for(actor, operation_id=operation_id, own=True)
    adults.close_operation(operation=operation, words=words, by=actor, at=at)


@journey(needs=Permission.ADULT_RELEASE)
def let_force_join(
    *, actor: Actor, operation_id: UUID, agency: UUID, because: str, at: datetime
) -> UUID:
    """Let another force take part, in one's name, and return the key of its part.

    It sees the operation and that somebody is in it; whom it may not see otherwise it does not see
    by this. It joins its own, and takes out its own alone.

    :raises NotVisible: the actor's force runs no such operation.
    :raises NoForce: there is no such force, or it is the actor's own.
    :raises WordsMissing: nobody says why.
    :raises AlreadyJoined: it takes part.
    :raises OperationClosed: it was closed.
    """
    operation = operation_for(actor, operation_id=operation_id, own=True)
    force = Agency.objects.filter(pk=agency, kind__in=FORCES).exclude(pk=actor.agency_id).first()
    if force is None:
        raise NoForce("Choose another force.")
    return adults.let_join(operation=operation, agency=force, because=because, by=actor, at=at).pk


@journey(needs=Permission.ADULT_RELEASE)
def end_force_part(*, actor: Actor, partner_id: UUID, because: str, at: datetime) -> UUID:
    """End a force's part in an operation, and return the operation's key.

    :raises NotVisible: there is none for this actor.
    :raises WordsMissing: nobody says why.
    :raises AlreadyJoined: it was ended before.
    """
    partner = operation_partner_for(actor, partner_id=partner_id)
    adults.end_partnership(partner=partner, because=because, by=actor, at=at)
    return partner.operation_id
