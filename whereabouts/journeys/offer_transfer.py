"""Ask another force to take an episode: the holder keeps it until they accept."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.supervision.actions import transfers
from whereabouts.practice.supervision.actions.transfers import (
    AlreadyOffered,
    CannotTake,
    OtherAgencys,
)
from whereabouts.records.episodes.gate import episode_for

__all__ = ["AlreadyOffered", "CannotTake", "NoReason", "OtherAgencys", "offer_transfer"]


class NoReason(Exception):
    """A transfer needs a reason that the other force can judge."""


@journey(needs=Permission.EPISODE_TRANSFER)
def offer_transfer(
    *, actor: Actor, reference: str, to_agency: UUID, because: str, at: datetime
) -> str:
    """Offer an episode to another force, whose duty inspector answers, and return the offer's key.

    Unanswered after thirty minutes both duty inspectors are told.

    :raises NotVisible: there is no such episode for this actor.
    :raises NoReason: there are no words.
    :raises OtherAgencys: another agency holds it.
    :raises CannotTake: the agency chosen cannot hold it.
    :raises AlreadyOffered: an offer waits.
    """
    if not because.strip():
        raise NoReason("Say why the other force should hold this episode.")
    episode = episode_for(actor, reference=reference, lock=True)
    agency = Agency.objects.filter(pk=to_agency).first()
    if agency is None:
        raise CannotTake("Choose another force.")
    transfer = transfers.offer(
        episode=episode, to_agency=agency, because=because.strip(), by=actor, at=at
    )
    tell_whoever_sees(child=episode.child_id)
    return str(transfer.pk)
