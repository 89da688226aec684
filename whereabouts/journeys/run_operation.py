"""Run an operation: open it, join children, adults and episodes, close it with what came of it."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.practice.adults import actions as adults
from whereabouts.practice.adults.actions import (
    AlreadyJoined,
    NameTaken,
    OperationClosed,
    WordsMissing,
)
from whereabouts.practice.adults.gate import operation_for, operation_member_for
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.people.gate import adult_for, child_for

__all__ = [
    "AlreadyJoined", "NameTaken", "OperationClosed", "WordsMissing", "close_operation",
    "join_operation", "leave_operation", "open_operation",
]  # fmt: skip


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
    operation = operation_for(actor, operation_id=operation_id)
    adults.close_operation(operation=operation, words=words, by=actor, at=at)
