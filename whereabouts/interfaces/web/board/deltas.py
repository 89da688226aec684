"""From one board to the next as a message: which rows go, which are put where, what the head says.

A message is for whoever holds the board of number `from`; whoever holds another asks for a whole.
"""

import json
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.template import engines

from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.insight.lookups.board import Board, Row
from whereabouts.insight.lookups.board_feed import Feed, Turn, Viewer, Window
from whereabouts.insight.lookups.health import Pulse
from whereabouts.interfaces.web.board.asking import shown_by
from whereabouts.interfaces.web.board.fragments import as_html, row_html
from whereabouts.interfaces.web.wording import clock, machine_time

PARTS = ("head", "pulse", "foot")


@dataclass(frozen=True, kw_only=True)
class Change:
    """What makes one window of the other, alike for everybody who has that window."""

    gone: tuple[str, ...]
    put: tuple[tuple[str, Row], ...]  # after which reference; after nothing: first


def change(*, before: Sequence[str], window: Window, changed: Collection[str]) -> Change:
    """Return what makes a window of the references that stood before, in as few rows as can be."""
    after = window.references
    old = [one for one in before if one not in changed]
    new = [one for one in after if one not in changed]
    if old == new:
        # As a rule the others stand as they stood.
        here = {one for one in after if one in changed}
        gone = tuple([one for one in before if one in changed and one not in here])
        put = [
            (after[place - 1] if place else "", window.rows[place])
            for place, one in enumerate(after)
            if one in here
        ]
        return Change(gone=gone, put=tuple(put))
    there, stay = set(before), set(after)
    gone = tuple([one for one in before if one not in stay])
    old, new = [one for one in old if one in stay], [one for one in new if one in there]
    still = set(new) if old == new else _in_order(old, new)
    last, put = "", []
    for row, reference in zip(window.rows, after, strict=True):
        if reference not in still:
            put.append((last, row))
        last = reference
    return Change(gone=gone, put=tuple(put))


def _in_order(old: list[str], new: list[str]) -> set[str]:
    """Return the most of the new ones that stand in the same order among the old."""
    place = {one: number for number, one in enumerate(old)}
    ends: list[int] = []
    last: list[str] = []
    before: dict[str, str | None] = {}
    for one in new:
        at = bisect_left(ends, place[one])
        before[one] = last[at - 1] if at else None
        ends[at : at + 1] = [place[one]]
        last[at : at + 1] = [one]
    found: set[str] = set()
    one_more: str | None = last[-1] if last else None
    while one_more is not None:
        found.add(one_more)
        one_more = before[one_more]
    return found


class Writer:
    """What a turn is written as, to each viewer; whatever is alike for several is written once."""

    def __init__(self, *, feed: Feed, made: Turn, pulse: Pulse) -> None:
        self._feed, self._turn, self._pulse = feed, made, pulse
        self._written: dict[Any, Any] = {}

    def parts(self, *, viewer: Viewer) -> dict[str, str]:
        """Return what is said above and beneath the rows."""
        may = _may(viewer)
        key = viewer.asked, self._turn.windows[viewer.window].left, may
        return self._once(key, lambda: self._parts(viewer, may=may))

    def whole(self, *, viewer: Viewer, number: int) -> bytes:
        """Return the message that says all of a board."""
        rows = [
            self._feed.row(row=row, actor=viewer.actor, at=self._turn.at)
            for row in self._turn.windows[viewer.window].rows
        ]
        said = tuple([(row.mine, row.notices) for row in rows])
        key = "whole", viewer.window, _may(viewer), said

        def write() -> bytes:
            shown = self._shown(viewer, lines=as_html(rows), rows=rows)
            html = _template("rows").render(**shown, may=_may_of(viewer))
            return _event({"to": number, "whole": html, "summary": shown["summary"]})

        return self._once(key, write)

    def delta(self, *, viewer: Viewer, number: int, made: Change, before: dict[str, str]) -> bytes:
        """Return the message that makes this board of the one before."""
        rows = [
            (last, self._feed.row(row=row, actor=viewer.actor, at=self._turn.at))
            for last, row in made.put
        ]
        said = tuple([(row.mine, row.notices) for _, row in rows])
        parts = self.parts(viewer=viewer)
        key = "delta", viewer.window, _may(viewer), said

        def write() -> bytes:
            at = self._turn.at
            return _event(
                {
                    "from": number - 1,
                    "to": number,
                    "at": machine_time(at),
                    "clock": f"{clock(at)}:{at:%S}",
                    "summary": parts["summary"],
                    "gone": made.gone,
                    "put": [[last, row.line.reference, row_html(row)] for last, row in rows],
                    **{one: parts[one] for one in PARTS if parts[one] != before.get(one)},
                }
            )

        return self._once(key, write)

    def _parts(self, viewer: Viewer, *, may: bool) -> dict[str, str]:
        shown = self._shown(viewer, lines="", rows=[])
        counts = self._turn.counts
        key = may, self._turn.none_free, self._turn.shift, str(counts)
        head = self._once(("head", *key), lambda: self._render("head", shown, viewer))
        pulse = self._once("pulse", lambda: self._render("pulse", shown, viewer))
        foot = self._render("foot", shown, viewer)
        return {"head": head, "pulse": pulse, "foot": foot, "summary": shown["summary"]}

    def _render(self, name: str, shown: dict[str, Any], viewer: Viewer) -> str:
        html: str = _template(name).render(**shown, may=_may_of(viewer))
        return html

    def _shown(self, viewer: Viewer, *, lines: str, rows: list[Row]) -> dict[str, Any]:
        made = self._turn
        board = Board(
            at=made.at, rows=rows, left=made.windows[viewer.window].left, counts=made.counts,
            shown=frozenset(), shift=made.shift, none_free=made.none_free,
        )  # fmt: skip
        return shown_by(board=board, asked=viewer.asked, lines=lines, pulse=self._pulse)

    def _once(self, key: Any, write: Any) -> Any:
        if key not in self._written:
            self._written[key] = write()
        return self._written[key]


def _may(viewer: Viewer) -> bool:
    return permitted(roles=viewer.actor.roles, permission=Permission.SHIFT_HAND_OVER)


def _may_of(viewer: Viewer) -> Any:
    return lambda one: permitted(roles=viewer.actor.roles, permission=Permission(one))


def _event(said: dict[str, Any]) -> bytes:
    return b"event: board\ndata: " + json.dumps(said, separators=(",", ":")).encode() + b"\n\n"


@cache
def _template(name: str) -> Any:
    return engines["jinja2"].env.get_template(f"board/{name}.html")  # type: ignore[attr-defined]
