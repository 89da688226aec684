"""The document to print: every object where the file says it is, every word on a page, none cut off."""

import re
import zlib

import pytest

from whereabouts.insight.figures.definitions import definition
from whereabouts.insight.figures.drawing import svg
from whereabouts.insight.figures.pack_shapes import Section
from whereabouts.insight.figures.pdf import EDGE, ROOM, TALL, pdf, width, wrapped
from whereabouts.insight.figures.plotting import plot_of
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
    assert r"Pack \(one\) \\ w -3" in text
    assert r"(Made up \(all of it\))" in text


def test_text_is_wrapped_to_its_room_and_a_word_too_long_is_cut():
    lines = wrapped(text="one two three four five six seven eight", size=10, room=60)
    assert len(lines) > 2
    assert all(width(text=line, size=10) <= 60 for line in lines)
    long = wrapped(text="x" * 200, size=10, room=60)
    assert "".join(long) == "x" * 200
    assert all(width(text=line, size=10) <= 60 for line in long)


def plotted(*lines, columns=("Home", "Episodes")):
    table = Table(name="t", title="Made up", coverage="made up", columns=columns, lines=lines)
    section = Section(heading="Outcomes", says=(), tables=(table,))
    return table, drawn(pdf(title="A pack", says=(), sections=[section]))


def test_a_column_of_counts_has_its_plot_above_it_and_what_is_hidden_is_said():
    table, (page,) = plotted(("Fern House", "20"), ("Oak Lodge", "c"), ("Elm", "10"), ("all", "35"))
    boxes = [float(wide) for wide in re.findall(r"([\d.]+) 9\.0 re S$", page, re.M)]
    assert len(boxes) == 2  # a hidden number has no length, and the sum is no bar
    assert boxes[0] == pytest.approx(2 * boxes[1], abs=0.2)
    assert page.count(r"(hidden \(c\))") == 1
    assert page.index("(hidden") < page.rindex("(Oak Lodge)")
    assert plot_of(table=table).steps == (0, 10, 20)


def test_a_share_is_a_square_on_the_line_of_its_interval():
    _, (page,) = plotted(
        ("Girls", "20", "10", "50", "30 to 70"), ("Boys", "c", "c", "c", "c"),
        columns=("Who", "Of", "So many", "Share, %", "Between, %, 95 in 100"),
    )  # fmt: skip
    assert page.count("5 5 re f") == 1
    assert "(50%)" in page
    assert r"(hidden \(c\))" in page


def test_other_tables_and_such_as_have_nothing_to_show_have_no_plot():
    for lines, columns in (
        ([("a", "1", "2")], ("A", "B", "C")), ([("a", "c"), ("all", "c")], ("A", "B")),
    ):  # fmt: skip
        table, (page,) = plotted(*lines, columns=columns)
        assert plot_of(table=table) is None
        assert " re" not in page


def test_a_plot_says_how_many_of_its_table_it_does_not_draw():
    lines = [(f"home {n}", "20") for n in range(45)]
    for whole, more in (([], "5 more in the table"), ([("all", "900")], "5 more in the table")):
        table, pages = plotted(*lines, *whole)
        assert [bar.label for bar in plot_of(table=table).bars][40:] == [more]
        assert f"({more})" in "".join(pages)
    table, _ = plotted(*lines[:40], ("all", "800"))
    assert len(plot_of(table=table).bars) == 40


def test_a_plot_of_a_page_fits_a_telephone_with_every_label_and_number():
    labels = ("Prevention interview within 24 hours of the return", "Elsewhere, or not recorded")
    for lines, columns in (
        ([(labels[0], "1000"), (labels[1], "c")], ("What", "Episodes")),
        ([(labels[0], "20", "20", "100", "84 to 100"), (labels[1], "c", "c", "c", "c")],
         ("Who", "Of", "So many", "Share, %", "Between, %, 95 in 100")),
    ):  # fmt: skip
        table, _ = plotted(*lines, columns=columns)
        drawn_ = str(svg(plot=plot_of(table=table), name="x"))
        wide = float(re.search(r'viewBox="0 0 (\d+) ', drawn_)[1])
        assert wide <= 420
        for x, text in re.findall(r'<text x="([\d.]+)" y="[\d.]+">([^<]*)<', drawn_):
            assert float(x) + width(text=text, size=13) * (0.5 if text.isdecimal() else 1) <= wide
        assert all(label in drawn_ for label in labels)


def test_a_plot_of_many_bars_stays_within_the_edges_of_a_page():
    names = [(f"A home with quite a long name, number {n}", str(n)) for n in range(1, 60)]
    _, pages = plotted(*names)
    for page in pages:
        for x, y in re.findall(r"Tf ([\d.]+) ([\d.]+) Td", page):
            assert EDGE <= float(x) <= EDGE + ROOM or float(y) == EDGE / 2
            assert float(y) >= EDGE / 2


def test_a_table_too_wide_for_a_page_goes_on_beneath_and_no_number_is_cut():
    columns = ("area", *(f"a heading of many words, number {n}" for n in range(18)))
    lines = [(f"area-{n}", *[str(12345 + n)] * 18) for n in range(44)]
    table = Table(name="t", title="Made up", coverage="made up", columns=columns, lines=lines)
    section = Section(heading="Outcomes", says=(), tables=(table,))
    named = {f"area-{n}": f"Made-up Area {n}" for n in range(44)}
    pages = drawn(pdf(title="A pack", says=(), sections=[section], names=named))
    said = re.findall(r"\(([^()]*)\) Tj", "".join(pages))
    for n in range(44):
        assert said.count(str(12345 + n)) == 18
        assert said.count(f"Made-up Area {n}") >= 2  # again before the columns that come beneath
    assert "area-3" not in said
    assert {"words,", "heading"} & set(" ".join(said).split())
    for page in pages:
        for x in re.findall(r"Tf ([\d.]+) [\d.]+ Td", page):
            assert 0 <= float(x) <= EDGE + ROOM


def test_a_column_is_headed_by_its_definitions_title():
    one = definition(name="incident")
    table = Table(
        name="t", title="Made up", coverage="made up", columns=("area", one.name, "missing_at_31_march"),
        lines=(("a", "5", "10"),), definitions=(one,),
    )  # fmt: skip
    assert table.headings == ("Area", "Incidents", "Missing at 31 March")
