"""From one board to the next as a message: which rows go, which are put where, what the head says.

A message is for whoever holds the board of number `from`; whoever holds another asks for a whole.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from django.template import engines

from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.insight.lookups.board import Board, Counts, Row
from whereabouts.insight.lookups.board_feed import Feed, Turn, Viewer
from whereabouts.insight.lookups.board_windows import Change
from whereabouts.insight.lookups.health import Pulse
from whereabouts.insight.lookups.kept import Kept
from whereabouts.interfaces.web.board.asking import further, shown_by, summary
from whereabouts.interfaces.web.board.fragments import as_html, row_html
from whereabouts.interfaces.web.wording import clock, machine_time

PARTS = ("head", "pulse", "foot")

COUNTED = ("open", "overdue", "unowned", "undecided", "proposals", "notices", "nobody_sent")

# Nobody can write it into a name: it is another one in every process.
_NUMBER = secrets.token_hex(12)
_kept: Kept[tuple[str, Any], str] = Kept(most=2_000)


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
        # By all that a part says: what was made before of the same is the same.
        asked, pulse = viewer.asked, self._pulse
        said = {
            "pulse": (pulse.wrong, pulse.worker, pulse.back),
            "foot": (self._turn.windows[viewer.window].left, further(asked=asked), asked.first),
        }

        def render(key: tuple[str, Any]) -> str:
            shown = self._shown(viewer, lines="", rows=[])
            html: str = _template(key[0]).render(**shown, may=_may_of(viewer))
            return html

        _kept.turn_in_time()
        parts = {name: _kept.get((name, key), render) for name, key in said.items()}
        parts["head"] = self._head(viewer, may=may)
        parts["summary"] = summary(counts=self._turn.counts)
        return parts

    def _head(self, viewer: Viewer, *, may: bool) -> str:
        """Return the head: made once of the same but its numbers, which are put in each time."""
        made = self._turn
        numbers = _numbers_of(made.counts)
        # Of a nought the head says another thing than of a number.
        key = "head", (may, made.none_free, made.shift, tuple([bool(one) for one in numbers]))

        def render(_: Any) -> str:
            stood_in = [f"{_NUMBER}{at:02}." if one else 0 for at, one in enumerate(numbers)]
            shown = self._shown(viewer, lines="", rows=[])
            board = replace(shown["board"], counts=_counts_of(made.counts, stood_in))
            html: str = _template("head").render(**{**shown, "board": board}, may=_may_of(viewer))
            return html

        first, *others = _kept.get(key, render).split(_NUMBER)
        return first + "".join([f"{numbers[int(one[:2])]}{one[3:]}" for one in others])

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


def _numbers_of(counts: Counts) -> list[int]:
    return [*[getattr(counts, name) for name in COUNTED], *counts.by_level.values()]


def _counts_of(counts: Counts, numbers: Sequence[Any]) -> Counts:
    levels = dict(zip(counts.by_level, numbers[len(COUNTED) :], strict=True))
    return Counts(**dict(zip(COUNTED, numbers, strict=False)), by_level=levels)


def _may(viewer: Viewer) -> bool:
    return permitted(roles=viewer.actor.roles, permission=Permission.SHIFT_HAND_OVER)


def _may_of(viewer: Viewer) -> Any:
    return lambda one: permitted(roles=viewer.actor.roles, permission=Permission(one))


def _event(said: dict[str, Any]) -> bytes:
    return b"event: board\ndata: " + json.dumps(said, separators=(",", ":")).encode() + b"\n\n"


@cache
def _template(name: str) -> Any:
    return engines["jinja2"].env.get_template(f"board/{name}.html")  # type: ignore[attr-defined]
