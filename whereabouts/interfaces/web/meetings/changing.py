"""The pages that move a meeting, cancel it, and answer an invitation."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.meeting_shapes import MeetingPage
from whereabouts.insight.lookups.meetings import meeting_page
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.meetings.forms import AnswerForm, CancelForm, MoveForm, page
from whereabouts.interfaces.web.navigation import address
from whereabouts.interfaces.web.wording import local
from whereabouts.journeys.change_meeting import (
    AlreadyAnswered,
    AlreadyDecided,
    MeetingClosed,
    NotAhead,
    OwnerMissing,
    answer_invitation,
    cancel_meeting,
    move_meeting,
)

FORM = ("GET", "HEAD", "POST")
CLOCK_RUNS = "A strategy discussion that is owed stays due when it was: its clock runs on."


def _caption(shown: MeetingPage) -> str:
    return f"{shown.meeting.kind}, {local(shown.meeting.held_at):%-d %B %Y, %H:%M}"


@acts(needs=Permission.MEETING_HOLD, purpose="meeting", methods=FORM)
def move(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Move a meeting."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = meeting_page(actor=actor, at=at, meeting_id=meeting_id)
    if not shown.meeting.ours:
        return refusals.nothing_there(request)
    form = MoveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            move_meeting(actor=actor, meeting_id=meeting_id, at=at, **form.cleaned_data)
        except NotAhead as fault:
            form.add_error("held_at", str(fault))
        except MeetingClosed:
            return refusals.changed_by_somebody(request, back=address("meeting", meeting_id))
        else:
            messages.success(request, "It is moved. Everybody invited was told, and answers anew.")
            return redirect("meeting", meeting_id=meeting_id)
    return page(
        request, form, heading="Move the meeting", button="Move it", caption=_caption(shown),
        back=address("meeting", meeting_id), lead=CLOCK_RUNS,
    )  # fmt: skip


@acts(needs=Permission.MEETING_HOLD, purpose="meeting", methods=FORM)
def cancel(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Cancel a meeting."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = meeting_page(actor=actor, at=at, meeting_id=meeting_id)
    if not shown.meeting.ours:
        return refusals.nothing_there(request)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            cancel_meeting(actor=actor, meeting_id=meeting_id, at=at, **form.cleaned_data)
        except AlreadyDecided as fault:
            form.add_error(None, str(fault))
        except MeetingClosed:
            return refusals.changed_by_somebody(request, back=address("meeting", meeting_id))
        else:
            messages.success(request, "It is cancelled, and everybody invited was told.")
            return redirect("meeting", meeting_id=meeting_id)
    return page(
        request, form, heading="Cancel the meeting", button="Cancel it", caption=_caption(shown),
        back=address("meeting", meeting_id),
        lead=f"Its children wait for another, and what was shared for it ends. {CLOCK_RUNS}",
    )  # fmt: skip


@acts(needs=Permission.MEETING_LOOK, purpose="meeting", methods=FORM)
def answer(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Say for one's agency whether somebody comes."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = meeting_page(actor=actor, at=at, meeting_id=meeting_id)
    if shown.meeting.ours:
        return refusals.nothing_there(request)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            answer_invitation(
                actor=actor, meeting_id=meeting_id, coming=given["coming"] == "yes",
                who=given["who"], at=at,
            )  # fmt: skip
        except OwnerMissing as fault:
            form.add_error("who", str(fault))
        except AlreadyAnswered as fault:
            form.add_error(None, str(fault))
        except MeetingClosed:
            return refusals.changed_by_somebody(request, back=address("meeting", meeting_id))
        else:
            messages.success(request, "Whoever called the meeting was told.")
            return redirect("meeting", meeting_id=meeting_id)
    return page(
        request, form, heading="Say whether you come", button="Answer", caption=_caption(shown),
        back=address("meeting", meeting_id),
    )  # fmt: skip
