"""Tables as files: CSV with a metadata file beside it, OpenDocument for spreadsheets, JSON."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from whereabouts.insight.figures.tables import Table, as_csv, metadata

FORMATS = ("csv", "ods", "json")
_SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
_WHEN = (2000, 1, 1, 0, 0, 0)  # the same table is the same file


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
            _spreadsheet(table, path)
        written.append(path)
    about = folder / f"{table.name}.csv-metadata.json"
    about.write_text(json.dumps(metadata(table=table), indent=1) + "\n", encoding="utf-8")
    return [*written, about]


def as_json(*, table: Table) -> str:
    """Return the table with its metadata as one document."""
    lines = [dict(zip(table.columns, line, strict=True)) for line in table.lines]
    return json.dumps({**metadata(table=table), "lines": lines}, indent=1, ensure_ascii=False)


def _spreadsheet(table: Table, path: Path) -> None:
    about = metadata(table=table)
    sheets = [
        _sheet("Table", [table.columns, *table.lines]),
        _sheet("About", [(key, json.dumps(value)) for key, value in about.items()]),
    ]
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} '
        'office:version="1.3"><office:body><office:spreadsheet>'
        + "".join(sheets)
        + "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        'manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_SPREADSHEET}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        # The kind of file stands first and uncompressed, so that it is known by its first bytes.
        archive.writestr(zipfile.ZipInfo("mimetype", _WHEN), _SPREADSHEET, zipfile.ZIP_STORED)
        for name, text in (("content.xml", content), ("META-INF/manifest.xml", manifest)):
            archive.writestr(zipfile.ZipInfo(name, _WHEN), text, zipfile.ZIP_DEFLATED)


def _sheet(name: str, lines: Sequence[Sequence[str]]) -> str:
    rows = "".join(
        f"<table:table-row>{''.join(_cell(cell) for cell in line)}</table:table-row>"
        for line in lines
    )
    return f"<table:table table:name={quoteattr(name)}>{rows}</table:table>"


def _cell(text: str) -> str:
    kind = 'office:value-type="string"'
    if text.replace(".", "", 1).isdigit() and text.isascii():
        kind = f'office:value-type="float" office:value="{text}"'
    return f"<table:table-cell {kind}><text:p>{escape(text)}</text:p></table:table-cell>"
