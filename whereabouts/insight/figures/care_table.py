"""Children missing from care by authority, counted from the return's own lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from whereabouts.engines.disclosure import Column, Rules, shown_family, shown_line
from whereabouts.insight.figures.definitions import definition
from whereabouts.insight.figures.protected import HIDDEN
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
FEW_AREAS = 3  # where fewer have anybody, a sum says too much of the one that is hidden
TOGETHER = (
    "Children and incidents of an authority are protected together: where either is small, both"
    " are hidden, so that nothing follows from the counts by force beside them. In how many were"
    " missing more than once, or on 31 March, c is none to four: it is not said which."
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
    seen = {"looked_after": [cell.text for cell in [*cells, total]]}
    for names in (MISSING, AWAY_COUNTS):
        seen |= _protected({name: columns[name] for name in names}, rules)
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
    return Table(
        name=f"care-missing-{ends}",
        title=f"Looked-after children missing or away, year to 31 March {ends}",
        columns=COLUMNS,
        lines=tuple(lines),
        definitions=(definition(name="missing-from-care"),),
        rules=rules,
        coverage=coverage,
        completeness={"authorities": len(returns), "absences_left_out": left_out},
        notes=(
            "Counted from the lines of the return: by the day, M and A as the guidance has them.",
            "looked_after counts the children of the return's Header.",
            TOGETHER,
        ),
    )


def _protected(columns: Mapping[str, Sequence[int]], rules: Rules) -> dict[str, list[str]]:
    """Return what is shown of counts of the same children, and of their sums."""
    family = {
        name: Column(counts=column, total=sum(column), leads=name in LEAD)
        for name, column in columns.items()
    }
    texts = {
        name: [cell.text for cell in [*cells, total]]
        for name, (cells, total) in shown_family(columns=family, rules=rules).items()
    }
    hidden = any(HIDDEN in shown[:-1] for shown in texts.values())
    areas = sum(any(column) for column in zip(*columns.values(), strict=True))
    if hidden and areas < FEW_AREAS:
        texts = {name: [*shown[:-1], HIDDEN] for name, shown in texts.items()}
    return texts
