"""An appeal, a Child Rescue Alert for somebody: hidden alike where it is not theirs."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.publicity.models import Appeal, RescueAlert


def appeal_for(actor: Actor, *, reference: str) -> Appeal:
    """Return an appeal by its reference.

    :raises NotVisible: there is none for this actor.
    """
    return one(Appeal, reference=reference)


def alert_for(actor: Actor, *, alert_id: UUID) -> RescueAlert:
    """Return a Child Rescue Alert that was asked for.

    :raises NotVisible: there is none for this actor.
    """
    return one(RescueAlert, pk=alert_id)
