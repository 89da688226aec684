"""The wording check: as somebody types, on a page of its own, and counted by unit without words."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.wording import (
    LONGEST,
    concern_stands,
    terms_listed,
    wording_counts,
    wording_of,
)
from whereabouts.interfaces.web.doors import looks
from whereabouts.journeys.count_wording import count_wording

BOTH = ("GET", "HEAD", "POST")
CONCERN = "concern"


@looks(needs=Permission.SIGNED_IN, purpose="wording", methods=BOTH)
def page(request: HttpRequest) -> HttpResponse:
    """Show the terms, and what comes up in a text that somebody pastes: kept nowhere."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    text = request.POST.get("text", "")
    return render(
        request,
        "voice/wording.html",
        {
            "text": text,
            "asked": request.method == "POST",
            "hints": wording_of(actor=actor, at=at, text=text),
            "terms": terms_listed(actor=actor, at=at),
            "longest": LONGEST,
        },
    )


@looks(needs=Permission.SIGNED_IN, purpose="wording", methods=("POST",))
def check(request: HttpRequest) -> HttpResponse:
    """Answer what comes up in a field as it is typed; count what comes up for the first time.

    `seen` are the terms that the page has shown for the field: they are counted once. `page` is
    the address of the page that it stands on: whose child it is about decides what fits there.
    """
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    more = frozenset(request.POST.get("more", "").split())
    if CONCERN not in more and concern_stands(
        actor=actor, at=at, **_about(request.POST.get("page", ""))
    ):
        more |= {CONCERN}
    hints = wording_of(actor=actor, at=at, text=request.POST.get("text", ""), more=more)
    seen = set(request.POST.get("seen", "").split())
    new = {hint.term for hint in hints} - seen
    if new:
        count_wording(actor=actor, terms=new, at=at)
    return JsonResponse({"hints": [asdict(hint) for hint in hints]})


def _about(page: str) -> dict[str, Any]:
    """Return whom a page of ours is about, by its address; nothing where it is about nobody."""
    try:
        keys = resolve(page).kwargs
    except (Resolver404, ValueError):
        return {}
    return {name: keys[name] for name in ("reference", "child_id") if name in keys}


@looks(needs=Permission.OVERSIGHT_LOOK, purpose="wording by unit")
def counts(request: HttpRequest) -> HttpResponse:
    """Show how often each term came up, by unit."""
    found = wording_counts(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return render(request, "voice/wording_counts.html", {"found": found})
