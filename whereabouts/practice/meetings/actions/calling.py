"""Calling a meeting, inviting agencies, putting children on its agenda, noting who was there."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Func, Max

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import set_timer
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.vocabulary import FOLLOWS_UP
from whereabouts.practice.meetings import events
from whereabouts.practice.meetings.models import Action, Invitation, Item, Meeting
from whereabouts.practice.meetings.vocabulary import STRATEGY
from whereabouts.practice.sharing import actions as sharing
from whereabouts.practice.sharing.actions import Told
from whereabouts.practice.sharing.rules import MEETING
from whereabouts.practice.support.models import PanelItem
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child

OPEN_CLOCK = "meeting_open"
# Whoever is asked into a strategy discussion helps to find out whether a child is being harmed.
GATEWAY = "ca1989-s47"
PURPOSE = "A strategy discussion about the child."
NOT_FIRST = Told(
    how="later",
    because="Told when it is safe: the discussion decides what the child is told, and by whom.",
)


class MeetingClosed(Exception):
    """The meeting is closed: what was decided stands, and what is new needs another meeting."""


class NotHeldYet(Exception):
    """The meeting lies ahead: who was there is noted once it is held."""


class AlreadyOnAgenda(Exception):
    """The child is on this agenda already."""


@transaction.atomic
def call_meeting(
    *, kind: str, held_at: datetime, chair: UUID, by: Actor, at: datetime, place: str = ""
) -> Meeting:
    """Call a meeting; where it is held and not closed, whoever chairs it is told."""
    meeting = Meeting.objects.create(
        kind=kind,
        held_at=held_at,
        place=place.strip(),
        chair_id=chair,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    watch_open(meeting=meeting, at=at)
    audit.record(
        kind=events.CALLED, subject=f"meeting:{meeting.pk}", by=by, at=at, payload={"kind": kind}
    )
    return meeting


def watch_open(*, meeting: Meeting, at: datetime) -> None:
    """Set the clock at which whoever chairs a meeting hears that it was held and is not closed."""
    set_timer(
        key=f"meeting:{meeting.pk}:{meeting.held_at.isoformat()}",
        kind=OPEN_CLOCK,
        subject=f"meeting:{meeting.pk}",
        agency=meeting.owner_agency_id,
        at=at,
        due_at=max(meeting.held_at, at) + length_of(key="meeting_closed", at=at),
    )


@transaction.atomic
def invite(
    *, meeting: Meeting, agencies: Iterable[Agency], by: Actor, at: datetime, share: bool = False
) -> int:
    """Invite agencies, and return how many are new; each is told, and sees that there is a meeting.

    With `share`, for a strategy discussion, they may see the child for a time; else they see of the
    agenda the children whom they may see anyway.

    :raises MeetingClosed: it is closed.
    """
    _refuse_if_closed(meeting)
    new = [one for one in agencies if one.pk != meeting.owner_agency_id]
    there = set(
        Invitation.objects.filter(meeting=meeting, agency__in=new).values_list("agency", flat=True)
    )
    new = [one for one in new if one.pk not in there]
    for agency in new:
        Invitation.objects.create(
            meeting=meeting,
            agency=agency,
            owner_agency_id=by.agency_id,
            recorded_at=at,
            recorded_by_id=by.member_id,
        )
        for model, which in (
            (Meeting, {"pk": meeting.pk}),
            (Item, {"meeting": meeting}),
            (Action, {"item__meeting": meeting}),
        ):
            model.objects.filter(**which).update(
                involved=Func(F("involved"), agency.pk, function="array_append")
            )
        promise(
            key=f"meeting:{meeting.pk}:invited:{agency.pk}",
            kind="meeting_invited",
            subject=f"meeting:{meeting.pk}",
            from_agency=by.agency_id,
            to_agency=agency.pk,
            to_role=FOLLOWS_UP.get(agency.kind, "social_worker"),
            text="Your agency is invited to a meeting about children: read its agenda.",
            at=at,
        )
        audit.record(
            kind=events.INVITED, subject=f"meeting:{meeting.pk}", by=by, at=at,
            payload={"agency": str(agency.pk)},
        )  # fmt: skip
    if share:
        let_in(meeting=meeting, agencies=[one.pk for one in new], by=by, at=at)
    return len(new)


def let_in(
    *,
    meeting: Meeting,
    agencies: Iterable[UUID],
    by: Actor,
    at: datetime,
    children: Iterable[Child] | None = None,
) -> None:
    """Share with who is invited to a strategy discussion, until some time after it is held.

    It is a sharing as every other: the child's log of what was shared shows it, and it ends.
    """
    on = children if children is not None else [
        one.child for one in Item.objects.filter(meeting=meeting).select_related("child")
    ]  # fmt: skip
    until = meeting.held_at + length_of(key="meeting_shared", at=at)
    for child in on:
        for agency in agencies:
            made = sharing.share(
                child=child, kind=MEETING, gateway=GATEWAY, purpose=PURPOSE, told=NOT_FIRST,
                until_at=until, to_agency=agency, by=by, at=at,
            )  # fmt: skip
            Invitation.objects.filter(meeting=meeting, agency=agency).update(
                sharings=Func(F("sharings"), made.pk, function="array_append")
            )


@transaction.atomic
def put_on_agenda(
    *,
    meeting: Meeting,
    child_id: UUID,
    thresholds: Sequence[str],
    by: Actor,
    at: datetime,
    episode: Episode | None = None,
    panel_item: PanelItem | None = None,
    task: Task | None = None,
) -> Item:
    """Put a child on the agenda, and say why.

    :raises MeetingClosed: it is closed.
    :raises AlreadyOnAgenda: the child is on it.
    """
    _refuse_if_closed(meeting)
    last = Item.objects.filter(meeting=meeting).aggregate(Max("place"))["place__max"] or 0
    try:
        with transaction.atomic():
            item = Item.objects.create(
                child_id=child_id,
                meeting=meeting,
                involved=Meeting.objects.values_list("involved", flat=True).get(pk=meeting.pk),
                episode=episode,
                panel_item=panel_item,
                task=task,
                thresholds=list(thresholds),
                place=last + 1,
                owner_agency_id=by.agency_id,
                recorded_at=at,
                recorded_by_id=by.member_id,
            )
    except IntegrityError:
        raise AlreadyOnAgenda("This child is on the agenda already.") from None
    if meeting.kind in STRATEGY:
        invited = Invitation.objects.filter(meeting=meeting).values_list("agency", flat=True)
        let_in(meeting=meeting, agencies=list(invited), children=[item.child], by=by, at=at)
    audit.record(kind=events.ON_AGENDA, subject=f"agenda:{item.pk}", by=by, at=at)
    return item


def note_presence(
    *, invitation: Invitation, presence: str, who: str, by: Actor, at: datetime
) -> None:
    """Note who was there for an agency, or that it sent apologies.

    :raises NotHeldYet: the meeting lies ahead.
    :raises MeetingClosed: it is closed.
    """
    meeting = invitation.meeting
    _refuse_if_closed(meeting)
    if presence == "attended" and meeting.held_at > at:
        raise NotHeldYet("The meeting lies ahead: note who was there once it is held.")
    Invitation.objects.filter(pk=invitation.pk).update(
        presence=presence, who=who.strip(), noted_at=at
    )
    audit.record(kind=events.PRESENCE_NOTED, subject=f"meeting:{meeting.pk}", by=by, at=at)


def _refuse_if_closed(meeting: Meeting) -> None:
    state = Meeting.objects.select_for_update().values_list("state", flat=True).get(pk=meeting.pk)
    if state != "planned":
        raise MeetingClosed("This meeting is closed or cancelled: call another for what is new.")
