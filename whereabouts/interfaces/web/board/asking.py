"""What of the board is asked for: its address read, and what its page says of it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from whereabouts.insight.lookups.board import SORTS, Board, Filters
from whereabouts.insight.lookups.board_feed import Asked
from whereabouts.insight.lookups.health import Pulse
from whereabouts.interfaces.web.wording import LEVELS

A_PAGE, MOST = 100, 1000
TICKS = ("overdue", "nobody_sent", "undecided", "unowned")
SORT_WORDS = {
    "urgency": "Overdue and unowned first",
    "level": "Level",
    "deadline": "Next deadline",
    "missing": "Longest missing",
}
DEMAND = {
    "overdue": "Overdue",
    "unowned": "No owner",
    "nobody_sent": "Nobody sent",
    "undecided": "Not yet decided",
}


def asked_of(*, given: Mapping[str, str]) -> Asked:
    """Return what an address asks for; what cannot be read asks for nothing."""
    level, sort, most = (given.get(name, "") for name in ("level", "sort", "most"))
    return Asked(
        filters=Filters(
            level=level if level in LEVELS else "",
            owner="mine" if given.get("owner") == "mine" else "",
            **{tick: given.get(tick) == "1" for tick in TICKS},
        ),
        sort=sort if sort in SORTS else "urgency",
        most=max(A_PAGE, min(int(most), MOST)) if most.isdecimal() else A_PAGE,
    )


def shown_by(*, board: Board, asked: Asked, lines: str, pulse: Pulse) -> dict[str, Any]:
    """Return what the board's templates say, for a board that was taken and its rows as HTML."""
    query, most, filters = _query(asked), asked.most, asked.filters
    return {
        "board": board,
        "lines": lines,
        "pulse": pulse,
        "filters": filters,
        "sort": asked.sort,
        "sorts": SORT_WORDS,
        "levels": LEVELS,
        "query": urlencode({**query, "most": most} if most != A_PAGE else query),
        "more": urlencode({**query, "most": most + A_PAGE}),
        "filtered": filters != Filters(),
        "summary": summary(board=board),
        "demand": DEMAND,
    }


def summary(*, board: Board) -> str:
    """Return the counts in a sentence, as they are read out."""
    counts = board.counts
    return (
        f"{counts.open} open, {counts.by_level['high']} high, {counts.overdue} overdue,"
        f" {counts.unowned} without an owner, {counts.nobody_sent} with nobody sent,"
        f" {counts.undecided} not yet decided"
    )


def _query(asked: Asked) -> dict[str, str]:
    filters = asked.filters
    chosen = {"level": filters.level, "owner": filters.owner}
    chosen |= {tick: "1" for tick in TICKS if getattr(filters, tick)}
    chosen |= {"sort": asked.sort} if asked.sort != "urgency" else {}
    return {name: value for name, value in chosen.items() if value}
