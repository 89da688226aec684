"""Review emergency access: the owning agency says whether it was justified."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access import gate
from whereabouts.foundations.access.models import EmergencyAccess
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record
from whereabouts.journeys.door import journey

__all__ = [
    "AlreadyReviewed",
    "FindingNeeded",
    "NotVisible",
    "OwnAccess",
    "review_emergency_access",
]

FINDINGS = ("justified", "unjustified")


class AlreadyReviewed(Exception):
    """Somebody else has reviewed it."""


class FindingNeeded(Exception):
    """A finding is needed, and words where it was not justified."""


class OwnAccess(Exception):
    """Nobody reviews their own access."""


@journey(needs=Permission.EMERGENCY_REVIEW)
def review_emergency_access(
    *, actor: Actor, key: UUID, finding: str, note: str = "", at: datetime
) -> None:
    """Record the finding about a use of emergency access to one of the agency's children.

    :raises FindingNeeded: no finding, or "not justified" without a word.
    :raises NotVisible: there is none, or it is another agency's to review.
    :raises OwnAccess: the reviewer used it.
    :raises AlreadyReviewed: somebody else was first.
    """
    note = note.strip()
    if finding not in FINDINGS or (finding == "unjustified" and not note):
        raise FindingNeeded()
    used = gate.one(EmergencyAccess, pk=key, of_agency=actor.agency_id)
    if used.member_id == actor.member_id:
        raise OwnAccess()
    done = EmergencyAccess.objects.filter(pk=key, reviewed_at__isnull=True).update(
        reviewed_at=at, reviewed_by_id=actor.member_id, finding=finding, review_note=note
    )
    if not done:
        raise AlreadyReviewed()
    record(
        kind="emergency.reviewed",
        subject=f"emergency:{key}",
        by=actor,
        at=at,
        payload={"finding": finding, "note": note},
    )
