"""Sections and tables as they are kept: plain values that come back to the letter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from whereabouts.engines.disclosure import named_rules
from whereabouts.insight.figures.definitions import definition
from whereabouts.insight.figures.pack_shapes import Section
from whereabouts.insight.figures.tables import Table


def as_kept(*, sections: Sequence[Section], at: date) -> list[dict[str, Any]]:
    """Return sections as values that JSON holds; `at` is the day of the rules of disclosure."""
    return [
        {
            "heading": section.heading,
            "says": list(section.says),
            "tables": [_kept(table, at) for table in section.tables],
        }
        for section in sections
    ]


def from_kept(*, kept: Sequence[dict[str, Any]]) -> list[Section]:
    """Return the sections that were kept."""
    return [
        Section(
            heading=section["heading"],
            says=tuple(section["says"]),
            tables=tuple(_table(table) for table in section["tables"]),
        )
        for section in kept
    ]


def _kept(table: Table, at: date) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": table.title,
        "columns": list(table.columns),
        "lines": [list(line) for line in table.lines],
        "definitions": [one.name for one in table.definitions],
        "rules": [table.rules.id, at.isoformat()] if table.rules else None,
        "coverage": table.coverage,
        "completeness": dict(table.completeness),
        "notes": list(table.notes),
    }


def _table(kept: dict[str, Any]) -> Table:
    rules = kept["rules"]
    return Table(
        name=kept["name"],
        title=kept["title"],
        columns=tuple(kept["columns"]),
        lines=tuple(tuple(line) for line in kept["lines"]),
        definitions=tuple(definition(name=name) for name in kept["definitions"]),
        rules=named_rules(rules_id=rules[0], at=date.fromisoformat(rules[1])) if rules else None,
        coverage=kept["coverage"],
        completeness=kept["completeness"],
        notes=tuple(kept["notes"]),
    )
