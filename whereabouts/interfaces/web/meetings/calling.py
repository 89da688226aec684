"""The pages that call a meeting, make its agenda, and invite agencies."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.child import who_it_is
from whereabouts.insight.lookups.choices import agencies_of_kind
from whereabouts.insight.lookups.episode import there_is
from whereabouts.insight.lookups.meetings import chairs, meeting_page, meetings_now
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.meetings.forms import (
    CallForm,
    ChooseForm,
    InviteForm,
    Named,
    StrategyForm,
    page,
)
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys.call_meeting import (
    AlreadyOnAgenda,
    MeetingClosed,
    NoChair,
    call_panel,
    call_strategy_discussion,
    invite_to_meeting,
    make_agenda,
    put_child_on_agenda,
)

FORM = ("GET", "HEAD", "POST")
# Who has a part in a child's life, and may be asked to a table.
ASKED = (
    "police_force", "transport_police", "authority", "home", "provider", "health", "education",
    "youth_justice", "voluntary",
)  # fmt: skip


def partners(request: HttpRequest) -> Named:
    """Return the agencies that may be invited, or own an action."""
    return agencies_of_kind(actor=request.actor, at=timezone.now(), kinds=ASKED)  # type: ignore[attr-defined]


@acts(needs=Permission.MEETING_HOLD, purpose="meeting", methods=FORM)
def panel(request: HttpRequest) -> HttpResponse:
    """Call a panel; its agenda is made from thresholds."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    form = CallForm(
        request.POST if request.method == "POST" else None, chairs=chairs(actor=actor, at=at)
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            key = call_panel(
                actor=actor, held_at=given["held_at"], chair=UUID(given["chair"]),
                place=given["place"], at=at,
            )  # fmt: skip
        except NoChair as fault:
            form.add_error("chair", str(fault))
        else:
            messages.success(request, "The panel is called, with everybody who waits for it.")
            return redirect("meeting", meeting_id=key)
    return page(
        request, form, heading="Call a panel", button="Call it", back=address("meetings"),
        lead="Its agenda is made of every child whom a threshold puts before your panel.",
    )  # fmt: skip


@acts(needs=Permission.MEETING_HOLD, purpose="meeting", methods=FORM)
def strategy(request: HttpRequest, reference: str) -> HttpResponse:
    """Call a strategy discussion about the child of an episode."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    there_is(actor=actor, at=at, reference=reference.upper())
    form = StrategyForm(
        request.POST if request.method == "POST" else None,
        chairs=chairs(actor=actor, at=at), agencies=partners(request),
    )  # fmt: skip
    if form.is_valid():
        given = form.cleaned_data
        try:
            key = call_strategy_discussion(
                actor=actor, reference=reference.upper(), kind=given["kind"],
                held_at=given["held_at"], chair=UUID(given["chair"]), place=given["place"],
                invited=[UUID(one) for one in given["invited"]], at=at,
            )  # fmt: skip
        except NoChair as fault:
            form.add_error("chair", str(fault))
        else:
            messages.success(request, "The discussion is called. Whoever is invited was told.")
            return redirect("meeting", meeting_id=key)
    return page(
        request, form, heading="Call a strategy discussion", button="Call it",
        back=address("episode", reference.upper()), caption=reference.upper(),
        lead="Whoever is invited may see the child until four weeks after it is held.",
    )  # fmt: skip


@acts(needs=Permission.MEETING_HOLD, purpose="meeting")
def agenda(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Put on the agenda whoever waits since."""
    try:
        put = make_agenda(actor=request.actor, meeting_id=meeting_id, at=timezone.now())  # type: ignore[attr-defined]
    except MeetingClosed:
        return refusals.changed_by_somebody(request, back=address("meeting", meeting_id))
    added = "Nobody has come since." if not put else f"Put on the agenda: {put}."
    messages.success(request, added)
    return redirect("meeting", meeting_id=meeting_id)


@acts(needs=Permission.MEETING_HOLD, purpose="meeting", methods=FORM)
def invite(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Invite agencies."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = meeting_page(actor=actor, at=at, meeting_id=meeting_id)
    if not shown.meeting.ours:
        return refusals.nothing_there(request)
    there = {one.agency_id for one in shown.invited}
    free = [one for one in partners(request) if one[0] not in there | {actor.agency_id}]
    form = InviteForm(request.POST if request.method == "POST" else None, agencies=free)
    if form.is_valid():
        try:
            invite_to_meeting(
                actor=actor, meeting_id=meeting_id, at=at,
                agencies=[UUID(one) for one in form.cleaned_data["agencies"]],
            )  # fmt: skip
        except MeetingClosed:
            return refusals.changed_by_somebody(request, back=address("meeting", meeting_id))
        messages.success(request, "They are invited, and were told.")
        return redirect("meeting", meeting_id=meeting_id)
    return page(
        request, form, heading="Invite agencies", button="Invite",
        back=address("meeting", meeting_id),
        lead="Each sees of the agenda the children whom it may see.",
    )  # fmt: skip


@acts(needs=Permission.MEETING_HOLD, purpose="meeting", methods=FORM)
def put_on(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Put a child on the agenda of a meeting."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    who = who_it_is(actor=actor, at=at, child_id=child_id)
    planned = [one for one in meetings_now(actor=actor, at=at).planned if one.ours]
    form = ChooseForm(
        request.POST if request.method == "POST" else None,
        meetings=[(one.meeting_id, f"{one.kind}, {one.held_at:%d/%m/%Y}") for one in planned],
    )
    if form.is_valid():
        meeting = UUID(form.cleaned_data["meeting"])
        try:
            key = put_child_on_agenda(actor=actor, meeting_id=meeting, child_id=child_id, at=at)
        except (AlreadyOnAgenda, MeetingClosed) as fault:
            form.add_error("meeting", str(fault))
        else:
            messages.success(request, "The child is on the agenda.")
            return redirect("meeting-papers", item_id=key)
    return page(
        request, form, heading="Put on an agenda", button="Put on", caption=who.name,
        back=address("child", child_id),
        lead="" if planned else "Your agency has no meeting planned: call one first.",
    )  # fmt: skip
