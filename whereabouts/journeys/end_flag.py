"""End a flag, with a reason; it stays in the history."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.records.people import actions as people
from whereabouts.records.people.actions import AlreadySettled
from whereabouts.records.people.gate import flag_for
from whereabouts.records.people.rules import ReasonNeeded, reason_given

__all__ = ["AlreadySettled", "ReasonNeeded", "end_flag"]


@journey(needs=Permission.FLAG_SET)
def end_flag(*, actor: Actor, child_id: UUID, flag_id: UUID, because: str, at: datetime) -> None:
    """End a flag that stands, in the actor's name and with the reason.

    :raises NotVisible: there is no such flag for this actor.
    :raises ReasonNeeded: no reason was given.
    :raises AlreadySettled: it does not stand any more.
    """
    reason = reason_given(text=because)
    flag = flag_for(actor, child_id=child_id, flag_id=flag_id)
    people.end_flag(flag=flag, because=reason, by=actor, at=at)
