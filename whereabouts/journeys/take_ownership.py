"""Become the owner of an episode."""

from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.supervision.actions import ownership
from whereabouts.practice.supervision.actions.ownership import HasOwner, OtherAgencys
from whereabouts.records.episodes.gate import episode_for

__all__ = ["HasOwner", "OtherAgencys", "take_ownership"]


@journey(needs=Permission.EPISODE_OWN)
def take_ownership(*, actor: Actor, reference: str, at: datetime) -> None:
    """Own an episode that nobody owns; a duty inspector may take over from an owner.

    :raises NotVisible: there is no such episode for this actor.
    :raises OtherAgencys: another agency records it.
    :raises HasOwner: somebody owns it.
    """
    episode = episode_for(actor, reference=reference, lock=True)
    ownership.take(episode=episode, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)
