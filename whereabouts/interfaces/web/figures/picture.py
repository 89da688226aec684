"""The page of who is missing now: the map, the list, and the part that renews itself."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.insight.lookups.picture import A_PAGE, picture
from whereabouts.interfaces.web.doors import looks
from whereabouts.interfaces.web.figures.tile_map import tile_map
from whereabouts.interfaces.web.middleware import BY_ITSELF
from whereabouts.interfaces.web.navigation import address

SHOWN = "picture_shown"
DIGITS = 9


@looks(needs=Permission.PICTURE_LOOK, purpose="picture")
def everywhere(request: HttpRequest) -> HttpResponse:
    """Show the map and everybody in it whom the reader may see."""
    return render(request, "figures/picture.html", _picture(request, "", live=False))


@looks(needs=Permission.PICTURE_LOOK, purpose="picture")
def area(request: HttpRequest, agency_code: str) -> HttpResponse:
    """Show one force, authority or home."""
    return render(request, "figures/picture.html", _picture(request, agency_code, live=False))


@looks(needs=Permission.PICTURE_LOOK, purpose="picture")
def now(request: HttpRequest) -> HttpResponse:
    """Show the part of the page that renews itself."""
    live = BY_ITSELF in request.headers
    code = request.GET.get("area", "")
    return render(request, "figures/picture_now.html", _picture(request, code, live=live))


def _picture(request: HttpRequest, code: str, *, live: bool) -> dict[str, Any]:
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    before = frozenset(UUID(key) for key in request.session.get(SHOWN, []))
    asked = request.GET.get("from", "")
    first = int(asked) if asked.isdecimal() and len(asked) <= DIGITS else 0
    taken = picture(
        actor=actor, at=at, code=code, first=first, already_shown=before if live else None
    )
    if not live or taken.shown != before:
        request.session[SHOWN] = sorted(key.hex for key in taken.shown)
    return {
        "picture": taken,
        "renews": urlencode(
            {**({"area": code} if code else {}), **({"from": first} if first else {})}
        ),
        "earlier": first - A_PAGE if first > A_PAGE else 0,
        "later": first + A_PAGE,
        "map": ""
        if code
        else tile_map(
            areas=taken.forces,
            link=lambda one: address("picture-area", one.code) if one.word else "",
        ),
        "summary": _summary(taken),
        "to_episodes": permitted(roles=actor.roles, permission=Permission.EPISODE_LOOK),
    }


def _summary(taken: Any) -> str:
    silent = len(taken.silent)
    return (
        f"{sum(taken.levels.values())} children in the list,"
        f" {taken.levels['high']} at high, {silent} forces silent"
    )
