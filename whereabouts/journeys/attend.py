"""Say that you are there, and that you have seen the child: two buttons for whoever attends."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import promise, tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.journeys.kept_away import NotToThisChild, refuse_if_kept_away, refuse_if_named
from whereabouts.practice.response import actions as response
from whereabouts.practice.response import events
from whereabouts.practice.response.actions import AlreadySaid, NobodyThere
from whereabouts.practice.response.gate import deployment_for
from whereabouts.practice.response.models import Deployment
from whereabouts.practice.response.queries import there_now
from whereabouts.practice.response.rules import NotYet
from whereabouts.practice.risk import after_return
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.models import Episode

__all__ = [
    "AlreadySaid",
    "NobodyThere",
    "NotToThisChild",
    "NotYet",
    "say_arrived",
    "say_child_seen",
]


@journey(needs=Permission.RESPONSE_GO)
def say_arrived(
    *,
    actor: Actor,
    reference: str,
    arrived_at: datetime,
    at: datetime,
    deployment_id: UUID | None = None,
) -> UUID:
    """Say that a unit is there; without one named, that the actor is. Return the deployment's key.

    :raises NotVisible: there is no such episode or deployment for this actor.
    :raises NotToThisChild: the actor, or whoever is in the unit, does not go to this child for now.
    :raises AlreadySaid: it was said already.
    :raises NotYet: the time lies ahead.
    """
    episode = episode_for(actor, reference=reference, lock=True)
    refuse_if_kept_away(actor=actor, episode=episode)
    if deployment_id is not None:
        made = deployment_for(actor, episode=episode, deployment_id=deployment_id)
        refuse_if_named(words=f"{made.unit} {made.going}", episode=episode)
    elif there_now(episode=episode, member=actor.member_id) is not None:
        raise AlreadySaid("You have said already that you are there.")
    else:
        made = _the_actor_goes(episode=episode, when=arrived_at, by=actor, at=at)
    _arrive(episode=episode, made=made, arrived_at=arrived_at, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)
    return made.pk


@journey(needs=Permission.RESPONSE_GO)
def say_child_seen(
    *,
    actor: Actor,
    reference: str,
    seen_at: datetime,
    at: datetime,
    deployment_id: UUID | None = None,
) -> UUID:
    """Say that whoever went has seen the child; without one named, that the actor has.

    How the child was found, and that they are back, is said with the return: this opens no clock
    and closes none but that of the first attendance. The owner is told at once.

    :raises NotVisible: there is no such episode or deployment for this actor.
    :raises NotToThisChild: the actor does not go to this child for now.
    :raises AlreadySaid: it was said already.
    :raises NobodyThere: the unit named has not arrived.
    :raises NotYet: the time lies ahead.
    """
    episode = episode_for(actor, reference=reference, lock=True)
    refuse_if_kept_away(actor=actor, episode=episode)
    made = (
        deployment_for(actor, episode=episode, deployment_id=deployment_id)
        if deployment_id is not None
        else there_now(episode=episode, member=actor.member_id)
    )
    if made is None:
        made = _the_actor_goes(episode=episode, when=seen_at, by=actor, at=at)
        _arrive(episode=episode, made=made, arrived_at=seen_at, by=actor, at=at)
    response.mark_child_seen(deployment=made, seen_at=seen_at, by=actor, at=at)
    episodes.write_log(
        episode=episode, kind=events.CHILD_SEEN, by=actor, at=at, happened_at=seen_at,
        detail={"by": made.unit},
    )  # fmt: skip
    promise(
        key=f"deployment:{made.pk}:child_seen",
        kind="child_seen",
        subject=f"episode:{episode.pk}",
        from_agency=actor.agency_id,
        to_agency=episode.owner_agency_id,
        to_role="supervisor",
        to_member=episode.owner_id,
        text=f"Episode {episode.reference}: whoever went has seen the child.",
        at=at,
        high=episode.level == "high",
        child=episode.child_id,
    )
    after_return.owe_offer(episode=episode, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)
    return made.pk


def _the_actor_goes(*, episode: Episode, when: datetime, by: Actor, at: datetime) -> Deployment:
    return response.ask_for_unit(
        episode=episode, unit=(by.name or "Whoever attends")[:80], asked_at=when, by=by, at=at
    )


def _arrive(
    *, episode: Episode, made: Deployment, arrived_at: datetime, by: Actor, at: datetime
) -> None:
    response.mark_arrived(deployment=made, arrived_at=arrived_at, by=by, at=at)
    episodes.write_log(
        episode=episode, kind=events.ARRIVED, by=by, at=at, happened_at=arrived_at,
        detail={"by": made.unit},
    )  # fmt: skip
