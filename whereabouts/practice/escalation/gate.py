"""A matter for somebody: hidden alike when there is none and when it is not theirs."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.escalation.models import Escalation


def raised_for(actor: Actor, *, escalation_id: UUID) -> Escalation:
    """Return a matter that the actor's agency raised.

    :raises NotVisible: there is none for this actor.
    """
    return one(Escalation, pk=escalation_id, owner_agency=actor.agency_id)


def standing_for(actor: Actor, *, escalation_id: UUID) -> Escalation:
    """Return a matter that stands at the actor's agency, or was first taken there.

    :raises NotVisible: there is none for this actor.
    """
    found = one(Escalation, pk=escalation_id)
    if actor.agency_id not in (found.at_agency_id, found.to_agency_id):
        return one(Escalation, pk=escalation_id, at_agency=actor.agency_id)
    return found
