"""The board's page and the part of it that renews itself."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.board import board
from whereabouts.insight.lookups.health import pulse
from whereabouts.interfaces.web.board.asking import asked_of, on_a_page, shown_by
from whereabouts.interfaces.web.board.fragments import as_html
from whereabouts.interfaces.web.doors import looks
from whereabouts.interfaces.web.middleware import BY_ITSELF

SHOWN = "board_shown"


@looks(needs=Permission.BOARD_LOOK, purpose="board")
def page(request: HttpRequest) -> HttpResponse:
    """Show the board: a page of it, which a screen that hears is sent the rest of."""
    return render(request, "board/board.html", _picture(request, live=False, page=True))


@looks(needs=Permission.BOARD_LOOK, purpose="board")
def rows(request: HttpRequest) -> HttpResponse:
    """Show the part of the board that renews itself."""
    live = BY_ITSELF in request.headers
    return render(request, "board/rows.html", _picture(request, live=live))


def keys(*, held: object) -> frozenset[UUID]:
    """Return what was shown: the session keeps the keys as one text, which is quickly read."""
    text = held if isinstance(held, str) else ""
    return frozenset(UUID(text[at : at + 32]) for at in range(0, len(text), 32))


def _picture(request: HttpRequest, *, live: bool, page: bool = False) -> dict[str, Any]:
    feed, at = asked_of(given=request.GET), timezone.now()
    asked = on_a_page(asked=feed) if page else feed
    held = request.session.get(SHOWN)
    taken = board(
        actor=request.actor,  # type: ignore[attr-defined]
        at=at,
        filters=asked.filters,
        sort=asked.sort,
        most=asked.most,
        first=asked.first,
        already_shown=keys(held=held) if live else None,
    )
    shown = "".join(sorted([key.hex for key in taken.shown]))
    if shown != held:
        request.session[SHOWN] = shown
    return shown_by(
        board=taken,
        asked=asked,
        feed=feed,
        lines=as_html(taken.rows),
        pulse=pulse(at=at, heart=settings.HEARTBEAT),
    )
