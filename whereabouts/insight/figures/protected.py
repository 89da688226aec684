"""Counts and rates as a pack shows them: protected as a whole table, before a line is printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

from whereabouts.engines.disclosure import Rules, Shown, shown_line, shown_share, shown_table
from whereabouts.engines.disclosure import shown as shown_alone
from whereabouts.insight.figures.beside import Name, Printed, Sheet, Tied, of_grid
from whereabouts.insight.figures.definitions import Definition, definition
from whereabouts.insight.figures.tables import WHOLE, Table

Z = 1.959963984540054  # 95 in 100
HIDDEN = "c"
EMPTY = "–"
NOT_RECORDED = "Not recorded"
OF_THE_PACK = "of-the-pack"  # what a table counts by that names nothing else


@dataclass(frozen=True, kw_only=True)
class About:
    """What every table of a pack says besides its numbers."""

    prefix: str
    period: str
    rules: Rules
    coverage: str
    completeness: Mapping[str, Any] = field(default_factory=dict)
    # What stands behind every table that was made: they are protected together afterwards.
    sheets: list[Sheet] = field(default_factory=list, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A table's name, title and first heading, with what its reader has to be told.

    `of` is what it counts, where other tables count the same: then it is protected with them. `by`
    is by what, and `which` those of them that a share is of, where another table has these too.
    """

    name: str
    title: str
    heading: str
    notes: tuple[str, ...] = ()
    definitions: tuple[Definition, ...] = ()
    of: str = ""
    by: str = ""
    which: str = ""

    def count(self, *sides: tuple[str, str]) -> Name:
        """Return the name of one of its counts, the same in whichever table it stands."""
        return (self.of or self.name, frozenset(sides))

    def line(self, name: str) -> tuple[str, str]:
        """Return what a line says of its counts."""
        return (self.by or self.name, name)


def tallied(*, values: Iterable[str], names: Sequence[str]) -> list[int]:
    """Return how often each name came; what nobody recorded, or is not in the list, comes last."""
    found = Counter(values)
    known = [found[name] for name in names[:-1]]
    return [*known, sum(found.values()) - sum(known)]


def counts(
    *, about: About, called: Called, names: Sequence[str], numbers: Sequence[int],
    of: str = "Episodes",
) -> Table:  # fmt: skip
    """Return one column of counts with its sum."""
    cells, total = shown_line(counts=numbers, rules=about.rules)
    total = _beside(total, sum(numbers), called, about)
    lines = [(name, cell.text) for name, cell in zip(names, cells, strict=True)]
    table = _table(about, called, (called.heading, of), [*lines, (WHOLE, total.text)])
    sides: list[Name] = [*(called.count(called.line(name)) for name in names), called.count()]
    full = [*numbers, sum(numbers)]
    about.sheets.append(
        Sheet(
            table=table,
            cells={(line, 1): (name,) for line, name in enumerate(sides)},
            printed=[
                Printed(name=name, number=number, seen=seen)
                for name, number, seen in zip(sides, full, [*cells, total], strict=True)
            ],
            ties=[Tied(whole=sides[-1], parts=tuple(sides[:-1]))],
        )
    )
    return table


def crossed(
    *, about: About, called: Called, names: Sequence[str], columns: Sequence[str],
    numbers: Sequence[Sequence[int]],
) -> Table:  # fmt: skip
    """Return counts by two lists with all their sums."""
    cells, ends, sums, whole = shown_table(counts=numbers, rules=about.rules)
    whole = _beside(whole, sum(map(sum, numbers)), called, about)
    lines = [
        (name, *(cell.text for cell in row), end.text)
        for name, row, end in zip(names, cells, ends, strict=True)
    ]
    last = (WHOLE, *(cell.text for cell in sums), whole.text)
    table = _table(about, called, (called.heading, *columns, WHOLE), [*lines, last])
    full = [[*row, sum(row)] for row in numbers]
    full.append([sum(column) for column in zip(*full, strict=True)])
    down = [*((called.line(name),) for name in names), ()]
    across = [*(((called.heading, name),) for name in columns), ()]
    about.sheets.append(
        of_grid(
            table=table, counts=full,
            names=[[called.count(*one, *other) for other in across] for one in down],
            seen=[*([*row, end] for row, end in zip(cells, ends, strict=True)), [*sums, whole]],
        )
    )  # fmt: skip
    return table


