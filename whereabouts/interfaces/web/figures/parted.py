"""A long pack as several pages, so that each is light on a telephone: whole parts, in order."""

from collections.abc import Sequence

from whereabouts.insight.figures.pack_shapes import Section
from whereabouts.insight.figures.plotting import plot_of
from whereabouts.insight.figures.tables import Table

# In bytes of a page, roughly: what a table, a cell, a bar and a letter of a note add to it.
A_TABLE, A_CELL, A_BAR = 1_000, 24, 220
MOST = 65_000  # a part that is heavier by itself has a page of its own


def pages_of(*, sections: Sequence[Section]) -> list[list[Section]]:
    """Return the parts by page: all on one where they are light enough together."""
    pages: list[list[Section]] = [[]]
    weight = 0
    for section in sections:
        own = sum(map(_weight, section.tables))
        if pages[-1] and weight + own > MOST:
            pages.append([])
            weight = 0
        pages[-1].append(section)
        weight += own
    return pages


def page_asked(*, asked: str, of: int) -> int:
    """Return which page is asked for, the first being one; the first where it is none of them."""
    known = {str(number): number for number in range(1, of + 1)}
    return known.get(asked, 1)


def _weight(table: Table) -> int:
    plot = plot_of(table=table)
    cells = (len(table.lines) + 1) * len(table.columns)
    words = len(table.counted_by) + sum(map(len, table.notes)) + 9 * len(table.title)
    return A_TABLE + A_CELL * cells + (A_BAR * len(plot.bars) if plot else 0) + words
