"""A table with its totals: what else to hide so that no small count follows from the rest.

A cell hidden because it is small follows from its line where all else in the line is shown. So
the table is looked at as a reader would: from every number shown, the least and the most that each
cell could be, line by line until nothing narrows further. While some small cell could be fewer than
three numbers, the smallest count still shown in its row or column is hidden besides.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from .counts import ANYTHING, FEW_OR_NONE, HIDDEN, TOO_FEW, Rules, Shown, could_be, shown

LEAST_LEFT = 3  # a small count stays any of at least so many numbers

Place = tuple[int, int]
Line = list[Place]  # the cells of a row or column; its total stands last
Bounds = dict[Place, tuple[float, float]]
# The cells, the rows' sums, the columns', and the sum of all.
Seen = tuple[list[list[Shown]], list[Shown], list[Shown], Shown]


@dataclass(frozen=True, kw_only=True)
class Named:
    """A table and what each of its counts is of, sums with it: a row and a column more.

    Two counts of one name, in one table or in two, are one count. `None` is of no name.
    """

    counts: Sequence[Sequence[int]]
    names: Sequence[Sequence[Hashable | None]]


def shown_line(
    *, counts: Sequence[int], rules: Rules, hidden: Mapping[int, str] | None = None
) -> tuple[list[Shown], Shown]:
    """Return what is shown of the cells of a line and of their sum.

    `hidden` are cells, the sum's place being the last, that are hidden whatever they hold, and why.
    """
    full = [[*counts, sum(counts)]]
    seen = [[shown(count=count, rules=rules) for count in full[0]]]
    for place, why in (hidden or {}).items():
        seen[0][place] = Shown(None, why)
    _protect(seen, full, [[(0, c) for c in range(len(full[0]))]], rules)
    return seen[0][:-1], seen[0][-1]


def shown_together(*, tables: Sequence[Named], rules: Rules) -> list[Seen]:
    """Return what is shown of tables that are read side by side.

    What is hidden in one is hidden in every other that has it: else a sum hidden here for the sake
    of a small count could be read there, and the small count worked out.
    """
    hidden: set[Hashable] = set()
    while True:
        found: set[Hashable] = set()
        seen = []
        for table in tables:
            places = [
                ((r, c), name)
                for r, row in enumerate(table.names)
                for c, name in enumerate(row)
                if name is not None
            ]
            here = shown_table(
                counts=table.counts, rules=rules,
                hidden={place for place, name in places if name in hidden},
            )  # fmt: skip
            cells, ends, sums, whole = here
            full = [*([*row, end] for row, end in zip(cells, ends, strict=True)), [*sums, whole]]
            found |= {name for (r, c), name in places if full[r][c].number is None}
            seen.append(here)
        if found <= hidden:
            return seen
        hidden |= found


def shown_table(
    *, counts: Sequence[Sequence[int]], rules: Rules, hidden: Collection[Place] = ()
) -> Seen:
    """Return what is shown of the cells, of the rows' sums, of the columns' and of all.

    `hidden` are places, sums with them, that are hidden whatever they hold.
    """
    full = [[*row, sum(row)] for row in counts]
    full.append([sum(column) for column in zip(*full, strict=True)])
    rows, columns = range(len(full)), range(len(full[0]))
    lines = [[(r, c) for c in columns] for r in rows] + [[(r, c) for r in rows] for c in columns]
    seen = [[shown(count=count, rules=rules) for count in row] for row in full]
    for r, c in hidden:
        if seen[r][c].number is not None:
            seen[r][c] = Shown(None, HIDDEN if full[r][c] else ANYTHING)
    _protect(seen, full, lines, rules)
    return (
        [row[:-1] for row in seen[:-1]],
        [row[-1] for row in seen[:-1]],
        seen[-1][:-1],
        seen[-1][-1],
    )


def worked_out(*, seen: Sequence[Sequence[Shown]], lines: Sequence[Line], rules: Rules) -> Bounds:
    """Return the least and the most that each cell could be, as a patient reader works it out."""
    bounds: Bounds = {}
    for r, row in enumerate(seen):
        for c, cell in enumerate(row):
            least, most = could_be(seen=cell, rules=rules)
            bounds[r, c] = (least, inf if most is None else most)
    narrowed = True
    while narrowed:
        narrowed = False
        for line in lines:
            for place in line:
                found = _narrowed(place, line, bounds)
                if found != bounds[place]:
                    bounds[place] = found
                    narrowed = True
    return bounds


def _narrowed(place: Place, line: Line, bounds: Bounds) -> tuple[float, float]:
    least, most = bounds[place]
    parts, total = line[:-1], line[-1]
    others = [bounds[other] for other in parts if other != place]
    low, high = sum(one[0] for one in others), sum(one[1] for one in others)
    if place != total:
        low, high = bounds[total][0] - high, bounds[total][1] - low
    return (max(least, low), min(most, high))


def _protect(
    seen: list[list[Shown]], full: list[list[int]], lines: list[Line], rules: Rules
) -> None:  # fmt: skip
    """Hide cells until every one that is hidden could still be enough different numbers."""
    left = min(LEAST_LEFT, rules.hide_below - 1)
    while True:
        bounds = worked_out(seen=seen, lines=lines, rules=rules)
        narrow = [
            (r, c)
            for r, row in enumerate(seen)
            for c, cell in enumerate(row)
            # That there was nobody at all is no small number of anybody.
            if cell.number is None
            and bounds[r, c][1] > 0
            and bounds[r, c][1] - bounds[r, c][0] + 1 < left
        ]
        if not narrow:
            return
        if rules.round_to > 1 and _hide_lines(narrow, full, seen, lines, rules):
            continue
        row, column = _next_to_hide(narrow, full, seen, lines)
        none = seen[row][column].why == FEW_OR_NONE
        seen[row][column] = Shown(None, ANYTHING if none else HIDDEN)


def _hide_lines(
    narrow: list[Place], full: list[list[int]], seen: list[list[Shown]], lines: list[Line],
    rules: Rules,
) -> bool:  # fmt: skip
    """Hide the whole of each line that by itself leaves a small count too few numbers.

    Rounding leaves so little only where everything in the line lies right at the end of what it
    could be. If one cell more were hidden, a reader who knows the method would know that it had
    come to this, and of which cell: whole lines that came to it all look the same (docs/adr/0033).
    """
    bounds = {
        (r, c): could_be(seen=cell, rules=rules)
        for r, row in enumerate(seen)
        for c, cell in enumerate(row)
    }
    alone: Bounds = {at: (low, inf if most is None else most) for at, (low, most) in bounds.items()}
    left = min(LEAST_LEFT, rules.hide_below - 1)
    hidden = False
    for place in narrow:
        for line in lines:
            if place not in line:
                continue
            low, most = _narrowed(place, line, alone)
            if most - low + 1 >= left:
                continue
            for r, c in line:
                if seen[r][c].number is not None and full[r][c]:
                    seen[r][c] = Shown(None, HIDDEN)
                    hidden = True
    return hidden


def _next_to_hide(
    narrow: list[Place], full: list[list[int]], seen: list[list[Shown]], lines: list[Line]
) -> Place:
    """Return the smallest count still shown beside a narrow one; else one that it adds up to.

    What was hidden for another's sake can be narrow itself, so all of them are looked at. Where
    all beside them is hidden already, a small total is what tells too much: called hidden, it
    could be anything, and to a reader it looks the same.
    """
    totals = {line[-1] for line in lines}
    for place in narrow:
        beside = [at for line in lines if place in line for at in line if at != place]
        still = [(r, c) for r, c in beside if seen[r][c].number is not None and full[r][c]]
        if still:
            return min(still, key=lambda at: (at in totals, full[at[0]][at[1]], at))
    small = [
        (r, c)
        for r, row in enumerate(seen)
        for c, cell in enumerate(row)
        if cell.why in {TOO_FEW, FEW_OR_NONE}
    ]
    return max(small, key=lambda at: (full[at[0]][at[1]], at))