def rates(
    *, about: About, called: Called, columns: tuple[str, str],
    lines: Sequence[tuple[str, int, int]], sums: bool = True,
) -> Table:  # fmt: skip
    """Return shares with their intervals: (name, so many, of so many).

    Those who are and those who are not are protected as one table with its sums; the share and its
    interval are worked out from what is shown of both, so they say no more than the counts do.
    """
    of, so_many = columns
    headed = (called.heading, of, so_many, "Share, %", "Between, %, 95 in 100")
    if not lines:
        return _table(about, called, headed, [("Nothing was recorded", *[EMPTY] * 4)])
    numbers = [[part, whole - part] for _, part, whole in lines]
    cells, ends, both, every = shown_table(counts=numbers, rules=about.rules)
    shown = [
        (row[0], _beside(end, whole, called, about))
        for row, end, (*_, whole) in zip(cells, ends, lines, strict=True)
    ]
    named = list(lines)
    if sums:
        named.append((WHOLE, sum(part for _, part, _ in lines), sum(of for *_, of in lines)))
        _, part, whole = named[-1]
        shown.append((_beside(both[0], part, called, about), _beside(every, whole, called, about)))
    printed = [
        (name, end.text, part.text, *_share(part, end, true, whole, about.rules))
        for (name, true, whole), (part, end) in zip(named, shown, strict=True)
    ]
    table = _table(about, called, headed, printed)
    about.sheets.append(_of_rates(table, called, named, shown, sums=sums))
    return table


def _beside(seen: Shown, count: int, called: Called, about: About) -> Shown:
    """Return what is shown of a sum that other tables print too.

    Hidden here for the sake of a line it could be read there; what must be hidden is found when all
    of them are protected together.
    """
    return shown_alone(count=count, rules=about.rules) if called.of else seen


def _of_rates(
    table: Table, called: Called, named: Sequence[tuple[str, int, int]],
    shown: Sequence[tuple[Shown, Shown]], *, sums: bool,
) -> Sheet:  # fmt: skip
    """Return what each line says: of so many, of so many of them, and so of the others too."""
    which = called.which or called.name
    own = named[:-1] if sums else named
    sides: list[tuple[tuple[str, str], ...]] = [(called.line(name),) for name, _, _ in own]
    sides += [()] if sums else []
    names = [
        (
            called.count(*side),
            called.count(*side, (which, "yes")),
            called.count(*side, (which, "no")),
        )
        for side in sides
    ]
    cells: dict[tuple[int, int], tuple[Name, ...]] = {}
    printed, ties = [], []
    for line, ((whole, part, rest), (_, number, of), (seen, end)) in enumerate(
        zip(names, named, shown, strict=True)
    ):
        cells |= {(line, 1): (whole,), (line, 2): (part,)}
        cells |= dict.fromkeys([(line, 3), (line, 4)], (whole, part))
        printed += [
            Printed(name=whole, number=of, seen=end), Printed(name=part, number=number, seen=seen)
        ]  # fmt: skip
        ties.append(Tied(whole=whole, parts=(part, rest)))
    if sums:
        ties += [
            Tied(whole=total, parts=tuple(one[place] for one in names[:-1]))
            for place, total in enumerate(names[-1])
        ]
    return Sheet(table=table, cells=cells, printed=printed, ties=ties)


def interval(*, part: float, whole: float) -> tuple[float, float]:
    """Return Wilson's interval of a share, between nothing and one."""
    p, z2 = part / whole, Z * Z
    middle = (p + z2 / (2 * whole)) / (1 + z2 / whole)
    half = Z * sqrt(p * (1 - p) / whole + z2 / (4 * whole * whole)) / (1 + z2 / whole)
    return max(0.0, middle - half), min(1.0, middle + half)


def plain(
    *, about: About, called: Called, columns: Sequence[str], lines: Sequence[tuple[str, ...]],
    behind: Sequence[Mapping[int, Sequence[Printed]]] = (),
) -> Table:  # fmt: skip
    """Return a table whose cells were protected where they were made.

    `behind` are for each line the counts that its cells, by their column, are worked out from.
    """
    table = _table(about, called, (called.heading, *columns), lines)
    about.sheets.append(
        Sheet(
            table=table,
            cells={
                (line, column): tuple(one.name for one in counts)
                for line, found in enumerate(behind)
                for column, counts in found.items()
            },
            printed=[one for found in behind for counts in found.values() for one in counts],
        )
    )
    return table


def _share(part: Shown, whole: Shown, true: int, of: int, rules: Rules) -> tuple[str, str]:
    if part.number is None or whole.number is None:
        return HIDDEN, HIDDEN
    seen = shown_share(part=true, whole=of, rules=rules)
    if seen.number is None or not whole.number:
        return HIDDEN, HIDDEN
    low, high = interval(part=min(part.number, whole.number), whole=whole.number)
    return seen.text, f"{100 * low:.0f} to {100 * high:.0f}"


def _table(
    about: About, called: Called, columns: Sequence[str], lines: Sequence[tuple[str, ...]]
) -> Table:
    return Table(
        name=f"{about.prefix}-{called.name}",
        title=f"{called.title}, {about.period}",
        columns=tuple(columns),
        lines=tuple(lines),
        definitions=called.definitions or (definition(name=OF_THE_PACK),),
        rules=about.rules,
        coverage=about.coverage,
        completeness=about.completeness,
        notes=called.notes,
    )
