"""A year's counts by force, its two counts reconciled and the unit's tables: protected together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from whereabouts.engines.disclosure import ANYTHING, HIDDEN, Rules, Shown, shown
from whereabouts.insight.figures.beside import Name, Printed, Sheet, Tied, together
from whereabouts.insight.figures.counting import Counted
from whereabouts.insight.figures.definitions import Definition
from whereabouts.insight.figures.revising import Web
from whereabouts.insight.figures.tables import Table, seen_by_area
from whereabouts.insight.figures.ukmpu import ukmpu_sheets, with_population
from whereabouts.insight.figures.ukmpu_ties import AGAIN, FORCE, KIND, Side, count_of, ties_of
from whereabouts.insight.figures.ukmpu_year import Year

ABSENT, MISSING, NOT_APART = (((KIND, words),) for words in ("Absent", "Missing", "Not told apart"))
APART = "incident that is told apart"
YEAR = 366
# Which steps take out which of the unit's kinds, and the step that takes out of all of them.
STEPS = {"absent": ABSENT, "absent and missing not told apart": NOT_APART}
NO_BIRTH = "no date of birth, and no child's record"
FURTHER = "calls counted as incidents"


def protected_year(
    *, counts: Sheet, reconciliation: Sheet, year: Year
) -> tuple[Table, Table, list[Table], Web]:
    """Return the tables of a year as they are published, none of which undoes another.

    The last is what stands behind them, for whoever lays them beside what was published before.
    """
    sheets = [counts, reconciliation, *ukmpu_sheets(year=year)]
    ties = [*ties_of(year=year), *_between()]
    made = together(sheets=sheets, rules=year.rules, ties=ties)
    first, second, *rest = made
    web = Web(
        sheets=[replace(one, table=table) for one, table in zip(sheets, made, strict=True)],
        ties=ties, rules=year.rules,
    )  # fmt: skip
    return first, second, with_population(year=year, tables=rest), web


def counts_sheet(
    *, table: Table, counts: Mapping[str, Mapping[str, Counted]], whole: Mapping[str, Counted],
    definitions: Sequence[Definition], rules: Rules,
) -> Sheet:  # fmt: skip
    """Return the sheet of the counts by force: each definition's count of each force and of all."""
    seen = seen_by_area(counts=counts, whole=whole, definitions=definitions, rules=rules)
    sides: list[Side] = [*(((FORCE, code),) for code in counts), ()]
    figures = [*counts.values(), whole]
    cells: dict[tuple[int, int], tuple[Name, ...]] = {}
    printed = []
    for column, one in enumerate(definitions, 1):
        for line, (side, found) in enumerate(zip(sides, figures, strict=True)):
            if one.measure == "absent_share":
                names: tuple[Name, ...] = (
                    count_of("incident", *side, *ABSENT), count_of(APART, *side)
                )  # fmt: skip
                share = found[one.name]
                # A share says as much of both as if they were printed rounded.
                if table.lines[line][column] != "c":
                    printed += [
                        Printed(name=name, number=number, seen=shown(count=number, rules=rules))
                        for name, number in zip(names, (share.count, share.over or 0), strict=True)
                    ]
            else:
                names = (_name(one, side),)
                printed.append(
                    Printed(name=names[0], number=found[one.name].count, seen=seen[one.name][line])
                )
            cells[line, column] = names
    ties = [tie for side in sides for tie in _of_area(side, definitions)]
    for one in definitions:
        if one.measure in {"incident", "call", "away", "long", "individual"}:
            parts = tuple(_name(one, side) for side in sides[:-1])
            ties.append(Tied(whole=_name(one, ()), parts=parts))
        elif one.measure == "repeat":
            ties += [
                Tied(whole=_name(one, ()), parts=(_name(one, side),), adds_up=False)
                for side in sides[:-1]
            ]
    ties.append(Tied(whole=count_of("individual"), parts=(count_of("child"),), adds_up=False))
    return Sheet(table=table, cells=cells, printed=printed, ties=ties)


