"""The list of meetings, an agenda, and a child's papers."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.insight.lookups.meeting_figures import meeting_figures
from whereabouts.insight.lookups.meeting_papers import papers
from whereabouts.insight.lookups.meetings import meeting_page, meetings_now
from whereabouts.interfaces.web.doors import looks


@looks(needs=Permission.MEETING_LOOK, purpose="meetings")
def now(request: HttpRequest) -> HttpResponse:
    """Show what is planned, owed and to be done."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = meetings_now(actor=actor, at=at)
    figures = None
    if permitted(roles=actor.roles, permission=Permission.MEETING_HOLD):
        figures = meeting_figures(actor=actor, at=at)
    return render(request, "meetings/now.html", {"page": shown, "figures": figures, "at": at})


@looks(needs=Permission.MEETING_LOOK, purpose="meeting")
def meeting(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Show a meeting and its agenda."""
    at = timezone.now()
    asked = request.GET.get("from", "")
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    shown = meeting_page(actor=request.actor, at=at, meeting_id=meeting_id, start=start)  # type: ignore[attr-defined]
    return render(request, "meetings/meeting.html", {"page": shown, "at": at})


@looks(needs=Permission.MEETING_LOOK, purpose="meeting papers")
def child_papers(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Show a child's papers, put together from the record."""
    at = timezone.now()
    shown = papers(actor=request.actor, at=at, item_id=item_id)  # type: ignore[attr-defined]
    return render(request, "meetings/papers.html", {"page": shown, "at": at})
