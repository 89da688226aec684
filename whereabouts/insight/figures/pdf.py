"""A pack as a document to print: headings, sentences, plots and tables, in fonts all readers have.

The standard Helvetica needs no font in the file. The same pack is the same file, to the byte.
"""

from __future__ import annotations

import math
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence

from whereabouts.insight.figures.pack_shapes import Section
from whereabouts.insight.figures.plotting import Bar, Plot, plot_of
from whereabouts.insight.figures.tables import Table

WIDE, TALL, EDGE = 595.0, 842.0, 48.0  # A4 in points
ROOM = WIDE - 2 * EDGE
# Of Helvetica, in thousandths of the size: letters from the space to the tilde.
_WIDTHS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_OTHER = 600
_BOLDER = 1.08  # how much wider bold letters are, at most
FIRST_SHARE = 0.34  # of a table's width for its first column
LONGEST_WHOLE = 110.0  # no column needs more: what is longer than that is prose, and is wrapped
BAR, BESIDE, AFTER = 13.0, 0.36, 44.0  # of a plot: how tall a bar; room for labels and values
HATCH = 4.0  # points between the lines of a hatched bar
BODY, SMALL, CELL, HEADING, TITLE = 10.0, 8.0, 7.5, 13.0, 18.0


def pdf(
    *, title: str, says: Sequence[str], sections: Sequence[Section],
    names: Mapping[str, str] | None = None,
) -> bytes:  # fmt: skip
    """Return the document; `names` are what the areas of its lines are called, by their codes."""
    pages = _Pages(names or {})
    pages.text(title, size=TITLE, bold=True, after=6)
    for sentence in says:
        pages.text(sentence, size=BODY, after=3)
    for section in sections:
        pages.text(section.heading, size=HEADING, bold=True, before=14, after=4)
        for sentence in section.says:
            pages.text(sentence, size=BODY, after=3)
        for table in section.tables:
            pages.table(table)
    return _file(title, pages.finished())


def width(*, text: str, size: float, bold: bool = False) -> float:
    """Return how wide a text is at a size."""
    thousandths = sum(
        _WIDTHS[ord(letter) - 32] if " " <= letter <= "~" else _OTHER for letter in text
    )
    return thousandths * size / 1000 * (_BOLDER if bold else 1)


