"""Tables as one OpenDocument spreadsheet: a sheet a table, and what is about each beside it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from whereabouts.insight.figures.tables import Table, metadata

_SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
_WHEN = (2000, 1, 1, 0, 0, 0)  # the same table is the same file

LONGEST = 28  # letters of a sheet's name that every program takes


def spreadsheet(*, tables: Sequence[Table]) -> bytes:
    """Return the file: of one table a sheet and its metadata, of several a sheet each besides."""
    sheets = []
    for place, table in enumerate(tables, 1):
        lone = len(tables) == 1
        name, about = ("Table", "About") if lone else (_named(table, place), f"About {place}")
        sheets += [
            _sheet(name, [table.columns, *table.lines]),
            _sheet(
                about, [(key, json.dumps(value)) for key, value in metadata(table=table).items()]
            ),
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
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        # The kind of file stands first and uncompressed, so that it is known by its first bytes.
        archive.writestr(zipfile.ZipInfo("mimetype", _WHEN), _SPREADSHEET, zipfile.ZIP_STORED)
        for name, text in (("content.xml", content), ("META-INF/manifest.xml", manifest)):
            archive.writestr(zipfile.ZipInfo(name, _WHEN), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _named(table: Table, place: int) -> str:
    """Return a sheet's name: a number, and what fits of the table's title."""
    plain = "".join(one if one.isalnum() else " " for one in table.title)
    return f"{place} {plain}"[:LONGEST].strip()


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
