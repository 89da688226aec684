"""Tables as files: CSV with a metadata file beside it, OpenDocument for spreadsheets, JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from whereabouts.insight.figures.spreadsheet import spreadsheet
from whereabouts.insight.figures.tables import Table, as_csv, metadata

FORMATS = ("csv", "ods", "json")


def write(*, table: Table, folder: Path, formats: Sequence[str]) -> list[Path]:
    """Write the table in each format, with its metadata, and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in formats:
        path = folder / f"{table.name}.{kind}"
        if kind == "csv":
            path.write_text(as_csv(table=table), encoding="utf-8", newline="")
        elif kind == "json":
            path.write_text(as_json(table=table) + "\n", encoding="utf-8")
        else:
            path.write_bytes(spreadsheet(tables=[table]))
        written.append(path)
    about = folder / f"{table.name}.csv-metadata.json"
    about.write_text(json.dumps(metadata(table=table), indent=1) + "\n", encoding="utf-8")
    return [*written, about]


def as_json(*, table: Table) -> str:
    """Return the table with its metadata as one document."""
    lines = [dict(zip(table.columns, line, strict=True)) for line in table.lines]
    return json.dumps({**metadata(table=table), "lines": lines}, indent=1, ensure_ascii=False)