def wrapped(*, text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """Return a text in lines that fit; a word too long for one is cut."""
    lines = [""]
    for word in text.split():
        for part in _cut(word, size, room, bold):
            longer = f"{lines[-1]} {part}".strip()
            if width(text=longer, size=size, bold=bold) <= room or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(part)
    return lines


def _cut(word: str, size: float, room: float, bold: bool) -> Iterator[str]:
    while width(text=word, size=size, bold=bold) > room and len(word) > 1:
        end = len(word) - 1
        while end > 1 and width(text=word[:end], size=size, bold=bold) > room:
            end -= 1
        yield word[:end]
        word = word[end:]
    yield word


class _Pages:
    """Pages that are filled from above; what does not fit goes onto the next."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._done: list[list[str]] = []
        self._now: list[str] = []
        self._y = TALL - EDGE

    def finished(self) -> list[list[str]]:
        """Return every page's drawing, numbered."""
        self._turn()
        return self._done

    def text(
        self, text: str, *, size: float, bold: bool = False, before: float = 0, after: float = 0
    ) -> None:
        """Write a paragraph over the whole width."""
        lines = wrapped(text=text, size=size, room=ROOM, bold=bold)
        # A heading is never the last thing on a page.
        self._need(before + len(lines) * size * 1.3 + (40 if bold else 0))
        self._y -= before
        for line in lines:
            self._need(size * 1.3)
            self._y -= size * 1.3
            self._write(line, EDGE, size, bold)
        self._y -= after

    def table(self, table: Table) -> None:
        """Draw a table with its title, its notes beneath; the heading comes again on each page."""
        self.text(table.title, size=BODY, bold=True, before=10, after=2)
        self._plot(plot_of(table=table))
        lines = [(self._names.get(line[0], line[0]), *line[1:]) for line in table.lines]
        for places, widths in _side_by_side(table.headings, lines):
            head = [table.headings[place] for place in places]
            self._need(self._height(head, widths, True) + 3 * CELL)
            self._line(head, widths, bold=True)
            for line in lines:
                cells = [line[place] for place in places]
                if self._y - self._height(cells, widths, False) < EDGE:
                    self._turn()
                    self._line(head, widths, bold=True)
                self._line(cells, widths, bold=False)
            self._y -= CELL
        for note in (table.counted_by, *table.notes):
            self.text(note, size=SMALL, before=2)
        if table.hidden and table.rules:
            self.text(
                f"c: hidden, because under {table.rules.hide_below} or because such a number"
                " would follow from it.",
                size=SMALL, before=2,
            )  # fmt: skip

    def _plot(self, plot: Plot | None) -> None:
        """Draw a table's plot above it, whole on one page: the axis, then bar under bar."""
        if plot is None:
            return
        tall = BAR * len(plot.bars) + 18
        self._need(min(tall + 30, TALL - 2 * EDGE))
        top, left = self._y, EDGE + ROOM * BESIDE
        room = WIDE - EDGE - AFTER - left
        for step in plot.steps:
            x = left + room * step / plot.most
            self._draw(f"0.7 G 0.5 w {x:.1f} {top:.1f} m {x:.1f} {top - tall + 14:.1f} l S")
            said = f"{step}"
            self._write(said, x - width(text=said, size=CELL) / 2, CELL, False, y=top - tall + 5)
        for place, bar in enumerate(plot.bars):
            self._bar(bar, left, room / plot.most, top - BAR * (place + 1))
        self._y -= tall + 4

    def _bar(self, bar: Bar, left: float, scale: float, y: float) -> None:
        label = wrapped(text=bar.label, size=CELL, room=left - EDGE - 8)[0]
        short = label if label == " ".join(bar.label.split()) else f"{label} ..."
        self._write(short, left - 6 - width(text=short, size=CELL), CELL, False, y=y + 3)
        end = left + (bar.until or 0) * scale
        if bar.until is not None and bar.low is not None and bar.high is not None:
            first, end = left + bar.low * scale, left + bar.high * scale
            middle, x = y + BAR / 2 - 1, left + bar.until * scale
            self._draw(
                f"0 G 1 w {first:.1f} {middle:.1f} m {end:.1f} {middle:.1f} l S"
                f" {first:.1f} {middle - 3:.1f} m {first:.1f} {middle + 3:.1f} l S"
                f" {end:.1f} {middle - 3:.1f} m {end:.1f} {middle + 3:.1f} l S"
                f" 0 g {x - 2.5:.1f} {middle - 2.5:.1f} 5 5 re f"
            )
        elif bar.until:
            self._hatched(left, y + 1, end - left, BAR - 4)
        self._write(bar.text, end + 4, CELL, False, y=y + 3)

    def _hatched(self, x: float, y: float, wide: float, tall: float) -> None:
        """Draw a box filled with slanted lines: it can be told apart where there is no colour."""
        box = f"{x:.1f} {y:.1f} {wide:.1f} {tall:.1f} re"
        lines, at = [], x - tall
        while at < x + wide:
            lines.append(f"{at:.1f} {y:.1f} m {at + tall:.1f} {y + tall:.1f} l")
            at += HATCH
        self._draw(f"q {box} W n 0.3 G 0.8 w {' '.join(lines)} S Q 0 G 0.6 w {box} S")

    def _draw(self, what: str) -> None:
        self._now.append(what)

    def _line(self, cells: Sequence[str], widths: Sequence[float], *, bold: bool) -> None:
        tall = self._height(cells, widths, bold)
        self._need(tall)
        left = EDGE
        for place, (cell, room) in enumerate(zip(cells, widths, strict=True)):
            y = self._y
            for text in wrapped(text=cell, size=CELL, room=room - 6, bold=bold):
                y -= CELL * 1.25
                # Numbers stand on the right, so that their places stand under each other.
                right = place and len(cell) < 12
                x = left + room - 4 - width(text=text, size=CELL, bold=bold) if right else left + 2
                self._write(text, x, CELL, bold, y=y)
            left += room
        self._y -= tall
        self._now.append(
            f"0.6 G 0.5 w {EDGE:.1f} {self._y:.1f} m {WIDE - EDGE:.1f} {self._y:.1f} l S"
        )

    def _height(self, cells: Sequence[str], widths: Sequence[float], bold: bool) -> float:
        most = max(
            len(wrapped(text=cell, size=CELL, room=room - 6, bold=bold))
            for cell, room in zip(cells, widths, strict=True)
        )
        return most * CELL * 1.25 + 4

    def _write(
        self, text: str, x: float, size: float, bold: bool, *, y: float | None = None
    ) -> None:  # fmt: skip
        font = "F2" if bold else "F1"
        at = self._y if y is None else y
        self._now.append(f"BT /{font} {size:g} Tf {x:.1f} {at:.1f} Td ({_escaped(text)}) Tj ET")

    def _need(self, room: float) -> None:
        if self._y - room < EDGE and self._now:
            self._turn()

    def _turn(self) -> None:
        number = f"{len(self._done) + 1}"
        self._now.append(f"BT /F1 8 Tf {WIDE / 2:.1f} {EDGE / 2:.1f} Td ({number}) Tj ET")
        self._done.append(self._now)
        self._now, self._y = [], TALL - EDGE


def _side_by_side(
    headings: Sequence[str], lines: Sequence[Sequence[str]]
) -> Iterator[tuple[list[int], list[float]]]:
    """Yield which columns stand together on a page and how wide each is: no number is ever cut.

    Columns that have no room beside the others come beneath them, with the first column again.
    """
    last = len(headings) - 1
    needs = [_needed(headings[place], [line[place] for line in lines]) for place in range(last + 1)]
    first = ROOM if last < 1 else ROOM * max(FIRST_SHARE, 1 - last * 0.16)
    if last and max(needs[1:]) > (ROOM - first) / last:
        first = min(max(needs[0], 1.0), ROOM * FIRST_SHARE)
    # As evenly as they go: so many of the widest side by side, and no column left alone.
    widest = max(needs[1:], default=1.0)
    most = max(min(int((ROOM - first) / widest), last), 1)
    rounds = max(math.ceil(last / most), 1)
    each = max(math.ceil(last / rounds), 1)
    for start in range(1, max(last, 1) + 1, each):
        places = [place for place in range(start, start + each) if place <= last]
        yield [0, *places], [first, *[(ROOM - first) / max(len(places), 1)] * len(places)]


def _needed(heading: str, cells: Sequence[str]) -> float:
    """Return the room that a column needs, so that no word of its heading and no cell is cut."""
    words = [width(text=word, size=CELL, bold=True) for word in heading.split()]
    whole = [width(text=cell, size=CELL) for cell in cells]
    return min(max([*words, *whole, 0.0]), LONGEST_WHOLE) + 8


def _escaped(text: str) -> str:
    """Return a text as the file writes it; of a letter that the font lacks the plain one stays."""
    plain = "".join(map(_plain, text.replace("−", "-")))  # the sign of a negative number
    return plain.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _plain(letter: str) -> str:
    """Return a letter that the font has: of the Welsh circumflex on w and y the letter beneath."""
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        return unicodedata.normalize("NFD", letter)[0]
    return letter


def _file(title: str, pages: Sequence[Sequence[str]]) -> bytes:
    """Return the file's objects: catalogue, pages, two fonts, what it is, then page by page."""
    kids = " ".join(f"{6 + 2 * place} 0 R" for place in range(len(pages)))
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        font.format("Helvetica").encode(),
        font.format("Helvetica-Bold").encode(),
        f"<< /Title ({_escaped(title)}) >>".encode("cp1252", "replace"),
    ]
    for place, page in enumerate(pages):
        drawn = zlib.compress("\n".join(page).encode("cp1252", "replace"), 9)
        objects.append(
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDE:g} {TALL:g}] /Contents"
                f" {7 + 2 * place} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
            ).encode()
        )
        head = f"<< /Length {len(drawn)} /Filter /FlateDecode >>\nstream\n".encode()
        objects.append(head + drawn + b"\nendstream")
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 5 0 R >>\n".encode()
    return out + f"startxref\n{start}\n%%EOF\n".encode()
