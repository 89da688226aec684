"""A spreadsheet has each table with its plot beneath it, to read in black and white."""

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest

from whereabouts.insight.figures.plotting import BETWEEN, SHARE
from whereabouts.insight.figures.spreadsheet import spreadsheet
from whereabouts.insight.figures.tables import Table

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
HREF = "{http://www.w3.org/1999/xlink}href"
SVG = "{http://www.w3.org/2000/svg}"


def a_table(name, lines, columns=("Harm", "Episodes")):
    return Table(name=name, title=f"All of <{name}>", columns=columns, lines=lines, coverage="x")


COUNTS = a_table("counts", (("Not asked", "40"), ("Asked & told", "c"), ("all", "45")))
SHARES = a_table(
    "shares", (("Graded", "40", "20", "50", "35 to 65"), ("Held", "c", "c", "c", "c")),
    columns=("What", "Of", "In time", SHARE, BETWEEN),
)  # fmt: skip
CROSSED = a_table("crossed", (("Monday", "5", "10"),), columns=("Day", "00 to 06", "all"))


@pytest.fixture(scope="module")
def archive():
    made = spreadsheet(tables=[COUNTS, CROSSED, SHARES])
    with zipfile.ZipFile(io.BytesIO(made)) as opened:
        yield {name: opened.read(name) for name in opened.namelist()}


def sheets(archive):
    return ElementTree.fromstring(archive["content.xml"]).iter(f"{TABLE}table")


def picture_of(sheet, archive):
    """Return the picture on a sheet, or None."""
    images = list(sheet.iter(f"{DRAW}image"))
    return ElementTree.fromstring(archive[images[0].get(HREF)]) if images else None


def test_each_table_that_can_be_plotted_has_its_plot_on_its_own_sheet(archive):
    plotted = [
        sheet.get(f"{TABLE}name") for sheet in sheets(archive)
        if picture_of(sheet, archive) is not None
    ]  # fmt: skip
    assert [name[0] for name in plotted] == ["1", "3"]
    kept = sorted(name for name in archive if name.startswith("Pictures/"))
    said = re.findall(r'full-path="(Pictures/[^"]+)"', archive["META-INF/manifest.xml"].decode())
    assert sorted(said) == kept == ["Pictures/plot-1.svg", "Pictures/plot-3.svg"]


def test_the_plot_stands_beneath_the_table_and_says_in_words_what_it_is(archive):
    sheet = next(sheets(archive))
    rows = list(sheet.iter(f"{TABLE}table-row"))
    assert [bool(list(row.iter(f"{DRAW}frame"))) for row in rows] == [*[False] * 5, True]
    assert "The table above says the same." in archive["content.xml"].decode()
    assert picture_of(sheet, archive).find(f"{SVG}title").text == "All of <counts>"


def test_the_plot_shows_what_the_table_shows_and_no_bar_of_what_is_hidden(archive):
    first, _, _, _, third, _ = sheets(archive)
    counts, shares = picture_of(first, archive), picture_of(third, archive)
    words = [text.text for text in counts.iter(f"{SVG}text")]
    assert "Asked & told" in words
    assert "hidden (c)" in words
    assert "all" not in words
    bars = [one for one in counts.iter(f"{SVG}rect") if one.get("fill", "").startswith("url(")]
    assert len(bars) == 1
    assert "50%" in [text.text for text in shares.iter(f"{SVG}text")]


def test_it_is_black_and_white_and_the_same_to_the_byte(archive):
    for name, content in archive.items():
        if name.startswith("Pictures/"):
            for colour in re.findall(rb"#([0-9a-f]{6})", content):
                red, green, blue = (int(colour[place : place + 2], 16) for place in (0, 2, 4))
                assert max(red, green, blue) - min(red, green, blue) < 8
    again = spreadsheet(tables=[COUNTS, CROSSED, SHARES])
    assert again == spreadsheet(tables=[COUNTS, CROSSED, SHARES])
