"""An agreement, a sharing or a slip for somebody: hidden alike when none and when not theirs."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.sharing.models import Agreement, Sharing, Slip


def agreement_for(actor: Actor, *, agreement_id: UUID) -> Agreement:
    """Return an agreement that the actor's agency made or is a party to.

    :raises NotVisible: there is none for this actor.
    """
    return one(Agreement, pk=agreement_id)


def sharing_for(actor: Actor, *, sharing_id: UUID, own: bool = False) -> Sharing:
    """Return a sharing; with `own` only one that the actor's agency made.

    :raises NotVisible: there is none for this actor.
    """
    owner = {"owner_agency": actor.agency_id} if own else {}
    return one(Sharing, pk=sharing_id, **owner)


def slip_for(actor: Actor, *, slip_id: UUID) -> Slip:
    """Return a pack's slip, of the agency that shared it.

    :raises NotVisible: there is none for this actor.
    """
    return one(Slip, pk=slip_id, owner_agency=actor.agency_id)
