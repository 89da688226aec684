"""The pages of actions: agreed, referred onward, owned together, taken on and settled."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.child import who_it_is
from whereabouts.insight.lookups.meeting_papers import papers
from whereabouts.insight.lookups.meetings import action_page
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.meetings.calling import partners
from whereabouts.interfaces.web.meetings.forms import (
    UNREADABLE,
    ActionForm,
    ReferForm,
    SettleForm,
    TogetherForm,
    page,
)
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys.decide_in_meeting import (
    AlreadyDecided,
    DayGoneBy,
    OwnerMissing,
    agree_action,
    refer_onward,
)
from whereabouts.journeys.own_together import (
    AlreadySettled,
    NotTakenOn,
    TakenOnAlready,
    agree_joint_task,
    settle_meeting_action,
    take_on_meeting_action,
)

FORM = ("GET", "HEAD", "POST")


@acts(needs=Permission.MEETING_HOLD, purpose="meeting", methods=FORM)
def agree(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Agree an action for a child of the agenda."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = papers(actor=actor, at=at, item_id=item_id)
    if not shown.meeting.ours:
        return refusals.nothing_there(request)
    form = ActionForm(
        request.POST if request.method == "POST" else None, agencies=partners(request)
    )
    if form.is_valid():
        given = form.cleaned_data
        second = given["second_agency"]
        try:
            agree_action(
                actor=actor, item_id=item_id, what=given["what"], agency=UUID(given["agency"]),
                who=given["who"], due_on=given["due_on"],
                second_agency=UUID(second) if second else None, second_who=given["second_who"],
                at=at,
            )  # fmt: skip
        except OwnerMissing as fault:
            form.add_error("second_who" if second else "who", str(fault))
        except DayGoneBy as fault:
            form.add_error("due_on", str(fault))
        except AlreadyDecided:
            return refusals.changed_by_somebody(request, back=address("meeting-papers", item_id))
        else:
            messages.success(request, "Agreed. Whoever owns it was told.")
            return redirect("meeting-papers", item_id=item_id)
    return page(
        request, form, heading="Agree an action", button="Agree", caption=shown.story.name,
        back=address("meeting-papers", item_id),
    )  # fmt: skip


@acts(needs=Permission.MEETING_HOLD, purpose="meeting", methods=FORM)
def refer(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Refer a child of the agenda onward."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = papers(actor=actor, at=at, item_id=item_id)
    if not shown.meeting.ours:
        return refusals.nothing_there(request)
    form = ReferForm(request.POST if request.method == "POST" else None, agencies=partners(request))
    if form.is_valid():
        given = form.cleaned_data
        try:
            refer_onward(
                actor=actor, item_id=item_id, to_agency=UUID(given["to_agency"]),
                because=given["because"], due_on=given["due_on"], at=at,
            )  # fmt: skip
        except OwnerMissing as fault:
            form.add_error("because", str(fault))
        except DayGoneBy as fault:
            form.add_error("due_on", str(fault))
        except AlreadyDecided:
            return refusals.changed_by_somebody(request, back=address("meeting-papers", item_id))
        else:
            messages.success(request, "Referred. They confirm that they have it, or it rings.")
            return redirect("meeting-papers", item_id=item_id)
    return page(
        request, form, heading="Refer onward", button="Refer", caption=shown.story.name,
        back=address("meeting-papers", item_id),
        lead="Whoever it goes to may see the child's record from then on, and confirms it.",
    )  # fmt: skip


@acts(needs=Permission.TASK_DO, purpose="joint task", methods=FORM)
def together(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Ask another agency to own something together."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    who = who_it_is(actor=actor, at=at, child_id=child_id)
    others = [one for one in partners(request) if one[0] != actor.agency_id]
    form = TogetherForm(request.POST if request.method == "POST" else None, agencies=others)
    if form.is_valid():
        given = dict(form.cleaned_data)
        given["with_agency"] = UUID(given["with_agency"])
        try:
            key = agree_joint_task(actor=actor, child_id=child_id, at=at, **given)
        except OwnerMissing as fault:
            form.add_error("with_agency", str(fault))
        except DayGoneBy as fault:
            form.add_error("due_on", str(fault))
        else:
            messages.success(request, "Both agencies were told: each takes it on.")
            return redirect("meeting-action", agreed_id=key)
    return page(
        request, form, heading="Do something together", button="Ask them", caption=who.name,
        back=address("child", child_id),
        lead="Two agencies own it. Both take it on; either settles it, and the other is told.",
    )  # fmt: skip


@acts(needs=Permission.TASK_DO, purpose="meeting action", methods=FORM)
def action(request: HttpRequest, agreed_id: UUID) -> HttpResponse:
    """Show an action, and settle it."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = action_page(actor=actor, at=at, action_id=agreed_id)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            settle_meeting_action(
                actor=actor, action_id=agreed_id, done=given["done"] == "yes",
                result=given["result"], at=at,
            )  # fmt: skip
        except NotTakenOn as fault:
            form.add_error("done", str(fault))
        except AlreadySettled:
            return refusals.changed_by_somebody(request, back=address("meeting-action", agreed_id))
        else:
            messages.success(request, "Settled. Whoever owns it besides, or agreed it, was told.")
            return redirect("meeting-action", agreed_id=agreed_id)
    errors = form.problems() if form.is_bound else []
    return render(
        request, "meetings/action.html",
        {"page": shown, "form": form, "errors": errors, "at": at},
        status=UNREADABLE if errors else 200,
    )  # fmt: skip


@acts(needs=Permission.TASK_DO, purpose="meeting action")
def take_on(request: HttpRequest, agreed_id: UUID) -> HttpResponse:
    """Take an action on; for a referral, confirm that it came."""
    try:
        take_on_meeting_action(actor=request.actor, action_id=agreed_id, at=timezone.now())  # type: ignore[attr-defined]
    except TakenOnAlready:
        return refusals.changed_by_somebody(request, back=address("meeting-action", agreed_id))
    messages.success(request, "Taken on. Whoever agreed it was told.")
    return redirect("meeting-action", agreed_id=agreed_id)
