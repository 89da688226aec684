"""Offer an episode to a colleague: the owner stays the owner until they accept."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Member
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.supervision.actions import ownership
from whereabouts.practice.supervision.actions.ownership import (
    MayNotOwn,
    NotTheOwner,
    OtherAgencys,
)
from whereabouts.records.episodes.gate import episode_for

__all__ = ["MayNotOwn", "NotTheOwner", "OtherAgencys", "offer_hand_over"]


@journey(needs=Permission.EPISODE_OWN)
def offer_hand_over(
    *, actor: Actor, reference: str, to_member: UUID, words: str, at: datetime
) -> str:
    """Offer the ownership, withdrawing an earlier offer, and return the offer's key.

    :raises NotVisible: there is no such episode for this actor.
    :raises OtherAgencys: another agency records it.
    :raises NotTheOwner: the actor neither owns it nor is senior.
    :raises MayNotOwn: the colleague may not own it.
    """
    episode = episode_for(actor, reference=reference, lock=True)
    member = Member.objects.filter(pk=to_member, agency=actor.agency_id).first()
    if member is None:
        raise MayNotOwn("Choose a colleague of your agency.")
    offered = ownership.offer(episode=episode, to_member=member, words=words, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)
    return str(offered.pk)
