"""Settle a proposed flag: raise it, or decline it with a reason."""

from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.records.people import actions as people
from whereabouts.records.people.actions import AlreadySettled
from whereabouts.records.people.gate import flag_for
from whereabouts.records.people.rules import ReasonNeeded, reason_given

__all__ = ["AlreadySettled", "ReasonNeeded", "settle_flag"]


@journey(needs=Permission.FLAG_SET)
def settle_flag(
    *,
    actor: Actor,
    child_id: UUID,
    flag_id: UUID,
    accepted: bool,
    because: str,
    at: datetime,
    strength: str = "",
    review_on: date | None = None,
) -> None:
    """Raise or decline a proposed flag, in the actor's name and with the reason.

    :raises NotVisible: there is no such flag for this actor.
    :raises ReasonNeeded: no reason was given.
    :raises AlreadySettled: it is a proposal no longer.
    """
    reason = reason_given(text=because)
    people.settle_flag_proposal(
        flag=flag_for(actor, child_id=child_id, flag_id=flag_id), accepted=accepted,
        because=reason, strength=strength, review_on=review_on, by=actor, at=at,
    )  # fmt: skip
