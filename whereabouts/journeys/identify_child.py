"""Finding out who an unknown child is: their record becomes, or is linked to, a known one."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.journeys.join_records import joined_as_one
from whereabouts.records.people.actions import AlreadyJoined
from whereabouts.records.people.gate import child_for
from whereabouts.records.people.rules import ReasonNeeded, reason_given

__all__ = ["AlreadyJoined", "NotUnidentified", "ReasonNeeded", "identify_child"]


class NotUnidentified(Exception):
    """The child of this record is known."""


@journey(needs=Permission.CHILD_UPDATE)
def identify_child(
    *, actor: Actor, child_id: UUID, known_id: UUID, because: str, at: datetime
) -> None:
    """Say which known child an unknown one is. The records are linked; nothing is retyped.

    :raises NotVisible: one of the records is not the actor's to see.
    :raises ReasonNeeded: no reason was given.
    :raises NotUnidentified: the record is not of an unknown child.
    :raises AlreadyJoined: they are one child already.
    """
    reason = reason_given(text=because)
    child, known = child_for(actor, child_id=child_id), child_for(actor, child_id=known_id)
    if not child.unidentified:
        raise NotUnidentified("This child is known: joining is for a coordinator.")
    joined_as_one(child=child, other=known, because=reason, by=actor, at=at)
