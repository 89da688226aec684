"""The pages of how the clocks run, and the form to print for when nothing runs."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.paper import paper_form
from whereabouts.insight.lookups.timers import clocks
from whereabouts.interfaces.web.doors import looks


@looks(needs=Permission.TIMERS_LOOK, purpose="how the clocks run")
def timers(request: HttpRequest) -> HttpResponse:
    """Show what waits, what is late, what fails, and how late things fired."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    running = clocks(actor=actor, at=at, heart=settings.HEARTBEAT)
    return render(request, "operations/timers.html", {"clocks": running})


@looks(needs=Permission.SIGNED_IN, purpose="paper form")
def paper(request: HttpRequest) -> HttpResponse:
    """Show the form to print and fill in by hand while the system is away."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    return render(request, "operations/paper.html", {"form": paper_form(actor=actor, at=at)})
