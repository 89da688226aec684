"""A table as it is given out: figures shown as the rules allow, and a metadata file beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from whereabouts.engines.disclosure import Rules, Shown, shown, shown_line, shown_mean, shown_share
from whereabouts.insight.figures.counting import Counted
from whereabouts.insight.figures.definitions import Definition

ADDS_UP = {"incident", "call", "individual", "long", "away"}
WHOLE = "all"


@dataclass(frozen=True, kw_only=True)
class Table:
    """Lines of printed cells, with everything that a reader has to know about them."""

    name: str
    title: str
    columns: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    definitions: tuple[Definition, ...] = ()
    rules: Rules | None = None
    coverage: str
    completeness: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def hidden(self) -> int:
        """Return how many cells are hidden."""
        return sum(cell == "c" for line in self.lines for cell in line[1:])


def by_area(
    *,
    name: str,
    title: str,
    counts: Mapping[str, Mapping[str, Counted]],
    whole: Mapping[str, Counted],
    definitions: Sequence[Definition],
    rules: Rules,
    coverage: str,
    completeness: Mapping[str, Any],
) -> Table:
    """Return a table of areas by definitions, its last line being all of them together.

    What adds up over areas is protected as a line with its sum; what does not, since a child of two
    areas counts once in all, is hidden cell by cell.
    """
    areas = list(counts)
    cells: dict[str, list[str]] = {area: [] for area in [*areas, WHOLE]}
    for one in definitions:
        column = [counts[area][one.name] for area in areas]
        total = whole[one.name]
        if one.measure == "absent_share":
            shares = [_share(figure, rules) for figure in [*column, total]]
            seen, last = shares[:-1], shares[-1]
        elif one.measure in ADDS_UP and sum(f.count for f in column) == total.count:
            seen, last = shown_line(counts=[figure.count for figure in column], rules=rules)
        else:
            seen = [shown(count=figure.count, rules=rules) for figure in column]
            last = shown(count=total.count, rules=rules)
        for area, cell in zip([*areas, WHOLE], [*seen, last], strict=True):
            cells[area].append(cell.text)
    return Table(
        name=name,
        title=title,
        columns=("area", *(one.name for one in definitions)),
        lines=tuple((area, *found) for area, found in cells.items()),
        definitions=tuple(definitions),
        rules=rules,
        coverage=coverage,
        completeness=completeness,
    )


def mean_and_share(
    *, children: int, incidents: int, looked_after: int, rules: Rules
) -> tuple[str, str]:
    """Return the mean a child missing and the share of children missing, as they may be shown."""
    mean = shown_mean(total=incidents, over=children, rules=rules)
    share = shown_share(part=children, whole=looked_after, rules=rules)
    return mean.text, share.text


def as_csv(*, table: Table) -> str:
    """Return the table alone: what is about it stands in the metadata file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows(table.lines)
    return out.getvalue()


def metadata(*, table: Table) -> dict[str, Any]:
    """Return what a reader has to know: definitions, coverage, completeness, suppression."""
    rules = table.rules
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": f"{table.name}.csv",
        "tableSchema": {
            "columns": [
                {"name": f"c{place}", "titles": title, "datatype": "string", "null": []}
                for place, title in enumerate(table.columns, 1)
            ]
        },
        "name": table.name,
        "title": table.title,
        "columns": list(table.columns),
        "rows": len(table.lines),
        "definitions": [
            {
                "id": one.id,
                "version": one.version,
                "title": one.title,
                "says": one.says,
                "source": one.source,
                "status": one.status,
            }
            for one in table.definitions
        ],
        "coverage": table.coverage,
        "completeness": dict(table.completeness),
        "suppression": None
        if rules is None
        else {
            "rules": f"{rules.id}/{rules.version}",
            "hidden_below": rules.hide_below,
            "rounded_to": rules.round_to,
            "least_base_of_shares": rules.least_base,
            "source": rules.source,
            "status": rules.status,
            "mark": "c: hidden, because it is small or because a small one would follow from it",
            "hidden_cells": table.hidden,
        },
        "notes": list(table.notes),
    }


def _share(figure: Counted, rules: Rules) -> Shown:
    return shown_share(part=figure.count, whole=figure.over or 0, rules=rules, places=1)
