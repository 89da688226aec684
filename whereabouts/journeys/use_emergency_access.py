"""Use emergency access: see a child's records for an hour, with a reason, told to their owner."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access import gate
from whereabouts.foundations.access.models import EmergencyAccess
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.audit.actions import record, record_look
from whereabouts.foundations.outbox.actions import promise, tell_screens
from whereabouts.foundations.timers.actions import set_timer
from whereabouts.journeys.door import journey
from whereabouts.records.people.queries import same_person_set

__all__ = ["NotVisible", "ReasonNeeded", "use_emergency_access"]


class ReasonNeeded(Exception):
    """Emergency access needs a reason, in a few words."""


@journey(needs=Permission.EMERGENCY_USE)
def use_emergency_access(*, actor: Actor, reference: str, reason: str, at: datetime) -> datetime:
    """Open a child's records to this person and return until when.

    Nobody who is permitted is ever turned away; the owning agency is told at once and reviews it.

    :raises ReasonNeeded: no reason was given.
    :raises NotVisible: nothing has that reference.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonNeeded()
    child, owner = gate.child_by_reference(reference=reference.strip().upper())
    key, until_at = new_id(), at + length_of(key="emergency_access_lasts", at=at)
    _open(actor=actor, subjects={child}, key=key, at=at, until_at=until_at)
    # Joined records can only be seen once the first is.
    joined = same_person_set(child_id=child)
    _open(actor=actor, subjects=joined, key=key, at=at, until_at=until_at)
    EmergencyAccess.objects.create(
        id=key,
        subject=child,
        owner_agency_id=actor.agency_id,
        of_agency_id=owner,
        member_id=actor.member_id,
        reason=reason,
        from_at=at,
        until_at=until_at,
    )
    promise(
        key=f"emergency:{key}",
        kind="emergency_access",
        subject=f"emergency:{key}",
        from_agency=actor.agency_id,
        to_agency=owner,
        to_role="information_governance",
        text="Emergency access was used to see a child's records of yours. Review it.",
        at=at,
        loudness="list",
    )
    # Their own board shows the child from now on.
    tell_screens(agencies=[actor.agency_id])
    set_timer(
        key=f"emergency:{key}:review",
        kind="emergency_review",
        subject=f"emergency:{key}",
        agency=owner,
        at=at,
        due_at=at + length_of(key="emergency_access_reviewed", at=at),
    )
    record_look(kind="emergency", page="emergency", by=actor, at=at, subjects=joined)
    record(
        kind="emergency.used",
        subject=f"child:{child}",
        by=actor,
        at=at,
        payload={"reason": reason, "until_at": until_at},
    )
    return until_at


def _open(
    *, actor: Actor, subjects: Iterable[UUID], key: UUID, at: datetime, until_at: datetime
) -> None:
    gate.relate(
        subjects=subjects,
        agency=actor.agency_id,
        kind="emergency",
        at=at,
        until_at=until_at,
        member=actor.member_id,
        # Named for this one use, so that a second use is a relation of its own.
        because=f"emergency:{key}",
    )
