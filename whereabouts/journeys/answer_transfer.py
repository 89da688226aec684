"""Accept or decline an episode that another force offers."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.supervision.actions import transfers
from whereabouts.practice.supervision.actions.transfers import HasOneOfItsOwn
from whereabouts.practice.supervision.gate import transfer_for
from whereabouts.records.episodes.actions import MoveNotAllowed

__all__ = ["HasOneOfItsOwn", "MoveNotAllowed", "NeedsReason", "answer_transfer"]


class NeedsReason(Exception):
    """A declined transfer needs a reason."""


@journey(needs=Permission.EPISODE_TRANSFER)
def answer_transfer(
    *, actor: Actor, transfer_id: UUID, accepted: bool, because: str, at: datetime
) -> None:
    """Answer an offer to the actor's force. Accepted, it holds the episode, its tasks and clocks.

    :raises NotVisible: there is no such offer to this force.
    :raises NeedsReason: it is declined without words.
    :raises HasOneOfItsOwn: the force has an open episode of this child: the two stay linked.
    :raises MoveNotAllowed: it was answered already.
    """
    if not accepted and not because.strip():
        raise NeedsReason("Say why you decline: the other force keeps the episode.")
    transfer = transfer_for(actor, transfer_id=transfer_id)
    transfers.answer(transfer=transfer, accepted=accepted, because=because.strip(), by=actor, at=at)
    tell_whoever_sees(child=transfer.child_id)
