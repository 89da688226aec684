"""The pages of a drafted plan: read it, send it to be approved, approve it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.planning import draft_page
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.plans.forms import AnswerForm
from whereabouts.journeys.approve_plan import (
    DraftSettled,
    NotYoursToApprove,
    WhyNot,
    approve_plan,
)
from whereabouts.journeys.draft_plan import PlanLacks, send_plan

UNREADABLE, REFUSED = 422, 409


@looks(needs=Permission.PLAN_SET, purpose="drafted plan")
def page(request: HttpRequest, written_id: UUID) -> HttpResponse:
    """Show a drafted plan."""
    return _page(request, written_id, AnswerForm())


@acts(needs=Permission.PLAN_SET, purpose="send a plan")
def send(request: HttpRequest, written_id: UUID) -> HttpResponse:
    """Send a drafted plan to be approved."""
    try:
        send_plan(actor=request.actor, draft_id=written_id, at=timezone.now())  # type: ignore[attr-defined]
    except PlanLacks as fault:
        return _page(request, written_id, AnswerForm(), problem=str(fault))
    except DraftSettled:
        return refusals.changed_by_somebody(request)
    messages.success(request, "It is sent. Each agency was told, and silence is chased.")
    return redirect("plan-draft", written_id=written_id)


@acts(needs=Permission.PLAN_SET, purpose="approve a plan")
def answer(request: HttpRequest, written_id: UUID) -> HttpResponse:
    """Answer for one's agency."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, written_id, form, status=UNREADABLE)
    try:
        in_force = approve_plan(
            actor=request.actor,  # type: ignore[attr-defined]
            draft_id=written_id,
            agreed=form.cleaned_data["answer"] == "yes",
            words=form.cleaned_data["words"],
            at=timezone.now(),
        )
    except WhyNot as fault:
        form.add_error("words", str(fault))
        return _page(request, written_id, form, status=UNREADABLE)
    except NotYoursToApprove as fault:
        return _page(request, written_id, form, problem=str(fault))
    except DraftSettled:
        return refusals.changed_by_somebody(request)
    done = "Everybody has approved: the plan is in force." if in_force else "Your answer is kept."
    messages.success(request, done)
    return redirect("plan-draft", written_id=written_id)


def _page(
    request: HttpRequest,
    written_id: UUID,
    form: AnswerForm,
    *,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    at = timezone.now()
    shown = draft_page(actor=request.actor, at=at, draft_id=written_id)  # type: ignore[attr-defined]
    errors = form.problems() if form.is_bound else []
    if problem:
        errors, status = [("", problem)], REFUSED
    return render(
        request, "plans/draft.html", {"page": shown, "at": at, "form": form, "errors": errors},
        status=status,
    )  # fmt: skip
