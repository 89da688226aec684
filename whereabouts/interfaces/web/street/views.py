"""The list of beats, the briefing of one, and an officer's own homes and schools."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.briefing import beats_to_read, briefing
from whereabouts.insight.lookups.briefing_adults import photograph_on_street
from whereabouts.insight.lookups.street_lists import mine
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import looks


@looks(needs=Permission.BRIEFING_READ, purpose="briefing")
def beats(request: HttpRequest) -> HttpResponse:
    """Show the force's beats, one's own first; no child is on the page."""
    at = timezone.now()
    found = beats_to_read(actor=request.actor, at=at)  # type: ignore[attr-defined]
    return render(request, "street/beats.html", {"beats": found})


@looks(needs=Permission.BRIEFING_READ, purpose="briefing")
def briefing_page(request: HttpRequest, beat_id: UUID) -> HttpResponse:
    """Show the briefing of a beat, made anew for whoever reads it."""
    at = timezone.now()
    found = briefing(actor=request.actor, at=at, beat_id=beat_id)  # type: ignore[attr-defined]
    return render(request, "street/briefing.html", {"page": found, "at": at})


@looks(needs=Permission.BRIEFING_READ, purpose="briefing")
def adult_photo(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """Show the photograph of an adult that a named decision lets be shown on the beats."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    picture = photograph_on_street(actor=actor, release_id=release_id, at=at)
    if picture is None:
        return refusals.nothing_there(request)
    return HttpResponse(picture, content_type="image/jpeg")


@looks(needs=Permission.BRIEFING_READ, purpose="homes and schools")
def own(request: HttpRequest) -> HttpResponse:
    """Show the homes and schools on one's own beats."""
    found = mine(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return render(request, "street/mine.html", {"page": found})
