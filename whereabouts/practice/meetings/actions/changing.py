"""Moving a meeting and cancelling it, with the reason; answering an invitation."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import Notice, promise, promise_all
from whereabouts.foundations.timers.actions import stand_down
from whereabouts.practice.investigation.vocabulary import FOLLOWS_UP
from whereabouts.practice.meetings import events
from whereabouts.practice.meetings.actions.calling import (
    OPEN_CLOCK,
    MeetingClosed,
    let_in,
    watch_open,
)
from whereabouts.practice.meetings.actions.deciding import AlreadyDecided, ReasonMissing
from whereabouts.practice.meetings.models import Invitation, Item, Meeting
from whereabouts.practice.sharing import actions as sharing
from whereabouts.practice.sharing.models import Sharing


class NotAhead(ValueError):
    """A meeting is moved to a time that lies ahead."""


class AlreadyAnswered(Exception):
    """The meeting was held: who was there is noted by whoever called it."""


@transaction.atomic
def move_meeting(
    *, meeting: Meeting, held_at: datetime, because: str, by: Actor, at: datetime
) -> None:
    """Move a meeting, with the reason; everybody invited is told and answers anew.

    What asked for it keeps its clock: a strategy discussion is no less due for being moved.

    :raises ReasonMissing: nobody says why.
    :raises NotAhead: the time does not lie ahead.
    :raises MeetingClosed: it is closed or cancelled.
    """
    if not because.strip():
        raise ReasonMissing("Say why the meeting is moved.")
    if held_at <= at:
        raise NotAhead("Choose a time that lies ahead.")
    now = _planned(meeting)
    Meeting.objects.filter(pk=now.pk).update(
        held_at=held_at, moved_from=now.held_at, moved_because=because.strip()
    )
    before, now.held_at = now.held_at, held_at
    stand_down(subject=f"meeting:{now.pk}", at=at, kinds=(OPEN_CLOCK,))
    watch_open(meeting=now, at=at)
    invited = list(Invitation.objects.filter(meeting=now).select_related("agency"))
    until = held_at + length_of(key="meeting_shared", at=at)
    shorter = Sharing.objects.filter(
        pk__in=_sharings(invited), ended_at__isnull=True, until_at__lt=until
    ).values_list("to_agency", flat=True)
    let_in(meeting=now, agencies=sorted(set(filter(None, shorter))), by=by, at=at)
    Invitation.objects.filter(meeting=now).update(presence="invited", who="", noted_at=None)
    _tell(
        meeting=now, invited=invited, key=f"moved:{held_at.isoformat()}", kind="meeting_moved",
        text="A meeting that your agency is invited to is held at another time: say if you come.",
        by=by, at=at,
    )  # fmt: skip
    audit.record(
        kind=events.MOVED, subject=f"meeting:{now.pk}", by=by, at=at,
        payload={
            "from": before.isoformat(), "to": held_at.isoformat(), "because": because.strip(),
        },
    )  # fmt: skip


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, because: str, by: Actor, at: datetime) -> None:
    """Cancel a meeting, with the reason; everybody invited is told.

    Who waited for it waits again, what asked for it keeps its clock, and what was shared for it
    ends. One that has decided on a child is closed, not cancelled.

    :raises ReasonMissing: nobody says why.
    :raises AlreadyDecided: it has decided on a child.
    :raises MeetingClosed: it is closed or cancelled.
    """
    if not because.strip():
        raise ReasonMissing("Say why the meeting is cancelled.")
    now = _planned(meeting)
    if Item.objects.filter(meeting=now).exclude(outcome="waiting").exists():
        raise AlreadyDecided("It has decided on a child: decide on the others, and close it.")
    Item.objects.filter(meeting=now).update(outcome="cancelled")
    Meeting.objects.filter(pk=now.pk).update(
        state="cancelled", closed_at=at, closed_by_id=by.member_id,
        cancelled_because=because.strip(),
    )  # fmt: skip
    stand_down(subject=f"meeting:{now.pk}", at=at, kinds=(OPEN_CLOCK,))
    invited = list(Invitation.objects.filter(meeting=now).select_related("agency"))
    _tell(
        meeting=now, invited=invited, key="cancelled", kind="meeting_cancelled",
        text="A meeting that your agency was invited to is cancelled: read why.", by=by, at=at,
    )  # fmt: skip
    for one in Sharing.objects.filter(
        pk__in=_sharings(invited), ended_at__isnull=True, until_at__gt=at
    ):
        sharing.end_sharing(sharing=one, because="The discussion was cancelled.", by=by, at=at)
    audit.record(
        kind=events.CANCELLED, subject=f"meeting:{now.pk}", by=by, at=at,
        payload={"because": because.strip()},
    )  # fmt: skip


@transaction.atomic
def answer_invitation(
    *, invitation: Invitation, coming: bool, who: str, by: Actor, at: datetime
) -> None:
    """Say for an invited agency whether somebody comes, and who; whoever called it is told.

    :raises MeetingClosed: it is closed or cancelled.
    :raises AlreadyAnswered: it was held.
    """
    meeting = _planned(invitation.meeting)
    if meeting.held_at <= at:
        raise AlreadyAnswered("It was held: who was there is noted by whoever called it.")
    Invitation.objects.filter(pk=invitation.pk).update(
        presence="coming" if coming else "apologies", who=who.strip(), noted_at=at
    )
    promise(
        key=f"meeting:{meeting.pk}:answer:{invitation.pk}:{at.isoformat()}",
        kind="meeting_answered",
        subject=f"meeting:{meeting.pk}",
        from_agency=by.agency_id,
        to_agency=meeting.owner_agency_id,
        to_role=FOLLOWS_UP.get(meeting.owner_agency.kind, "missing_coordinator"),
        text="An agency that you invited to a meeting is coming."
        if coming
        else "An agency that you invited to a meeting sends apologies: see if it can be held.",
        at=at,
    )
    audit.record(
        kind=events.ANSWERED, subject=f"meeting:{meeting.pk}", by=by, at=at,
        payload={"coming": coming},
    )  # fmt: skip


def _planned(meeting: Meeting) -> Meeting:
    """Return a meeting, held against everybody else until the end.

    :raises MeetingClosed: it is closed or cancelled.
    """
    now = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("owner_agency")
        .get(pk=meeting.pk)
    )
    if now.state != "planned":
        raise MeetingClosed("This meeting is closed or cancelled already.")
    return now


def _sharings(invited: Iterable[Invitation]) -> list[UUID]:
    return [key for one in invited for key in one.sharings]


def _tell(
    *,
    meeting: Meeting,
    invited: Iterable[Invitation],
    key: str,
    kind: str,
    text: str,
    by: Actor,
    at: datetime,
) -> None:
    """Tell every agency that is invited, each once a change."""
    subject = f"meeting:{meeting.pk}"
    promise_all(
        notices=[
            Notice(
                key=f"{subject}:{key}:{one.agency_id}", kind=kind, subject=subject,
                from_agency=by.agency_id, to_agency=one.agency_id,
                to_role=FOLLOWS_UP.get(one.agency.kind, "social_worker"), text=text,
            )
            for one in invited
        ],
        at=at,
    )  # fmt: skip
