"""Accept or decline the ownership of an episode."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.supervision.actions import ownership
from whereabouts.practice.supervision.actions.ownership import NotOffered
from whereabouts.practice.supervision.gate import offer_for

__all__ = ["NotOffered", "answer_hand_over"]


@journey(needs=Permission.EPISODE_OWN)
def answer_hand_over(
    *, actor: Actor, offer_id: UUID, accepted: bool, at: datetime, words: str = ""
) -> None:
    """Answer an offer to the actor; accepted, they own the episode from this moment.

    :raises NotVisible: there is no such offer to this actor.
    :raises NotOffered: it was answered or withdrawn.
    """
    offered = offer_for(actor, offer_id=offer_id)
    ownership.answer(offered=offered, accepted=accepted, words=words, by=actor, at=at)
    tell_whoever_sees(child=offered.child_id)
