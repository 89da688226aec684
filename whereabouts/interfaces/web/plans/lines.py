"""The page on which lines that sources propose are taken into a plan, or left out."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.planning import CHILD_TOLD, lines_page
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.plans.forms import LineForm
from whereabouts.journeys.decide_plan_line import (
    AlreadyDecided,
    NotAllowedByChild,
    decide_plan_line,
    take_line_out,
)

FORM = ("GET", "HEAD", "POST")
UNREADABLE = 422


@acts(needs=Permission.PLAN_SET, purpose="lines of a plan", methods=FORM)
def page(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Show what is proposed, and keep what somebody decides on one line."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    form = LineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = dict(form.cleaned_data)
        taken = given.pop("do") == "take"
        try:
            decide_plan_line(actor=actor, child_id=child_id, accepted=taken, at=at, **given)
        except NotAllowedByChild as fault:
            form.add_error("because", str(fault))
        except AlreadyDecided:
            return refusals.changed_by_somebody(request)
        else:
            messages.success(request, "It stands in the plan." if taken else "It is left out.")
            return redirect("child-plan-lines", child_id=child_id)
    shown = lines_page(actor=actor, at=at, child_id=child_id)
    errors = form.problems() if form.is_bound else []
    return render(
        request, "plans/lines.html",
        {
            "page": shown, "at": at, "errors": errors, "form": form, "told": CHILD_TOLD,
            "again": request.POST.get("key"),
        },
        status=UNREADABLE if errors else 200,
    )  # fmt: skip


@acts(needs=Permission.PLAN_SET, purpose="lines of a plan")
def out(request: HttpRequest, plan_line_id: UUID) -> HttpResponse:
    """Take a line out of the plan."""
    take_line_out(actor=request.actor, line_id=plan_line_id, at=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, "The line is out of the plan. It is kept.")
    return redirect("plans")
