"""Send somebody, or write down that no unit was free: neither ever lowers a grade."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import promise, tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.journeys.kept_away import NotToThisChild, refuse_if_named
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.actions import NeedsCode, NotOutstanding
from whereabouts.practice.investigation.queries import the_one
from whereabouts.practice.response import actions as response
from whereabouts.practice.response import events
from whereabouts.practice.response.actions import AlreadySaid, NothingNamed
from whereabouts.practice.response.gate import deployment_for
from whereabouts.practice.response.models import Deployment
from whereabouts.practice.response.rules import NotYet
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import UNDER_WAY

__all__ = [
    "AlreadySaid",
    "NeedsCode",
    "NoLongerMissing",
    "NotOutstanding",
    "NotToThisChild",
    "NotYet",
    "NothingNamed",
    "decide_nobody_goes",
    "say_no_unit_free",
    "say_sent",
    "send_somebody",
    "stand_unit_down",
]


class NoLongerMissing(Exception):
    """The child is back: nobody is sent to look for them."""


@journey(needs=Permission.RESPONSE_GO)
def send_somebody(
    *,
    actor: Actor,
    reference: str,
    unit: str,
    asked_at: datetime,
    at: datetime,
    going: str = "",
    words: str = "",
    sent_at: datetime | None = None,
) -> UUID:
    """Ask for a unit, and where it is on the way already say so; return the deployment's key.

    :raises NotVisible: there is no such episode for this actor.
    :raises NoLongerMissing: the child is back.
    :raises NothingNamed: the unit has no name.
    :raises NotToThisChild: whoever would go does not go to this child for now.
    :raises NotYet: a time lies ahead.
    """
    episode = _looked_for(actor, reference)
    refuse_if_named(words=f"{unit} {going}", episode=episode)
    made = response.ask_for_unit(
        episode=episode, unit=unit, going=going, words=words, asked_at=asked_at, by=actor, at=at
    )
    _keep(episode=episode, made=made, kind=events.UNIT_ASKED, happened_at=asked_at, by=actor, at=at)
    if sent_at is not None:
        response.mark_sent(deployment=made, sent_at=sent_at, by=actor, at=at)
        _keep(episode=episode, made=made, kind=events.SENT, happened_at=sent_at, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)
    return made.pk


@journey(needs=Permission.RESPONSE_GO)
def say_no_unit_free(
    *,
    actor: Actor,
    reference: str,
    said_by: str,
    asked_at: datetime,
    at: datetime,
    words: str = "",
) -> UUID:
    """Write down that no unit was free and who said so, and tell the duty inspector.

    What stands goes on standing, and so do the clocks: a force without a car is no safer child.

    :raises NotVisible: there is no such episode for this actor.
    :raises NoLongerMissing: the child is back.
    :raises NothingNamed: nobody is named who said so.
    :raises NotYet: the time lies ahead.
    """
    episode = _looked_for(actor, reference)
    made = response.no_unit_free(
        episode=episode, said_by=said_by, words=words, asked_at=asked_at, by=actor, at=at
    )
    _keep(episode=episode, made=made, kind=events.NONE_FREE, happened_at=asked_at, by=actor, at=at)
    promise(
        key=f"deployment:{made.pk}:none_free",
        kind="no_unit_free",
        subject=f"episode:{episode.pk}",
        from_agency=actor.agency_id,
        to_agency=episode.owner_agency_id,
        to_role="duty_inspector",
        text=f"Episode {episode.reference}: no unit is free. The grade stays as it is.",
        at=at,
        loudness="interrupt",
        high=episode.level == "high",
        child=episode.child_id,
    )
    tell_whoever_sees(child=episode.child_id)
    return made.pk


@journey(needs=Permission.RESPONSE_GO)
def say_sent(
    *, actor: Actor, reference: str, deployment_id: UUID, sent_at: datetime, at: datetime
) -> None:
    """Say that a unit that was asked for is on the way.

    :raises NotVisible: there is no such episode or deployment for this actor.
    :raises NotToThisChild: whoever would go does not go to this child for now.
    :raises AlreadySaid: it was sent already, or stood down.
    :raises NotYet: the time lies ahead.
    """
    episode = episode_for(actor, reference=reference, lock=True)
    made = deployment_for(actor, episode=episode, deployment_id=deployment_id)
    refuse_if_named(words=f"{made.unit} {made.going}", episode=episode)
    response.mark_sent(deployment=made, sent_at=sent_at, by=actor, at=at)
    _keep(episode=episode, made=made, kind=events.SENT, happened_at=sent_at, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)


@journey(needs=Permission.RESPONSE_GO)
def stand_unit_down(*, actor: Actor, reference: str, deployment_id: UUID, at: datetime) -> None:
    """Say that a unit is not coming, or no longer there.

    :raises NotVisible: there is no such episode or deployment for this actor.
    :raises AlreadySaid: it was stood down already.
    """
    episode = episode_for(actor, reference=reference, lock=True)
    made = deployment_for(actor, episode=episode, deployment_id=deployment_id)
    response.stand_down_unit(deployment=made, by=actor, at=at)
    _keep(episode=episode, made=made, kind=events.UNIT_STOOD_DOWN, happened_at=at, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)


@journey(needs=Permission.RISK_OVERRIDE)
def decide_nobody_goes(
    *, actor: Actor, reference: str, code: str, words: str, at: datetime
) -> None:
    """Decide, as a duty inspector, that nobody has to go, with a code and in words.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotOutstanding: nobody has to go, or somebody is there.
    :raises NeedsCode: the code is none of the list, or there are no words.
    """
    episode = episode_for(actor, reference=reference, lock=True)
    task = the_one(episode=episode, kind="deployment_clock")
    if task is None:
        raise NotOutstanding("Nobody has to go by this grade.")
    if not code:
        raise NeedsCode("Choose why nobody goes, and say it in words.")
    tasks.settle(task=task, by=actor, at=at, result=words, not_done_code=code)
    episodes.write_log(
        episode=episode, kind=events.NOBODY_GOES, by=actor, at=at, words=words,
        detail={"code": code},
    )  # fmt: skip
    tell_whoever_sees(child=episode.child_id)


def _looked_for(actor: Actor, reference: str) -> Episode:
    episode = episode_for(actor, reference=reference, lock=True)
    if episode.state not in UNDER_WAY:
        raise NoLongerMissing("The child is back: nobody is sent to look for them.")
    return episode


def _keep(
    *,
    episode: Episode,
    made: Deployment,
    kind: str,
    happened_at: datetime,
    by: Actor,
    at: datetime,
) -> None:
    episodes.write_log(
        episode=episode, kind=kind, by=by, at=at, happened_at=happened_at, words=made.words,
        detail={"by": made.unit or made.said_by},
    )  # fmt: skip
