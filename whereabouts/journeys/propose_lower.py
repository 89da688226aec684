"""Propose something lower to a duty inspector: what stands goes on standing until they answer."""

from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.risk.deciding import DecisionRefused
from whereabouts.practice.risk.rules import Wish
from whereabouts.practice.supervision.actions import proposals
from whereabouts.practice.supervision.actions.proposals import AlreadyAsked, NothingToPropose
from whereabouts.records.episodes.gate import episode_for

__all__ = ["AlreadyAsked", "DecisionRefused", "NothingToPropose", "Wish", "propose_lower"]


@journey(needs=Permission.RISK_DECIDE)
def propose_lower(*, actor: Actor, reference: str, wish: Wish, at: datetime) -> str:
    """Ask a duty inspector to agree, and return the proposal's key.

    :raises NotVisible: there is no such episode for this actor.
    :raises NothingToPropose: the actor may decide it themself.
    :raises DecisionRefused: something is lacking that no rank may pass: a reason, an answer.
    :raises AlreadyAsked: a proposal waits already.
    """
    episode = episode_for(actor, reference=reference, lock=True)
    proposal = proposals.propose(episode=episode, wish=wish, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)
    return str(proposal.pk)
