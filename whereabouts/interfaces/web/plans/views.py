"""The coordinator's list, a child's plan as it is read at night, and its versions."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.planning import PARTS, plan_page_of, versions_page
from whereabouts.insight.lookups.plans_now import plans_now
from whereabouts.interfaces.web.doors import looks


@looks(needs=Permission.PLAN_SET, purpose="plans")
def now(request: HttpRequest) -> HttpResponse:
    """Show what of plans, panels and referrals waits for the agency."""
    at = timezone.now()
    shown = plans_now(actor=request.actor, at=at)  # type: ignore[attr-defined]
    return render(request, "plans/now.html", {"page": shown, "at": at})


@looks(needs=Permission.CHILD_LOOK, purpose="trigger plan")
def page(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Show a child's plan."""
    at = timezone.now()
    shown = plan_page_of(actor=request.actor, at=at, child_id=child_id)  # type: ignore[attr-defined]
    return render(request, "plans/plan.html", {"page": shown, "at": at, "parts": PARTS})


@looks(needs=Permission.CHILD_LOOK, purpose="trigger plan")
def versions(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Show every version, and what changed."""
    at = timezone.now()
    shown = versions_page(actor=request.actor, at=at, child_id=child_id)  # type: ignore[attr-defined]
    return render(request, "plans/versions.html", {"page": shown, "at": at})
