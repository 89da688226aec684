"""Ask for a case conference in one step, from either side; answer it, and say what it decided."""

from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import agencies_reached
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.journeys.door import journey
from whereabouts.practice.investigation.vocabulary import FOLLOWS_UP
from whereabouts.practice.partners import actions as partners
from whereabouts.practice.partners.actions import AlreadyAsked, AlreadySettled, NothingSaid
from whereabouts.practice.partners.gate import conference_for
from whereabouts.practice.partners.models import Conference
from whereabouts.records.episodes.queries import under_way
from whereabouts.records.people.gate import person_for

__all__ = [
    "AlreadyAsked",
    "AlreadySettled",
    "NotAskedOfYou",
    "NothingSaid",
    "answer_conference",
    "ask_conference",
    "hold_conference",
]


class NotAskedOfYou(Exception):
    """Only the agency that was asked answers; either side writes down what was decided."""


@journey(needs=Permission.CONFERENCE_ASK)
def ask_conference(
    *, actor: Actor, child_id: UUID, to_agency: UUID, why: str, at: datetime
) -> UUID:
    """Ask, and return the key; they answer in time, or whoever stands above them hears of it.

    :raises NotVisible: there is no such child, or the agency has no part in the child's life.
    :raises NothingSaid: it does not say why.
    :raises AlreadyAsked: one with them is asked for already.
    """
    child, children = person_for(actor, child_id=child_id)
    other = Agency.objects.filter(pk=to_agency, kind__in=FOLLOWS_UP).first()
    if other is None or other.pk not in agencies_reached(subject=child.pk):
        raise NotVisible()
    role, due = FOLLOWS_UP[other.kind], at + length_of(key="conference_answered", at=at)
    made = partners.ask_conference(
        child=child, to_agency=other.pk, to_role=role, why=why, due_at=due,
        episode=under_way(children=children).first(), by=actor, at=at,
    )  # fmt: skip
    promise(
        key=f"conference:{made.pk}",
        kind="conference_asked",
        subject=f"conference:{made.pk}",
        from_agency=actor.agency_id,
        to_agency=other.pk,
        to_role=role,
        text="A case conference about a child is asked for: agree on a day, or say why not.",
        at=at,
        child=child.pk,
    )
    set_timer(
        key=f"conference:{made.pk}", kind="conference_due", subject=f"conference:{made.pk}",
        agency=actor.agency_id, at=at, due_at=due,
    )  # fmt: skip
    return made.pk


@journey(needs=Permission.CONFERENCE_ASK)
def answer_conference(
    *,
    actor: Actor,
    conference_id: UUID,
    agreed: bool,
    at: datetime,
    meets_at: datetime | None = None,
    because: str = "",
) -> None:
    """Agree on a day, or decline with the reason; whoever asked is told.

    :raises NotVisible: there is none for this actor.
    :raises NotAskedOfYou: it was asked of another agency.
    :raises NothingSaid: no day, or no reason.
    :raises AlreadySettled: it is settled.
    """
    conference = conference_for(actor, conference_id=conference_id)
    if conference.to_agency_id != actor.agency_id:
        raise NotAskedOfYou("Whoever was asked answers.")
    partners.answer_conference(
        conference=conference, state="agreed" if agreed else "declined", meets_at=meets_at,
        outcome=because, by=actor, at=at,
    )  # fmt: skip
    stand_down(subject=f"conference:{conference.pk}", at=at, kinds=("conference_due",))
    word = "agreed" if agreed else "declined, with the reason"
    _tell_other(conference, actor, at, text=f"A case conference that you asked for is {word}.")


@journey(needs=Permission.CONFERENCE_ASK)
def hold_conference(*, actor: Actor, conference_id: UUID, outcome: str, at: datetime) -> None:
    """Write down what a conference decided; either side may, and the other is told.

    :raises NotVisible: there is none for this actor.
    :raises NotAskedOfYou: the actor's agency is neither side.
    :raises NothingSaid: there are no words.
    :raises AlreadySettled: it is settled.
    """
    conference = conference_for(actor, conference_id=conference_id)
    if actor.agency_id not in (conference.to_agency_id, conference.owner_agency_id):
        raise NotAskedOfYou("Those who met write down what was decided.")
    partners.answer_conference(
        conference=conference, state="held", outcome=outcome, by=actor, at=at
    )
    stand_down(subject=f"conference:{conference.pk}", at=at, kinds=("conference_due",))
    _tell_other(conference, actor, at, text="What a case conference decided is written down.")


def _tell_other(conference: Conference, actor: Actor, at: datetime, *, text: str) -> None:
    asked_us = conference.to_agency_id == actor.agency_id
    other = conference.owner_agency if asked_us else conference.to_agency
    promise(
        key=f"conference:{conference.pk}:{at.isoformat()}",
        kind="conference_answered",
        subject=f"conference:{conference.pk}",
        from_agency=actor.agency_id,
        to_agency=other.pk,
        to_role=FOLLOWS_UP.get(other.kind, "missing_coordinator"),
        text=text,
        at=at,
        child=conference.child_id,
    )
