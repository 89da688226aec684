"""Decide on an appeal to the public, with the harm weighed; and take it down again."""

from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.journeys.plan_investigation import NotOurs
from whereabouts.journeys.send_somebody import NoLongerMissing
from whereabouts.practice.investigation import actions as investigation
from whereabouts.practice.investigation import events
from whereabouts.practice.investigation.actions import NothingUp, StillUp
from whereabouts.practice.investigation.rules import DecisionIncomplete, Weighed
from whereabouts.practice.return_home import actions as returns
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import UNDER_WAY, State

__all__ = [
    "DecisionIncomplete",
    "NoLongerMissing",
    "NotOurs",
    "NothingUp",
    "StillUp",
    "Weighed",
    "decide_publicity",
    "take_appeal_down",
]

APPEALS = "appeals"


@journey(needs=Permission.PUBLICITY_DECIDE)
def decide_publicity(*, actor: Actor, reference: str, weighed: Weighed, at: datetime) -> None:
    """Decide whether the public is asked, in the actor's name; deciding against it takes reasons.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotOurs: another agency holds the episode.
    :raises NoLongerMissing: the child is back: no appeal goes out.
    :raises DecisionIncomplete: the reason, the harm weighed or what may be said is missing.
    :raises StillUp: an appeal is up.
    """
    episode = _ours(actor, reference)
    if episode.state not in UNDER_WAY:
        raise NoLongerMissing("The child is back: no appeal goes out.")
    decided = investigation.decide_publicity(episode=episode, weighed=weighed, by=actor, at=at)
    episodes.write_log(
        episode=episode, kind=events.PUBLICITY_DECIDED, by=actor, at=at, words=decided.because,
        detail={"kind": decided.get_decision_display()},
    )  # fmt: skip
    tell_whoever_sees(child=episode.child_id)


@journey(needs=Permission.STAND_DOWN)
def take_appeal_down(*, actor: Actor, reference: str, words: str, at: datetime) -> None:
    """Write down that the appeal was taken down everywhere; on the stand-down list, too.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotOurs: another agency holds the episode.
    :raises NothingUp: no appeal is up.
    """
    episode = _ours(actor, reference)
    investigation.take_down(episode=episode, words=words, by=actor, at=at)
    episodes.write_log(
        episode=episode, kind=events.PUBLICITY_DOWN, by=actor, at=at, words=words.strip()
    )
    if episode.state != State.OPEN:
        returns.confirm(episode=episode, system=APPEALS, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)


def _ours(actor: Actor, reference: str) -> Episode:
    episode = episode_for(actor, reference=reference, lock=True)
    if episode.owner_agency_id != actor.agency_id:
        raise NotOurs("The force that holds the episode decides on publicity.")
    return episode
