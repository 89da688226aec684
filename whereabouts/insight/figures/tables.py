"""A table as it is given out: figures shown as the rules allow, and a metadata file beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from whereabouts.engines.disclosure import (
    Column,
    Rules,
    Shown,
    shown_family,
    shown_mean,
    shown_share,
)
from whereabouts.insight.figures.counting import Counted
from whereabouts.insight.figures.definitions import Definition

# Counts that others are parts of; what is away from placement is no part of any. Children lead too:
# the table of children looked after counts some of them again, and shows of whom this hides.
LEADS = {"incident", "call", "away", "individual", "child"}
WHOLE = "all"
AS_A_FAMILY = (
    "All definitions of the year are protected together, and with the other tables of the year. In"
    " a count that is a part of another (repeats of children), c may be nobody, a few, or more that"
    " a small number would follow from: it is not said which."
)


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
    def counted_by(self) -> str:
        """Return, in a sentence, each definition with its version, and that it is a fallback."""
        names = ", ".join(one.name for one in self.definitions)
        if any(one.fallback for one in self.definitions):
            return (
                f"Counted by {names}: the general definition, since this table has none of its own."
            )
        return f"Counted by {names}."

    @property
    def headings(self) -> tuple[str, ...]:
        """Return each column's name as it is read: a definition's title, or its own in words."""
        titles = {one.name: one.title for one in self.definitions}
        said = [titles.get(name, name.replace("_", " ")) for name in self.columns]
        return tuple(f"{one[:1].upper()}{one[1:]}".replace(" march", " March") for one in said)

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

    All definitions of a year are protected as one family, so that no small count of one follows
    from another: ask for all of them here, and choose columns afterwards (`of_columns`).
    """
    seen = seen_by_area(counts=counts, whole=whole, definitions=definitions, rules=rules)
    areas = list(counts)
    hidden = {
        place
        for one in definitions
        if one.measure in LEADS
        for place, cell in enumerate(seen[one.name])
        if cell.number is None
    }
    cells: dict[str, list[str]] = {area: [] for area in [*areas, WHOLE]}
    for one in definitions:
        if one.measure == "absent_share":
            figures = [*(counts[area][one.name] for area in areas), whole[one.name]]
            texts = [
                "c" if place in hidden else _share(figure, rules).text
                for place, figure in enumerate(figures)
            ]
        else:
            texts = [cell.text for cell in seen[one.name]]
        for area, text in zip([*areas, WHOLE], texts, strict=True):
            cells[area].append(text)
    return Table(
        name=name,
        title=title,
        columns=("area", *(one.name for one in definitions)),
        lines=tuple((area, *found) for area, found in cells.items()),
        definitions=tuple(definitions),
        rules=rules,
        coverage=coverage,
        completeness=completeness,
        notes=(AS_A_FAMILY,),
    )


def seen_by_area(
    *, counts: Mapping[str, Mapping[str, Counted]], whole: Mapping[str, Counted],
    definitions: Sequence[Definition], rules: Rules,
) -> dict[str, list[Shown]]:  # fmt: skip
    """Return for each definition of counts what its family lets be seen, all areas' sum last."""
    family = {
        one.name: Column(
            counts=[found[one.name].count for found in counts.values()],
            total=whole[one.name].count,
            leads=one.measure in LEADS,
        )
        for one in definitions
        if one.measure != "absent_share"
    }
    return {
        name: [*cells, total]
        for name, (cells, total) in shown_family(columns=family, rules=rules).items()
    }


def of_columns(*, table: Table, names: Sequence[str]) -> Table:
    """Return the columns of some definitions alone: they say no more than the whole table does."""
    kept = [0, *(place for place, name in enumerate(table.columns) if name in names)]
    return replace(
        table,
        columns=tuple(table.columns[place] for place in kept),
        lines=tuple(tuple(line[place] for place in kept) for line in table.lines),
        definitions=tuple(one for one in table.definitions if one.name in names),
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
        "definitions": [stated(one=one) for one in table.definitions],
        "counted_by": table.counted_by,
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


def stated(*, one: Definition, says: str = "") -> dict[str, Any]:
    """Return a definition as metadata has it; `says` is of what it was counted by besides."""
    return {
        "id": one.id,
        "version": one.version,
        "title": one.title,
        "says": f"{one.says} {says}".rstrip(),
        "source": one.source,
        "status": one.status,
        "fallback": one.fallback,
    }


def _share(figure: Counted, rules: Rules) -> Shown:
    return shown_share(part=figure.count, whole=figure.over or 0, rules=rules, places=1)
