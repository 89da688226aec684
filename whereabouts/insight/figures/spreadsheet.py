"""Tables as one OpenDocument spreadsheet: a sheet a table with its plot, and what is about each."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from whereabouts.insight.figures.drawing import size, svg_file
from whereabouts.insight.figures.plotting import Plot, plot_of
from whereabouts.insight.figures.tables import Table, metadata

_SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"'
)
_WHEN = (2000, 1, 1, 0, 0, 0)  # the same table is the same file

A_CENTIMETRE = 37.8  # of a plot's points
LONGEST = 28  # letters of a sheet's name that every program takes


def spreadsheet(*, tables: Sequence[Table]) -> bytes:
    """Return the file: of one table a sheet and its metadata, of several a sheet each besides.

    A table that can be plotted has its plot beneath it, on the same sheet.
    """
    sheets: list[str] = []
    pictures: dict[str, bytes] = {}
    for place, table in enumerate(tables, 1):
        plot = plot_of(table=table)
        frame = ""
        if plot is not None:
            path = f"Pictures/plot-{place}.svg"
            pictures[path] = svg_file(plot=plot)
            frame = _frame(plot, path)
        lone = len(tables) == 1
        name, about = ("Table", "About") if lone else (_named(table, place), f"About {place}")
        sheets += [
            _sheet(name, [table.columns, *table.lines], frame),
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
        + "".join(
            f'<manifest:file-entry manifest:full-path="{path}"'
            ' manifest:media-type="image/svg+xml"/>'
            for path in pictures
        )
        + "</manifest:manifest>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        # The kind of file stands first and uncompressed, so that it is known by its first bytes.
        archive.writestr(zipfile.ZipInfo("mimetype", _WHEN), _SPREADSHEET, zipfile.ZIP_STORED)
        for name, text in (("content.xml", content), ("META-INF/manifest.xml", manifest)):
            archive.writestr(zipfile.ZipInfo(name, _WHEN), text, zipfile.ZIP_DEFLATED)
        for path, picture in pictures.items():
            archive.writestr(zipfile.ZipInfo(path, _WHEN), picture, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _named(table: Table, place: int) -> str:
    """Return a sheet's name: a number, and what fits of the table's title."""
    plain = "".join(one if one.isalnum() else " " for one in table.title)
    return f"{place} {plain}"[:LONGEST].strip()


def _frame(plot: Plot, path: str) -> str:
    """Return a row whose cell holds a picture, beneath the table and a row between."""
    wide, tall = (f"{side / A_CENTIMETRE:.2f}cm" for side in size(plot=plot))
    return (
        "<table:table-row><table:table-cell/></table:table-row>"
        "<table:table-row><table:table-cell>"
        f'<draw:frame draw:name={quoteattr(plot.title)} svg:x="0cm" svg:y="0cm"'
        f' svg:width="{wide}" svg:height="{tall}">'
        f'<draw:image xlink:href="{path}" xlink:type="simple" xlink:show="embed"'
        ' xlink:actuate="onLoad"/>'
        f"<svg:title>{escape(plot.title)}</svg:title>"
        "<svg:desc>The table above says the same.</svg:desc></draw:frame>"
        "</table:table-cell></table:table-row>"
    )


def _sheet(name: str, lines: Sequence[Sequence[str]], after: str = "") -> str:
    rows = "".join(
        f"<table:table-row>{''.join(_cell(cell) for cell in line)}</table:table-row>"
        for line in lines
    )
    return f"<table:table table:name={quoteattr(name)}>{rows}{after}</table:table>"


def _cell(text: str) -> str:
    kind = 'office:value-type="string"'
    if text.replace(".", "", 1).isdigit() and text.isascii():
        kind = f'office:value-type="float" office:value="{text}"'
    return f"<table:table-cell {kind}><text:p>{escape(text)}</text:p></table:table-cell>"
