"""The document to print: every object where the file says it is, every word on a page, none cut off."""

import re
import zlib

from whereabouts.insight.figures.pack_shapes import Section
from whereabouts.insight.figures.pdf import EDGE, ROOM, TALL, pdf, width, wrapped
from whereabouts.insight.figures.tables import Table


def a_table(lines=3, columns=4):
    return Table(
        name="t", title="Made up (all of it)", coverage="made up", notes=("A note.",),
        columns=tuple(f"Column {n}" for n in range(columns)),
        lines=tuple((f"line {n}", *["5"] * (columns - 1)) for n in range(lines)),
    )  # fmt: skip


def made(lines=3, columns=4, title="A pack"):
    section = Section(
        heading="Outcomes", says=("Said plainly.",), tables=(a_table(lines, columns),)
    )
    return pdf(title=title, says=["Of a year."], sections=[section])


def drawn(file):
    """Return what each page draws."""
    return [
        zlib.decompress(stream).decode("cp1252")
        for stream in re.findall(rb"stream\n(.*?)\nendstream", file, re.S)
    ]


def test_every_object_lies_where_the_file_says():
    file = made()
    start = int(re.search(rb"startxref\n(\d+)\n", file)[1])
    assert file[start:].startswith(b"xref")
    offsets = [int(one) for one in re.findall(rb"(\d{10}) 00000 n", file[start:])]
    for number, offset in enumerate(offsets, 1):
        assert file[offset:].startswith(f"{number} 0 obj".encode())


def test_the_same_pack_is_the_same_file():
    assert made() == made()


def test_every_line_of_a_long_table_is_on_a_page_and_its_heading_on_each():
    pages = drawn(made(lines=200))
    assert len(pages) > 3
    every = "".join(pages)
    assert all(f"(line {n})" in every for n in range(200))
    for page in pages:
        assert "(Column 1)" in page
        for y in re.findall(r"Tf [\d.]+ ([\d.]+) Td", page):
            assert EDGE / 2 <= float(y) <= TALL


def test_nothing_is_drawn_beyond_the_edge():
    for page in drawn(made(columns=9)):
        for x in re.findall(r"Tf ([\d.]+) [\d.]+ Td", page):
            assert 0 <= float(x) <= EDGE + ROOM


def test_brackets_and_strange_letters_do_no_harm():
    file = made(title="Pack (one) \\ ŵ −3")
    text = "".join(drawn(file))
    assert r"Pack \(one\) \\ ? -3" in text
    assert r"(Made up \(all of it\))" in text


def test_text_is_wrapped_to_its_room_and_a_word_too_long_is_cut():
    lines = wrapped(text="one two three four five six seven eight", size=10, room=60)
    assert len(lines) > 2
    assert all(width(text=line, size=10) <= 60 for line in lines)
    long = wrapped(text="x" * 200, size=10, room=60)
    assert "".join(long) == "x" * 200
    assert all(width(text=line, size=10) <= 60 for line in long)
