"""Decide on a referral after a return: sent, or not sent, always with the reason."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.plans import actions as plans
from whereabouts.practice.plans.actions import AddresseeMissing, ReferralReasonMissing
from whereabouts.practice.return_home import actions as returns
from whereabouts.practice.return_home.gate import standing_episode_for
from whereabouts.practice.return_home.queries import task_now
from whereabouts.practice.risk import returning
from whereabouts.practice.risk.arranging import responsible_authority
from whereabouts.records.episodes.rules import State

__all__ = ["AddresseeMissing", "NoReferralNow", "ReferralReasonMissing", "decide_referral"]


class NoReferralNow(Exception):
    """The child is dead: other children at risk are referred by their own names."""


@journey(needs=Permission.REFERRAL_DECIDE)
def decide_referral(
    *,
    actor: Actor,
    reference: str,
    sent: bool,
    because: str,
    at: datetime,
    to_agency: UUID | None = None,
    needs: str = "",
) -> str:
    """Write down the decision and settle its task; return the decision's key.

    A referral that is sent goes to `to_agency`, else to the responsible authority, which may see
    the child from then on. A later decision stands beside the first. One that is sent after the end
    of the follow-up opens it again: it ends with the answer.

    :raises NotVisible: there is no such episode for this actor.
    :raises NoReferralNow: the child was found dead.
    :raises ReferralReasonMissing: no reason was given.
    :raises AddresseeMissing: it is sent, and nobody knows to whom.
    """
    episode = standing_episode_for(actor, reference=reference)
    if episode.state == State.FOUND_DEAD:
        raise NoReferralNow("The child was found dead: refer other children at risk by name.")
    returning.arrange_return(episode=episode, by=actor, at=at)
    task = task_now(episode=episode, kind="referral_decision")
    assert task is not None  # noqa: S101 - arranged a line before
    if sent and to_agency is None:
        authority = responsible_authority(episode=episode, at=at)
        to_agency = authority.pk if authority else None
    decision = plans.decide_referral(
        episode=episode, task=task, sent=sent, because=because, to_agency=to_agency, needs=needs,
        by=actor, at=at,
    )  # fmt: skip
    if sent and to_agency is not None:
        plans.send_referral(decision=decision, by=actor, at=at)
        if episode.state == State.CLOSED:
            returns.open_follow_up_again(episode=episode, words="", by=actor, at=at)
    if task.state in OUTSTANDING:
        tasks.settle(task=task, by=actor, at=at, result="Sent." if sent else "Not sent.")
    tell_whoever_sees(child=episode.child_id)
    return str(decision.pk)
