"""The board's page and the part of it that renews itself."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.board import SORTS, Board, Filters, board
from whereabouts.insight.lookups.health import pulse
from whereabouts.interfaces.web.board.fragments import as_html
from whereabouts.interfaces.web.doors import looks
from whereabouts.interfaces.web.middleware import BY_ITSELF
from whereabouts.interfaces.web.wording import LEVELS

SHOWN = "board_shown"
A_PAGE, MOST = 100, 1000
TICKS = ("overdue", "nobody_sent", "undecided", "unowned")
SORT_WORDS = {
    "urgency": "Overdue and unowned first",
    "level": "Level",
    "deadline": "Next deadline",
    "missing": "Longest missing",
}


@looks(needs=Permission.BOARD_LOOK, purpose="board")
def page(request: HttpRequest) -> HttpResponse:
    """Show the board."""
    return render(request, "board/board.html", _picture(request, live=False))


@looks(needs=Permission.BOARD_LOOK, purpose="board")
def rows(request: HttpRequest) -> HttpResponse:
    """Show the part of the board that renews itself."""
    live = BY_ITSELF in request.headers
    return render(request, "board/rows.html", _picture(request, live=live))


def _picture(request: HttpRequest, *, live: bool) -> dict[str, Any]:
    asked = request.GET
    level = asked.get("level", "")
    filters = Filters(
        level=level if level in LEVELS else "",
        owner="mine" if asked.get("owner") == "mine" else "",
        **{tick: asked.get(tick) == "1" for tick in TICKS},
    )
    sort = asked.get("sort", "")
    sort = sort if sort in SORTS else "urgency"
    wanted = asked.get("most", "")
    most = max(A_PAGE, min(int(wanted), MOST)) if wanted.isdecimal() else A_PAGE
    held = request.session.get(SHOWN)
    held = held if isinstance(held, str) else ""
    at = timezone.now()
    taken = board(
        actor=request.actor,  # type: ignore[attr-defined]
        at=at,
        filters=filters,
        sort=sort,
        most=most,
        already_shown=_keys(held) if live else None,
    )
    shown = "".join(sorted([key.hex for key in taken.shown]))
    if shown != held:
        request.session[SHOWN] = shown
    query = _query(filters, sort)
    return {
        "board": taken,
        "lines": as_html(taken.rows),
        "pulse": pulse(at=at, heart=settings.HEARTBEAT),
        "filters": filters,
        "sort": sort,
        "sorts": SORT_WORDS,
        "levels": LEVELS,
        "query": urlencode({**query, "most": most}) if most != A_PAGE else urlencode(query),
        "more": urlencode({**query, "most": most + A_PAGE}),
        "filtered": filters != Filters(),
        "summary": _summary(taken),
        "demand": {
            "overdue": "Overdue",
            "unowned": "No owner",
            "nobody_sent": "Nobody sent",
            "undecided": "Not yet decided",
        },
    }


def _keys(held: str) -> frozenset[UUID]:
    """Return what was shown: the session keeps the keys as one text, which is quickly read."""
    return frozenset(UUID(held[at : at + 32]) for at in range(0, len(held), 32))


def _query(filters: Filters, sort: str) -> dict[str, str]:
    chosen = {"level": filters.level, "owner": filters.owner}
    chosen |= {tick: "1" for tick in TICKS if getattr(filters, tick)}
    chosen |= {"sort": sort} if sort != "urgency" else {}
    return {name: value for name, value in chosen.items() if value}


def _summary(taken: Board) -> str:
    counts = taken.counts
    return (
        f"{counts.open} open, {counts.by_level['high']} high, {counts.overdue} overdue,"
        f" {counts.unowned} without an owner, {counts.nobody_sent} with nobody sent,"
        f" {counts.undecided} not yet decided"
    )
