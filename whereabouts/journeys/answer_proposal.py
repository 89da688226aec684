"""Answer a proposal: the duty inspector's own decision with their reason, or a refusal."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.decide import after_decision
from whereabouts.journeys.door import journey
from whereabouts.practice.risk.deciding import DecisionRefused
from whereabouts.practice.supervision.actions import proposals
from whereabouts.practice.supervision.actions.proposals import AlreadyAnswered, AskedByYou
from whereabouts.practice.supervision.gate import proposal_for
from whereabouts.records.episodes.gate import episode_for

__all__ = ["AlreadyAnswered", "AskedByYou", "DecisionRefused", "NeedsReason", "answer_proposal"]


class NeedsReason(Exception):
    """An answer to a proposal needs its reason in words."""


@journey(needs=Permission.RISK_OVERRIDE)
def answer_proposal(
    *, actor: Actor, proposal_id: UUID, agreed: bool, because: str, at: datetime
) -> str:
    """Answer a proposal and return how it ended: agreed, refused or lapsed.

    It lapses, and nothing is lowered, where something was assessed or decided since.

    :raises NotVisible: there is no such proposal for this actor.
    :raises NeedsReason: there are no words.
    :raises AskedByYou: the actor proposed it.
    :raises AlreadyAnswered: somebody answered it.
    :raises DecisionRefused: the reason is none, or a higher rank is needed.
    """
    if not because.strip():
        raise NeedsReason("Say why, in words: it is kept with your name.")
    proposal = proposal_for(actor, proposal_id=proposal_id)
    episode = episode_for(actor, reference=proposal.episode.reference, lock=True)
    if agreed:
        decision = proposals.agree(proposal=proposal, because=because, by=actor, at=at)
        if decision is not None:
            episode.refresh_from_db()
            after_decision(episode=episode, decision=decision, by=actor, at=at, looked_again=True)
    else:
        proposals.refuse(proposal=proposal, because=because, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)
    proposal.refresh_from_db()
    return proposal.state
