"""The rows of a board, counted and in each order asked for, kept so as single rows change."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from operator import itemgetter
from typing import Any
from uuid import UUID

from whereabouts.insight.lookups.board import Counts, Filters, Row, is_left, order
from whereabouts.insight.lookups.board_windows import Window
from whereabouts.practice.response.vocabulary import NOBODY_YET
from whereabouts.records.episodes.rules import LEVEL_ORDER

# In these rows stand as they stood, whatever the time; in the others one overtakes another.
STEADY = ("urgency", "deadline")


class Ordered:
    """Rows in an order, and their references in the same."""

    def __init__(self, *, rows: Iterable[Row], sort: str) -> None:
        self._sort = sort
        entries = sorted([(order(row=row, sort=sort), row) for row in rows], key=itemgetter(0))
        self._places = [place for place, _ in entries]
        self.rows = [row for _, row in entries]
        self.references = [row.line.reference for row in self.rows]
        self._windows: dict[tuple[int, int], Window] = {}

    def window(self, *, first: int, most: int) -> Window:
        """Return what of them a screen shows, which goes along from then on."""
        window = self._windows.get((first, most))
        if window is None:
            window = self._windows[first, most] = Window(ordered=self, first=first, most=most)
        return window

    def forget_but(self, *, windows: Collection[Window]) -> None:
        """Go along with no window that nobody looks at."""
        if len(self._windows) > 1:
            self._windows = {key: one for key, one in self._windows.items() if one in windows}

    def place_of(self, *, row: Row) -> int:
        """Return where a row stands, or belongs."""
        return bisect_left(self._places, order(row=row, sort=self._sort))

    def put(self, *, row: Row) -> None:
        """Put a row where it belongs."""
        place = order(row=row, sort=self._sort)
        at = bisect_left(self._places, place)
        self._places.insert(at, place)
        self.rows.insert(at, row)
        self.references.insert(at, row.line.reference)
        for window in self._windows.values():
            window.put(at=at)

    def take(self, *, row: Row) -> None:
        """Take a row out."""
        at = self.place_of(row=row)
        del self._places[at], self.rows[at], self.references[at]
        for window in self._windows.values():
            window.take(at=at)


class Rows:
    """Every row of a sight, by episode."""

    def __init__(self) -> None:
        self._rows: dict[UUID, Row] = {}
        self._totals: Counter[str] = Counter()
        self._levels: Counter[str] = Counter()
        self._orders: dict[tuple[Filters, str, UUID | None], Ordered] = {}

    def __iter__(self) -> Any:
        return iter(self._rows.values())

    def get(self, *, key: UUID) -> Row | None:
        """Return the row of an episode."""
        return self._rows.get(key)

    def reset(self, *, rows: Iterable[Row]) -> None:
        """Begin anew with these rows."""
        self._rows = {row.line.key: row for row in rows}
        self._totals.clear()
        self._levels.clear()
        self._orders.clear()
        for row in self._rows.values():
            self._count(row, 1)

    def put(self, *, key: UUID, row: Row | None) -> Row | None:
        """Put an episode's row where it belongs, or take it out; return the one before."""
        before = self._rows.pop(key, None)
        if before is not None:
            self._count(before, -1)
        if row is not None:
            self._rows[key] = row
            self._count(row, 1)
        for (filters, _, member), ordered in self._orders.items():
            if before is not None and is_left(row=before, filters=filters, member=member):
                ordered.take(row=before)
            if row is not None and is_left(row=row, filters=filters, member=member):
                ordered.put(row=row)
        return before

    def in_order(
        self, *, filters: Filters, sort: str, member: UUID | None, at: datetime
    ) -> Ordered:
        """Return the rows that the filters leave, in order; "mine" are the member's."""
        key = filters, sort, member
        if sort in STEADY and key in self._orders:
            return self._orders[key]
        left = [
            (row if sort in STEADY else replace(row, at=at))
            for row in self._rows.values()
            if is_left(row=row, filters=filters, member=member)
        ]
        ordered = Ordered(rows=left, sort=sort)
        if sort in STEADY:
            self._orders[key] = ordered
        return ordered

    def forget_but(self, *, asked: set[tuple[Filters, str, UUID | None]]) -> None:
        """Keep no order that nobody asks for."""
        if len(self._orders) > 1 or not self._orders.keys() <= asked:
            self._orders = {key: kept for key, kept in self._orders.items() if key in asked}

    def forget_windows_but(self, *, windows: Collection[Window]) -> None:
        """Keep no window that nobody looks at."""
        for ordered in self._orders.values():
            ordered.forget_but(windows=windows)

    def counts(self) -> Counts:
        """Return how many there are of each kind, as the board counts; notices are nobody's."""
        totals = {name: self._totals[name] for name in _KINDS}
        return Counts(
            **totals,
            notices=0,
            by_level={level: self._levels[level] for level in reversed(LEVEL_ORDER)},
        )

    def _count(self, row: Row, by: int) -> None:
        line, totals = row.line, self._totals
        self._levels[line.level] += by
        totals["open"] += by
        totals["overdue"] += by * row.overdue
        totals["unowned"] += by * (line.owner is None)
        totals["undecided"] += by * (not line.decided)
        totals["proposals"] += by * line.proposal
        totals["nobody_sent"] += by * (line.going_out in NOBODY_YET)


_KINDS = ("open", "overdue", "unowned", "undecided", "proposals", "nobody_sent")