def _name(one: Definition, side: Side) -> Name:
    """Return what a definition counts, by the name that the unit's tables have for it too."""
    if one.measure in {"incident", "call", "individual"}:
        return count_of(one.measure, *side)
    if one.measure == "child":  # in one force, a child is an individual of it
        return count_of("individual" if side else "child", *side)
    if one.measure == "repeat" and side and one.times == 2 and one.days >= YEAR:
        return count_of(AGAIN, *side)
    return count_of(one.name, *side)


def _of_area(side: Side, definitions: Sequence[Definition]) -> list[Tied]:
    incidents = count_of("incident", *side)
    children = count_of("individual" if side else "child", *side)
    ties = [
        Tied(whole=incidents, parts=(children,), adds_up=False),
        Tied(whole=count_of("call", *side), parts=(incidents,), adds_up=False),
        Tied(
            whole=count_of(APART, *side),
            parts=(count_of("incident", *side, *ABSENT), count_of("incident", *side, *MISSING)),
        ),
        Tied(whole=incidents, parts=(count_of(APART, *side),), adds_up=False),
    ]
    repeats = [one for one in definitions if one.measure == "repeat"]
    for one in repeats:
        name = _name(one, side)
        ties += [
            Tied(whole=children, parts=(name,), adds_up=False),
            Tied(whole=incidents, parts=(children, *[name] * (one.times - 1)), adds_up=False),
        ]
        ties += [
            Tied(whole=_name(wider, side), parts=(name,), adds_up=False)
            for wider in repeats
            if wider is not one and wider.times <= one.times and wider.days >= one.days
        ]
    longs = sorted((one for one in definitions if one.measure == "long"), key=lambda one: one.hours)
    names = [incidents, *(_name(one, side) for one in longs)]
    ties += [
        Tied(whole=whole, parts=(part,), adds_up=False) for whole, part in pairwise(names)
    ]  # fmt: skip
    return ties


def reconciliation_sheet(
    *, table: Table, numbers: Sequence[int], steps: Sequence[str]
) -> Sheet:  # fmt: skip
    """Return the sheet of the two counts; `numbers` are as its lines: all, steps, both kept."""
    names: list[Name] = [("rows", one) for one in ("sent", *steps, "missing", "children")]
    texts = [line[1] for line in table.lines]
    return Sheet(
        table=table,
        cells={(line, 1): (name,) for line, name in enumerate(names)},
        printed=[
            Printed(
                name=name, number=number, exact=True,
                seen=Shown(None, HIDDEN if number else ANYTHING)
                if text == "c" else Shown(number),
            )
            for name, number, text in zip(names, numbers, texts, strict=True)
        ],
        ties=[
            Tied(whole=names[0], parts=tuple(names[1:-1])),
            Tied(whole=("rows", "missing"), parts=(("rows", "children"),), adds_up=False),
        ],
    )  # fmt: skip


def _between() -> list[Tied]:
    """Return what ties the reconciliation to the unit's tables.

    The unit counts a row without a date of birth among children's, and the other does not.
    """
    lacking = {
        (("rows", "missing"), MISSING): ("no birth", "missing"),
        **{(("rows", step), kind): ("no birth", step) for step, kind in STEPS.items()},
    }
    ties = [
        Tied(whole=count_of("incident", *kind), parts=(rows, without))
        for (rows, kind), without in lacking.items()
    ]
    ties.append(
        Tied(whole=("rows", NO_BIRTH), parts=tuple(lacking.values()), adds_up=False)
    )  # fmt: skip
    further = ("further calls", "children's")
    return [
        *ties,
        Tied(whole=count_of("call"), parts=(count_of("incident"), further)),
        Tied(whole=("rows", FURTHER), parts=(further,), adds_up=False),
    ]
