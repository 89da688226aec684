"""An episode's page, and the part of it that renews itself."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.episode import episode_page
from whereabouts.interfaces.web.doors import looks
from whereabouts.interfaces.web.middleware import BY_ITSELF

SHOWN = "episode_shown"


@looks(needs=Permission.EPISODE_LOOK, purpose="episode")
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show an episode."""
    return render(request, "episode/episode.html", _picture(request, reference, live=False))


@looks(needs=Permission.EPISODE_LOOK, purpose="episode")
def now(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the part of the page that renews itself."""
    live = BY_ITSELF in request.headers
    return render(request, "episode/now.html", _picture(request, reference, live=live))


def _picture(request: HttpRequest, reference: str, *, live: bool) -> dict[str, Any]:
    # What a page shows again by itself was recorded when it was first shown, and only then.
    before = frozenset(UUID(key) for key in request.session.get(SHOWN, [])) if live else None
    taken = episode_page(
        actor=request.actor,  # type: ignore[attr-defined]
        at=timezone.now(),
        reference=reference.upper(),
        already_shown=before,
    )
    if not live or taken.shown != before:
        request.session[SHOWN] = sorted(key.hex for key in taken.shown)
    return {"page": taken, "at": taken.at, "summary": _summary(taken.as_facts())}


def _summary(facts: dict[str, Any]) -> str:
    return (
        f"Level {facts['level']}, {facts['overdue']} overdue, {facts['unread']} notices not"
        " acknowledged"
    )
