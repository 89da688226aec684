"""What a screen shows of a board's rows, and what makes that of what it showed before."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from whereabouts.insight.lookups.board import Row

FEW = 10  # rows are looked for one by one


@dataclass(frozen=True, kw_only=True)
class Change:
    """What makes one window of the other, alike for everybody who has that window."""

    gone: tuple[str, ...]
    put: tuple[tuple[str, Row], ...]  # after which reference; after nothing: first


class InOrder(Protocol):
    """Every row there is, in order, and the references in the same."""

    rows: list[Row]
    references: list[str]

    def place_of(self, *, row: Row) -> int:
        """Return where a row stands."""
        ...


class Window:
    """The rows that a screen shows, in order, as far as they are nobody's in particular.

    As single rows are put in or taken out among all it goes along, and knows what that changed:
    nothing has to be compared then, however many rows there are.
    """

    def __init__(self, *, ordered: InOrder, first: int, most: int) -> None:
        self._ordered, self._first, self._end = ordered, first, first + most
        self.rows = ordered.rows[first : self._end]
        self.references = ordered.references[first : self._end]
        self._had_rows = bool(self.rows)
        self._were_here: dict[str, bool] = {}  # of what came or went since the last change
        self._came: dict[str, Row] = {}

    @property
    def left(self) -> int:
        """How many rows stand behind those shown."""
        return max(len(self._ordered.rows) - self._end, 0)

    def children(self) -> frozenset[UUID]:
        """Return the children shown."""
        return frozenset([row.line.child for row in self.rows])

    def put(self, *, at: int) -> None:
        """Go along with a row that was put in its place among all."""
        at = max(at, self._first)  # put in before, the last one from there comes up
        if at < min(self._end, len(self._ordered.rows)):
            self._come(at)
            if len(self.rows) > self._end - self._first:
                self._go(self._end)

    def take(self, *, at: int) -> None:
        """Go along with a row that was taken out from its place among all."""
        at = max(at, self._first)  # taken out before, our first one goes there
        if at < self._first + len(self.rows):
            self._go(at)
            if len(self._ordered.rows) >= self._end:
                self._come(self._end - 1)

    def changed(self, *, changed: Collection[str]) -> Change | None:
        """Return what makes this window of what it was when this was last asked.

        None where there was no row or is none now: there is no table then to put one in.
        """
        had_rows, self._had_rows = self._had_rows, bool(self.rows)
        were_here, came = self._were_here, self._came
        self._were_here, self._came = {}, {}
        if not (had_rows and self.rows):
            return None
        # What went behind the last row and came back is where it was.
        new = [
            self._ordered.place_of(row=row) - self._first
            for reference, row in came.items()
            if reference in changed or not were_here[reference]
        ]
        return Change(
            gone=tuple([one for one, here in were_here.items() if here and one not in came]),
            put=tuple(
                [(self.references[at - 1] if at else "", self.rows[at]) for at in sorted(new)]
            ),
        )

    def _come(self, at: int) -> None:
        row = self._ordered.rows[at]
        reference = row.line.reference
        self.rows.insert(at - self._first, row)
        self.references.insert(at - self._first, reference)
        self._were_here.setdefault(reference, False)
        self._came[reference] = row

    def _go(self, at: int) -> None:
        del self.rows[at - self._first]
        reference = self.references.pop(at - self._first)
        self._were_here.setdefault(reference, True)
        self._came.pop(reference, None)


def change(*, before: Sequence[str], window: Window, changed: Collection[str]) -> Change:
    """Return what makes a window of the references that stood before, in as few rows as can be."""
    after = window.references
    old, new = _without(before, changed), _without(after, changed)
    if old == new and len(changed) <= FEW:
        # As a rule the others stand as they stood.
        places = sorted([after.index(one) for one in changed if one in after])
        return Change(
            gone=tuple([one for one in changed if one in before and one not in after]),
            put=tuple([(after[at - 1] if at else "", window.rows[at]) for at in places]),
        )
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


def _without(references: Sequence[str], some: Collection[str]) -> list[str]:
    if len(some) > FEW:
        return [one for one in references if one not in some]
    left = [*references]
    for one in some:
        if one in left:
            left.remove(one)
    return left


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
