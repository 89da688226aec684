"""Tables as files: CSV with a metadata file beside it, OpenDocument for spreadsheets, JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from whereabouts.insight.figures.spreadsheet import spreadsheet
from whereabouts.insight.figures.tables import Table, as_csv, metadata

FORMATS = ("csv", "ods", "json")


def write(*, table: Table, folder: Path, formats: Sequence[str], made_from: str = "") -> list[Path]:
    """Write the table in each format, with its metadata, and return the files.

    The metadata comes last, so that a part is no table; `made_from` is a mark of its rows.
    """
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
    said = metadata(table=table) | ({"made_from": made_from} if made_from else {})
    partial = about.with_suffix(".partial")
    partial.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
    partial.replace(about)
    return [*written, about]


def is_written(*, name: str, folder: Path, formats: Sequence[str], made_from: str) -> bool:
    """Return whether a table stands in a folder in each format, made from rows of that mark."""
    about = folder / f"{name}.csv-metadata.json"
    if not about.exists() or not all((folder / f"{name}.{kind}").exists() for kind in formats):
        return False
    said = json.loads(about.read_text(encoding="utf-8"))
    return bool(said.get("made_from") == made_from)


def as_json(*, table: Table) -> str:
    """Return the table with its metadata as one document."""
    lines = [dict(zip(table.columns, line, strict=True)) for line in table.lines]
    return json.dumps({**metadata(table=table), "lines": lines}, indent=1, ensure_ascii=False)
