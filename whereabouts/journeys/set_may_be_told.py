"""Decide what somebody around a child may be told; lifting "nothing" takes a named senior."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.access.scope import NotPermitted
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.records.people import actions as people
from whereabouts.records.people.actions import NeedsSenior
from whereabouts.records.people.gate import related_person_for
from whereabouts.records.people.rules import ReasonNeeded, reason_given

__all__ = ["NeedsSenior", "ReasonNeeded", "set_may_be_told"]


@journey(needs=Permission.CHILD_UPDATE)
def set_may_be_told(
    *, actor: Actor, child_id: UUID, person_id: UUID, told: str, because: str, at: datetime
) -> None:
    """Decide what somebody may be told, in the actor's name and with the reason.

    :raises NotVisible: there is no such person for this actor.
    :raises ReasonNeeded: no reason was given.
    :raises NotPermitted: they are told nothing, and only a senior may lift that.
    """
    reason = reason_given(text=because)
    person = related_person_for(actor, child_id=child_id, person_id=person_id)
    senior = permitted(roles=actor.roles, permission=Permission.MAY_BE_TOLD_SET)
    try:
        people.set_may_be_told(
            person=person, told=told, because=reason, by=actor, at=at, senior=senior
        )
    except NeedsSenior:
        raise NotPermitted(Permission.MAY_BE_TOLD_SET) from None
