"""Several definitions of one year, published as one family: none may be worked out from another.

A count of children missing again is at most the children, and the children are at most the
incidents; who was missing ten times was missing three times. So a reader can lay columns beside
each other, and a small count that is hidden in one follows from what is shown in another. Three
rules close that. An area (or all of them together) of which a count is hidden that others are parts
of is hidden whole. In a count that is a part of another, none is hidden like few: the mark then
means none to four. And it never matters which columns are asked for: all of them are protected
together first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .counts import FEW_OR_NONE, HIDDEN, TOO_FEW, Rules, Shown, shown
from .tables import shown_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A definition's counts over the areas, and of all of them together.

    `leads` are counts that others are parts of. What does not add up, since a child of two areas
    counts once in all, is protected cell by cell.
    """

    counts: Sequence[int]
    total: int
    leads: bool

    @property
    def adds_up(self) -> bool:
        """Whether the areas sum to the total."""
        return sum(self.counts) == self.total


def shown_family(
    *, columns: Mapping[str, Column], rules: Rules
) -> dict[str, tuple[list[Shown], Shown]]:
    """Return for each definition what is shown of the areas, and of all of them together."""
    areas = max((len(one.counts) for one in columns.values()), default=0)
    leading = [one for one in columns.values() if one.leads]
    nobody = {place for place in range(areas) if leading and not any(
        one.counts[place] for one in leading)}  # fmt: skip
    whole: set[int] = set()
    while True:
        seen = {
            name: _shown(one, whole, nobody, rules) for name, one in columns.items()
        }  # fmt: skip
        more = {
            place
            for name, (cells, total) in seen.items()
            if columns[name].leads
            for place, cell in enumerate([*cells, total])
            if cell.number is None
        } - whole
        if not more:
            return seen
        whole |= more


def _shown(
    one: Column, whole: set[int], nobody: set[int], rules: Rules
) -> tuple[list[Shown], Shown]:
    hidden = {
        place: why
        for place, count in enumerate(one.counts)
        if (
            why := _why(count, one.leads, whole=place in whole, nobody=place in nobody, rules=rules)
        )
    }
    empty = len(nobody) == len(one.counts)
    last = _why(
        one.total, one.leads, whole=len(one.counts) in whole, nobody=empty, rules=rules
    )  # fmt: skip
    if one.adds_up:
        more = {len(one.counts): last} if last else {}
        return shown_line(counts=one.counts, rules=rules, hidden={**hidden, **more})
    cells = [
        Shown(None, hidden[place]) if place in hidden else shown(count=count, rules=rules)
        for place, count in enumerate(one.counts)
    ]
    return cells, Shown(None, last) if last else shown(count=one.total, rules=rules)


def _why(count: int, leads: bool, *, whole: bool, nobody: bool, rules: Rules) -> str:
    """Return why a count is hidden, or nothing where it may be shown."""
    if nobody:
        return ""
    if count >= rules.hide_below:
        return HIDDEN if whole else ""
    if count and leads:
        return TOO_FEW
    return FEW_OR_NONE if whole or not leads else ""
