"""Plots of a pack's tables: hatched bars and shares with intervals, to read in black and white."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from whereabouts.insight.figures.tables import WHOLE, Table

WIDE, LINE, LABEL, RIGHT = 720, 26, 250, 60
INK, PAPER, GREY = "#0b0c0c", "#ffffff", "#b1b4b6"
A_LABEL = 38  # letters that fit beside a bar
MOST_BARS = 40
SHARE, BETWEEN = "Share, %", "Between, %, 95 in 100"


def plot(*, table: Table, name: str) -> SafeString | str:
    """Return the plot of a table of shares or of one column of counts; of others there is none."""
    lines = table.lines[:MOST_BARS]
    if table.columns[-2:] == (SHARE, BETWEEN):
        return _drawn(table, name, [_share(place, line) for place, line in enumerate(lines)], 100)
    if len(table.columns) == 2:
        own = [line for line in lines if line[0] != WHOLE]
        most = max((int(line[1]) for line in own if line[1].isdecimal()), default=0)
        bars = [_bar(place, line, most, name) for place, line in enumerate(own)]
        return _drawn(table, name, bars, most)
    return ""


def _drawn(table: Table, name: str, bars: Sequence[SafeString], most: int) -> SafeString:
    if not most:
        return format_html("{}", "")
    tall = LINE * len(bars) + 34
    return format_html(
        '<div class="plot__window" tabindex="0" role="region" aria-label="Plot: {}">'
        '<svg viewBox="0 0 {} {}" role="img" font-family="arial, sans-serif"'
        ' aria-label="{}. The table below says the same.">'
        '<defs><pattern id="hatch-{}" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect width="6" height="6" fill="{}"/>'
        '<line x1="0" y1="0" x2="0" y2="6" stroke="{}" stroke-width="2"/></pattern></defs>'
        "{}{}</svg></div>",
        table.title, WIDE, tall, table.title, name, PAPER, INK, _axis(most, tall),
        format_html_join("", "{}", ((bar,) for bar in bars)),
    )  # fmt: skip


def _x(value: float, most: float) -> float:
    return round(LABEL + (WIDE - LABEL - RIGHT) * value / most, 1)


def _axis(most: int, tall: int) -> SafeString:
    steps = sorted({0, most // 2, most})
    return format_html_join(
        "",
        '<line x1="{}" x2="{}" y1="6" y2="{}" stroke="{}"/>'
        '<text x="{}" y="{}" text-anchor="middle" font-size="13" fill="{}">{}</text>',
        (
            (_x(step, most), _x(step, most), tall - 24, GREY, _x(step, most), tall - 8, INK, step)
            for step in steps
        ),
    )


def _label(place: int, text: str) -> SafeString:
    cut = text if len(text) <= A_LABEL else f"{text[: A_LABEL - 1]}…"
    return format_html(
        '<text x="{}" y="{}" text-anchor="end" font-size="13" fill="{}">{}</text>',
        LABEL - 8, place * LINE + 24, INK, cut,
    )  # fmt: skip


def _value(x: float, place: int, text: str) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" font-size="13" fill="{}">{}</text>', x, place * LINE + 24, INK, text
    )  # fmt: skip


def _bar(place: int, line: Sequence[str], most: int, name: str) -> SafeString:
    label = _label(place, line[0])
    if not line[1].isdecimal() or not most:
        return label + _value(LABEL + 6, place, "hidden (c)")
    long = round(_x(int(line[1]), most) - LABEL, 1)
    return (
        label
        + format_html(
            '<rect x="{}" y="{}" width="{}" height="{}" fill="url(#hatch-{})" stroke="{}"/>',
            LABEL, place * LINE + 10, long, LINE - 8, name, INK,
        )
        + _value(LABEL + long + 6, place, line[1])
    )  # fmt: skip


def _share(place: int, line: Sequence[str]) -> SafeString:
    """Return a share as a square on the line of its interval."""
    label, share, between = _label(place, line[0]), line[-2], line[-1]
    low, _, high = between.partition(" to ")
    if not (low.isdecimal() and high.isdecimal()):
        return label + _value(LABEL + 6, place, "hidden (c)")
    y, x = place * LINE + 19, _x(float(share), 100)
    first, last = _x(int(low), 100), _x(int(high), 100)
    return (
        label
        + format_html(
            '<path d="M{} {}H{}M{} {}v10M{} {}v10" stroke="{}" stroke-width="2" fill="none"/>'
            '<rect x="{}" y="{}" width="10" height="10" fill="{}"/>',
            first, y, last, first, y - 5, last, y - 5, INK, x - 5, y - 5, INK,
        )
        + _value(last + 8, place, f"{share}%")
    )  # fmt: skip
