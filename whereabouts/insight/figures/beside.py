"""What stands behind the cells of a table, and how tables that are read together are protected."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from whereabouts.engines.disclosure import Beside, Rules, Shown
from whereabouts.insight.figures.tables import Table

HIDDEN = "c"
Name = Hashable
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A count that is printed: its name, what it is, and what is shown of it."""

    name: Name
    number: int
    seen: Shown
    exact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """Parts that add up to a count, or that are together no more than it."""

    whole: Name
    parts: tuple[Name, ...]
    adds_up: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table, and which counts each of its cells says something of."""

    table: Table
    cells: Mapping[Cell, tuple[Name, ...]]
    printed: Sequence[Printed]
    ties: Sequence[Tied] = field(default=())


def together(
    *, sheets: Sequence[Sheet], rules: Rules, ties: Iterable[Tied] = (),
    printed: Iterable[Printed] = (),
) -> list[Table]:  # fmt: skip
    """Return tables that are read side by side: a count that is hidden is hidden in all of them.

    `ties` are those that no table has by itself, and `printed` what is printed in no table's cells.
    """
    web = Beside(rules=rules)
    for one in [*(one for sheet in sheets for one in sheet.printed), *printed]:
        web.printed(name=one.name, number=one.number, seen=one.seen, exact=one.exact)
    for tie in [*(tie for sheet in sheets for tie in sheet.ties), *ties]:
        if tie.adds_up:
            web.adds_up(total=tie.whole, parts=tie.parts)
        else:
            web.within(parts=tie.parts, whole=tie.whole)
    hidden = web.hidden()
    return [covered(sheet=sheet, hidden=hidden) for sheet in sheets]


def covered(*, sheet: Sheet, hidden: frozenset[Name]) -> Table:
    """Return a table without the cells that say anything of a hidden count."""
    lines = [
        tuple(
            HIDDEN if not hidden.isdisjoint(sheet.cells.get((row, column), ())) else text
            for column, text in enumerate(line)
        )
        for row, line in enumerate(sheet.table.lines)
    ]
    return replace(sheet.table, lines=tuple(lines))


def of_grid(
    *, table: Table, counts: Sequence[Sequence[int]], names: Sequence[Sequence[Name | None]],
    seen: Sequence[Sequence[Shown]], across: bool = True,
) -> Sheet:  # fmt: skip
    """Return the sheet of a table of counts: its rows and columns, the sums last in each.

    `counts` and `seen` have the sums too. A count without a name is of this table alone. Where the
    sums `across` are of nothing they are neither printed nor tied.
    """
    own = [
        [(table.name, r, c) if name is None else name for c, name in enumerate(row)]
        for r, row in enumerate(names)
    ]
    width = len(own[0]) if across else len(own[0]) - 1
    rows = range(len(own))
    printed = [
        Printed(name=own[r][c], number=counts[r][c], seen=seen[r][c])
        for r in rows for c in range(width)
    ]  # fmt: skip
    ties = [
        Tied(whole=own[-1][c], parts=tuple(row[c] for row in own[:-1])) for c in range(width)
    ]  # fmt: skip
    if across:
        ties += [Tied(whole=row[-1], parts=tuple(row[:-1])) for row in own]
    return Sheet(
        table=table,
        cells={(r, c + 1): (own[r][c],) for r in rows for c in range(width)},
        printed=printed,
        ties=ties,
    )
