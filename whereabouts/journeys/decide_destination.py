"""Decide where a child goes: a named person, after the questions, never against what is known."""

from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.return_home import actions as returns
from whereabouts.practice.return_home.actions import (
    HomeRefused,
    NothingProposed,
    ReasonMissing,
    SafetyQuestionsOpen,
)
from whereabouts.practice.return_home.gate import NotYetFound, return_for, standing_episode_for
from whereabouts.practice.risk import returning

__all__ = [
    "HomeRefused",
    "NotYetFound",
    "NothingProposed",
    "ReasonMissing",
    "SafetyQuestionsOpen",
    "decide_destination",
]


@journey(needs=Permission.RETURN_DESTINATION)
def _decide(
    *,
    actor: Actor,
    reference: str,
    agreed: bool,
    because: str,
    safeguarding: str,
    told_child: str,
    at: datetime,
) -> None:
    episode = standing_episode_for(actor, reference=reference)
    returned = return_for(actor, episode=episode)
    returns.decide(
        returned=returned,
        agreed=agreed,
        because=because,
        safeguarding=safeguarding,
        told_child=told_child,
        bars=returning.bars_to(returned=returned, at=at),
        by=actor,
        at=at,
    )
    if agreed:
        returning.pass_gate(returned=returned, by=actor, at=at)
    else:
        returning.tell_of_refused_place(episode=episode, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)


def decide_destination(
    *,
    actor: Actor,
    reference: str,
    agreed: bool,
    because: str,
    at: datetime,
    safeguarding: str = "",
    told_child: str = "",
) -> None:
    """Agree to the destination proposed, or to the child's staying, or refuse it; with a reason.

    Where violence is known, a concern stands, or somebody there may be told nothing, agreeing
    needs `safeguarding`: the words of a duty inspector or a social worker. A refusal of ours is
    written down. `told_child` is what the child was told of it, and why.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotYetFound: nobody has said that the child was found.
    :raises NothingProposed: there is no destination to decide on.
    :raises ReasonMissing: no reason was given.
    :raises SafetyQuestionsOpen: questions have no answer yet.
    :raises HomeRefused: the way there needs a safeguarding decision in words.
    """
    try:
        _decide(
            actor=actor, reference=reference, agreed=agreed, because=because,
            safeguarding=safeguarding, told_child=told_child, at=at,
        )  # fmt: skip
    except (HomeRefused, SafetyQuestionsOpen) as refused:
        with entered(actor=actor, at=at):
            returns.record_barred(
                episode=standing_episode_for(actor, reference=reference),
                because=refused.because if isinstance(refused, HomeRefused) else (),
                questions=refused.questions if isinstance(refused, SafetyQuestionsOpen) else (),
                by=actor,
                at=at,
            )
        raise


decide_destination.needs = Permission.RETURN_DESTINATION  # type: ignore[attr-defined]
