"""What of the board is asked for: its address read, and what its page says of it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from whereabouts.insight.lookups.board import SORTS, Board, Counts, Filters
from whereabouts.insight.lookups.board_feed import Asked
from whereabouts.insight.lookups.health import Pulse
from whereabouts.interfaces.web.wording import LEVELS

# A page holds no more rows, so that it stays under 100 kB; a screen that hears may show the most.
A_PAGE, MOST = 75, 1000
LAST, DIGITS = 100_000, 9
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
    level, sort, most, first = (given.get(name, "") for name in ("level", "sort", "most", "from"))
    return Asked(
        filters=Filters(
            level=level if level in LEVELS else "",
            owner="mine" if given.get("owner") == "mine" else "",
            **{tick: given.get(tick) == "1" for tick in TICKS},
        ),
        sort=sort if sort in SORTS else "urgency",
        most=max(A_PAGE, min(_number(most), MOST)),
        first=min(_number(first), LAST),
    )


def on_a_page(*, asked: Asked) -> Asked:
    """Return what of it one page shows: the others are a page further, or come by the stream."""
    return replace(asked, most=min(asked.most, A_PAGE))


def shown_by(
    *, board: Board, asked: Asked, lines: str, pulse: Pulse, feed: Asked | None = None
) -> dict[str, Any]:
    """Return what the board's templates say, for a board that was taken and its rows as HTML.

    `feed` is what a screen that hears shows, where that is more than what was asked for here.
    """
    filters = asked.filters
    return {
        "board": board,
        "lines": lines,
        "pulse": pulse,
        "filters": filters,
        "sort": asked.sort,
        "sorts": SORT_WORDS,
        "levels": LEVELS,
        "first": asked.first,
        **_addresses(asked, feed or asked),
        "filtered": filters != Filters(),
        "summary": summary(counts=board.counts),
        "demand": DEMAND,
    }


@lru_cache(maxsize=1_000)
def _addresses(asked: Asked, fed: Asked) -> dict[str, str]:
    query, first = _query(asked), asked.first
    place = {"from": first} if first else {}
    whole = {"most": fed.most} if fed.most != A_PAGE else {}
    return {
        "query": urlencode({**query, **place, **whole}),
        "more": urlencode({**query, "from": first + asked.most}),
        "earlier": urlencode({**query, **({"from": first - A_PAGE} if first > A_PAGE else {})}),
    }


def further(*, asked: Asked) -> str:
    """Return the address of what stands behind the rows shown."""
    return _addresses(asked, asked)["more"]


def summary(*, counts: Counts) -> str:
    """Return the counts in a sentence, as they are read out."""
    return (
        f"{counts.open} open, {counts.by_level['high']} high, {counts.overdue} overdue,"
        f" {counts.unowned} without an owner, {counts.nobody_sent} with nobody sent,"
        f" {counts.undecided} not yet decided"
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= DIGITS else 0


def _query(asked: Asked) -> dict[str, str]:
    filters = asked.filters
    chosen = {"level": filters.level, "owner": filters.owner}
    chosen |= {tick: "1" for tick in TICKS if getattr(filters, tick)}
    chosen |= {"sort": asked.sort} if asked.sort != "urgency" else {}
    return {name: value for name, value in chosen.items() if value}
