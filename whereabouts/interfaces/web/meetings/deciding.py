"""The pages that note who was there, decide on a child, sign for no action, and close."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.rules import AGENCY_KINDS
from whereabouts.insight.lookups.meeting_papers import papers
from whereabouts.insight.lookups.meetings import STRATEGY, meeting_page
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.meetings.forms import (
    DecideForm,
    NoActionForm,
    PresenceForm,
    page,
)
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys.decide_in_meeting import (
    AlreadyDecided,
    ChairAlone,
    EnquiriesUnsaid,
    MeetingClosed,
    NobodyActs,
    NotEverybodyDecided,
    NotEverybodyThere,
    NotHeldYet,
    OwnerMissing,
    close_meeting,
    decide_on_child,
    note_presence,
    sign_no_action,
)

FORM = ("GET", "HEAD", "POST")


@acts(needs=Permission.MEETING_HOLD, purpose="meeting", methods=FORM)
def presence(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Note who was there, or sent apologies."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = meeting_page(actor=actor, at=at, meeting_id=meeting_id)
    if not shown.meeting.ours:
        return refusals.nothing_there(request)
    form = PresenceForm(
        request.POST if request.method == "POST" else None,
        agencies=[(one.agency_id, one.agency) for one in shown.invited],
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            note_presence(
                actor=actor, meeting_id=meeting_id, agency=UUID(given["agency"]),
                presence=given["presence"], who=given["who"], at=at,
            )  # fmt: skip
        except OwnerMissing as fault:
            form.add_error("who", str(fault))
        except NotHeldYet as fault:
            form.add_error("presence", str(fault))
        except MeetingClosed:
            return refusals.changed_by_somebody(request, back=address("meeting", meeting_id))
        else:
            messages.success(request, "Noted.")
            return redirect("meeting", meeting_id=meeting_id)
    return page(
        request, form, heading="Who was there", button="Save",
        back=address("meeting", meeting_id),
    )  # fmt: skip


@acts(needs=Permission.MEETING_HOLD, purpose="meeting")
def close(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Close the meeting."""
    back = address("meeting", meeting_id)
    try:
        close_meeting(actor=request.actor, meeting_id=meeting_id, at=timezone.now())  # type: ignore[attr-defined]
    except MeetingClosed:
        return refusals.changed_by_somebody(request, back=back)
    except (ChairAlone, NotEverybodyDecided) as fault:
        return refusals.refusal(
            request, status=409, heading="This meeting cannot be closed yet", sentence=str(fault),
            back=back,
        )  # fmt: skip
    except NotEverybodyThere as fault:
        kinds = dict(AGENCY_KINDS)
        return refusals.refusal(
            request, status=409, heading="This meeting cannot be closed yet", sentence=str(fault),
            next_steps=[f"Invite, and note who was there: {kinds[one]}" for one in fault.missing],
            back=back,
        )  # fmt: skip
    messages.success(request, "The meeting is closed. Each child has an action, or a reason.")
    return redirect("meetings")


@acts(needs=Permission.MEETING_HOLD, purpose="meeting", methods=FORM)
def decide(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Decide on a child, with the actions that were agreed."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = papers(actor=actor, at=at, item_id=item_id)
    if not shown.meeting.ours:
        return refusals.nothing_there(request)
    form = DecideForm(
        request.POST if request.method == "POST" else None, strategy=shown.kind in STRATEGY
    )
    if form.is_valid():
        try:
            decide_on_child(actor=actor, item_id=item_id, at=at, **form.cleaned_data)
        except NobodyActs as fault:
            form.add_error("decision", str(fault))
        except EnquiriesUnsaid as fault:
            form.add_error("enquiries", str(fault))
        except (AlreadyDecided, MeetingClosed):
            return refusals.changed_by_somebody(request, back=address("meeting-papers", item_id))
        else:
            messages.success(request, "Decided, with its actions.")
            return redirect("meeting", meeting_id=shown.meeting.meeting_id)
    return page(
        request, form, heading="Decide", button="Decide", caption=shown.story.name,
        back=address("meeting-papers", item_id),
        lead="Agree the actions first: each has somebody who does it, by a day.",
    )  # fmt: skip


@acts(needs=Permission.MEETING_HOLD, purpose="meeting", methods=FORM)
def no_action(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Sign, as the chair, why nothing is done."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = papers(actor=actor, at=at, item_id=item_id)
    if not shown.meeting.ours:
        return refusals.nothing_there(request)
    form = NoActionForm(
        request.POST if request.method == "POST" else None, strategy=shown.kind in STRATEGY
    )
    if form.is_valid():
        try:
            sign_no_action(actor=actor, item_id=item_id, at=at, **form.cleaned_data)
        except ChairAlone as fault:
            form.add_error("because", str(fault))
        except EnquiriesUnsaid as fault:
            form.add_error("enquiries", str(fault))
        except (AlreadyDecided, MeetingClosed):
            return refusals.changed_by_somebody(request, back=address("meeting-papers", item_id))
        else:
            messages.success(request, "Signed: nothing is done, for the reason you gave.")
            return redirect("meeting", meeting_id=shown.meeting.meeting_id)
    return page(
        request, form, heading="Sign that nothing is done", button="Sign",
        caption=shown.story.name, back=address("meeting-papers", item_id),
        lead="Whoever chairs the meeting signs this. It is counted, and read again at the next.",
    )  # fmt: skip
