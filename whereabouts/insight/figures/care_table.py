"""Children missing from care by authority, counted from the return's own lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from whereabouts.engines.disclosure import (
    ANYTHING,
    HIDDEN,
    Column,
    Rules,
    Shown,
    shown,
    shown_family,
    shown_line,
)
from whereabouts.insight.figures.beside import Printed, Sheet, Tied, together
from whereabouts.insight.figures.definitions import definition
from whereabouts.insight.figures.ssda903 import AWAY, MISSING_FROM_CARE, Return
from whereabouts.insight.figures.tables import WHOLE, Table, mean_and_share

COLUMNS = (
    "authority", "looked_after", "missing_children", "missing_incidents", "missing_more_than_once",
    "missing_at_31_march", "incidents_a_child", "share_missing_percent",
    "away_children", "away_incidents",
)  # fmt: skip
_COUNTED = COLUMNS[1:6] + COLUMNS[8:]
# Counts that are protected together, since one may follow from another; those that lead come first.
MISSING = ("missing_incidents", "missing_children", "missing_more_than_once", "missing_at_31_march")
AWAY_COUNTS = ("away_incidents", "away_children")
LEAD = {"missing_incidents", "missing_children", *AWAY_COUNTS}
# What a cell is worked out from, and which counts of an authority are parts of which.
DERIVED = {
    "incidents_a_child": ("missing_incidents", "missing_children"),
    "share_missing_percent": ("missing_children", "looked_after"),
}
WITHIN = (
    ("missing_incidents", ("missing_children", "missing_more_than_once")),
    ("missing_children", ("missing_more_than_once",)),
    ("missing_children", ("missing_at_31_march",)),
    ("looked_after", ("missing_children",)),
    ("looked_after", ("away_children",)),
    ("away_incidents", ("away_children",)),
)
FEW_AREAS = 3  # where fewer have anybody, a sum says too much of the one that is hidden
TOGETHER = (
    "Children and incidents of an authority are protected together: where either is small, both"
    " are hidden, so that nothing follows from the counts by force beside them. In how many were"
    " missing more than once, or on 31 March, c may be nobody, a few or more: it is not said which."
)


def counts_of(*, made: Return) -> dict[str, int]:
    """Return an authority's counts, each from the lines of its files."""
    missing = [row for row in made.missing if row["MISSING"] == MISSING_FROM_CARE]
    away = [row for row in made.missing if row["MISSING"] == AWAY]
    times = Counter(row["CHILD"] for row in missing)
    return {
        "looked_after": len(made.header),
        "missing_children": len(times),
        "missing_incidents": len(missing),
        "missing_more_than_once": sum(count > 1 for count in times.values()),
        "missing_at_31_march": len({row["CHILD"] for row in missing if not row["MIS_END"]}),
        "away_children": len({row["CHILD"] for row in away}),
        "away_incidents": len(away),
    }


def care_table(*, returns: Mapping[str, Return], ends: int, rules: Rules, coverage: str) -> Table:
    """Return the table of all authorities: every count adds up, since a child has one authority."""
    counts = {code: counts_of(made=made) for code, made in returns.items()}
    columns = {name: [one[name] for one in counts.values()] for name in _COUNTED}
    totals = {name: sum(column) for name, column in columns.items()}
    cells, total = shown_line(counts=columns["looked_after"], rules=rules)
    shown_of = {"looked_after": [*cells, total]}
    for names in (MISSING, AWAY_COUNTS):
        shown_of |= _protected({name: columns[name] for name in names}, rules)
    seen = {name: [cell.text for cell in found] for name, found in shown_of.items()}
    lines = []
    for place, (code, one) in enumerate([*counts.items(), (WHOLE, totals)]):
        mean, share = mean_and_share(
            children=one["missing_children"],
            incidents=one["missing_incidents"],
            looked_after=one["looked_after"],
            rules=rules,
        )
        # A mean or share of a count that is hidden for another's sake would undo the hiding.
        hidden = {name for name in _COUNTED if seen[name][place] == "c"}
        if hidden & {"missing_children", "missing_incidents"}:
            mean = "c"
        if hidden & {"missing_children", "looked_after"}:
            share = "c"
        by_name = {name: seen[name][place] for name in _COUNTED}
        by_name |= {"incidents_a_child": mean, "share_missing_percent": share}
        lines.append((code, *(by_name[name] for name in COLUMNS[1:])))
    left_out = sum(len(made.left_out) for made in returns.values())
    table = Table(
        name=f"care-missing-{ends}",
        title=f"Looked-after children missing or away, year to 31 March {ends}",
        columns=COLUMNS,
        lines=tuple(lines),
        definitions=(definition(name="missing-from-care"),),
        rules=rules,
        coverage=coverage,
        completeness={
            "authorities": len(returns),
            "absences_left_out": shown(count=left_out, rules=rules).text,
        },
        notes=(
            "Counted from the lines of the return: by the day, M and A as the guidance has them.",
            "looked_after counts the children of the return's Header.",
            TOGETHER,
        ),
    )
    (protected,) = together(
        sheets=[_sheet(table, {**columns}, totals, shown_of)], rules=rules
    )  # fmt: skip
    return protected


def _sheet(
    table: Table, columns: Mapping[str, Sequence[int]], totals: Mapping[str, int],
    seen: Mapping[str, Sequence[Shown]],
) -> Sheet:  # fmt: skip
    """Return what each cell says something of, and how the counts of an authority hang together."""
    places = range(len(table.lines))
    printed = [
        Printed(name=(name, place), number=number, seen=seen[name][place])
        for name, column in columns.items()
        for place, number in enumerate([*column, totals[name]])
    ]
    operands = {name: (name,) for name in _COUNTED} | DERIVED
    ties = [
        Tied(whole=(whole, place), parts=tuple((part, place) for part in parts), adds_up=False)
        for whole, parts in WITHIN
        for place in places
    ]
    ties += [
        Tied(whole=(name, places[-1]), parts=tuple((name, place) for place in places[:-1]))
        for name in _COUNTED
    ]
    return Sheet(
        table=table,
        cells={
            (place, column): tuple((name, place) for name in operands[heading])
            for column, heading in enumerate(COLUMNS[1:], 1)
            for place in places
        },
        printed=printed,
        ties=ties,
    )


def _protected(columns: Mapping[str, Sequence[int]], rules: Rules) -> dict[str, list[Shown]]:
    """Return what is shown of counts of the same children, and of their sums."""
    family = {
        name: Column(counts=column, total=sum(column), leads=name in LEAD)
        for name, column in columns.items()
    }
    seen = {
        name: [*cells, total]
        for name, (cells, total) in shown_family(columns=family, rules=rules).items()
    }
    hidden = any(cell.number is None for cells in seen.values() for cell in cells[:-1])
    areas = sum(any(column) for column in zip(*columns.values(), strict=True))
    if hidden and areas < FEW_AREAS:
        seen = {name: [*cells[:-1], _covered(cells[-1])] for name, cells in seen.items()}
    return seen


def _covered(total: Shown) -> Shown:
    if total.number is None:
        return total
    return Shown(None, HIDDEN if total.number else ANYTHING)
