"""Ask for a Child Rescue Alert, decide on it by name in both forces, and end it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import agencies_reached
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.rules import POLICE_KINDS
from whereabouts.foundations.outbox.actions import tell_screens
from whereabouts.journeys.decide_publicity import NoLongerMissing, NotOurs
from whereabouts.journeys.door import journey
from whereabouts.practice.publicity import actions as publicity
from whereabouts.practice.publicity.actions import (
    AlreadyDecided,
    AlreadyUnderWay,
    NotMet,
    NotRanked,
    NotYours,
    ReasonMissing,
    Unanswered,
)
from whereabouts.practice.publicity.gate import alert_for
from whereabouts.practice.publicity.rules import Answer
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.rules import State

__all__ = [
    "AlreadyDecided", "AlreadyUnderWay", "Answer", "NoLongerMissing", "NoSuchForce", "NotMet",
    "NotOurs", "NotRanked", "NotYours", "ReasonMissing", "Unanswered", "answer_rescue_alert",
    "ask_rescue_alert", "decide_rescue_alert", "end_rescue_alert",
]  # fmt: skip


class NoSuchForce(Exception):
    """The other force is a police force, and another than one's own."""


@journey(needs=Permission.PUBLICITY_DECIDE)
def ask_rescue_alert(
    *,
    actor: Actor,
    reference: str,
    answers: Mapping[str, Answer],
    at: datetime,
    second_force: UUID | None = None,
) -> UUID:
    """Ask for an alert, whatever the answers; the superintendents decide. Returns its key.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotOurs: another agency holds the episode.
    :raises NoLongerMissing: the child is found.
    :raises NoSuchForce: the other force is none, or one's own.
    :raises Unanswered, AlreadyUnderWay: an answer is missing, or one is under way.
    """
    episode = episode_for(actor, reference=reference, lock=True)
    if episode.owner_agency_id != actor.agency_id:
        raise NotOurs("The force that holds the episode asks for an alert.")
    if episode.state != State.OPEN:
        raise NoLongerMissing("The child is found: no alert goes out.")
    if second_force is not None:
        another = Agency.objects.filter(pk=second_force, kind__in=POLICE_KINDS)
        if second_force == actor.agency_id or not another.exists():
            raise NoSuchForce("Choose another force.")
    alert = publicity.ask_alert(
        episode=episode, answers=answers, second_force=second_force, by=actor, at=at
    )
    tell_screens(agencies=agencies_reached(subject=episode.child_id))
    return alert.pk


@journey(needs=Permission.ALERT_DECIDE)
def decide_rescue_alert(
    *, actor: Actor, alert_id: UUID, launch: bool, because: str, at: datetime
) -> str:
    """Decide on an alert for the force that asked, and return how it stands.

    :raises NotVisible: there is no such alert of the actor's force.
    :raises ReasonMissing, NotRanked, NotMet, AlreadyDecided: it cannot be decided on so.
    """
    alert = alert_for(actor, alert_id=alert_id)
    if alert.owner_agency_id != actor.agency_id:
        raise NotVisible()
    if launch and alert.episode.state != State.OPEN:
        raise AlreadyDecided("The child is found: no alert goes out.")
    return publicity.decide_alert(alert=alert, launch=launch, because=because, by=actor, at=at)


@journey(needs=Permission.ALERT_DECIDE)
def answer_rescue_alert(
    *, actor: Actor, alert_id: UUID, agreed: bool, because: str, at: datetime
) -> str:
    """Decide on an alert for the other force that is affected, and return how it stands.

    :raises NotVisible: no such alert came to the actor's force.
    :raises ReasonMissing, NotRanked, AlreadyDecided: it cannot be decided on so.
    """
    alert = alert_for(actor, alert_id=alert_id)
    if alert.second_force_id != actor.agency_id:
        raise NotVisible()
    return publicity.answer_alert(alert=alert, agreed=agreed, because=because, by=actor, at=at)


@journey(needs=Permission.PUBLICITY_DECIDE)
def end_rescue_alert(*, actor: Actor, alert_id: UUID, because: str, at: datetime) -> None:
    """End an alert everywhere; whoever may decide on publicity in either force does.

    :raises NotVisible: there is no such alert of either force.
    :raises ReasonMissing: no reason is given.
    :raises AlreadyDecided: it is not out.
    """
    alert = alert_for(actor, alert_id=alert_id)
    if actor.agency_id not in (alert.owner_agency_id, alert.second_force_id):
        raise NotVisible()
    publicity.end_alert(alert=alert, because=because, by=actor, at=at)
    tell_screens(agencies=agencies_reached(subject=alert.child_id))
