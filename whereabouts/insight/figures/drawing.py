"""A plot drawn as SVG: hatched bars and shares with intervals, to read in black and white."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from whereabouts.insight.figures.plotting import Bar, Plot

WIDE, LINE, LABEL, RIGHT = 720, 26, 250, 60
INK, PAPER, GREY = "#0b0c0c", "#ffffff", "#b1b4b6"
A_LABEL = 38  # letters that fit beside a bar


def size(*, plot: Plot) -> tuple[int, int]:
    """Return how wide and how tall a plot is drawn."""
    return WIDE, LINE * len(plot.bars) + 34


def svg(*, plot: Plot, name: str, says: str = "") -> SafeString:
    """Return a plot as an element of a page; `name` is the hatching's, once a page."""
    wide, tall = size(plot=plot)
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" font-family="arial, sans-serif"'
        ' aria-label="{}.{}">{}</svg>',
        wide, tall, plot.title, says, _inside(plot, name),
    )  # fmt: skip


def svg_file(*, plot: Plot) -> bytes:
    """Return a plot as a picture of its own."""
    wide, tall = size(plot=plot)
    drawn = format_html(
        '<?xml version="1.0" encoding="UTF-8"?><svg xmlns="http://www.w3.org/2000/svg"'
        ' viewBox="0 0 {} {}" width="{}" height="{}" font-family="arial, sans-serif">'
        "<title>{}</title>{}</svg>",
        wide, tall, wide, tall, plot.title, _inside(plot, "plot"),
    )  # fmt: skip
    return drawn.encode()


def _inside(plot: Plot, name: str) -> SafeString:
    _, tall = size(plot=plot)
    bars = [_bar(place, bar, plot.most, name) for place, bar in enumerate(plot.bars)]
    return format_html(
        '<defs><pattern id="hatch-{}" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect width="6" height="6" fill="{}"/>'
        '<line x1="0" y1="0" x2="0" y2="6" stroke="{}" stroke-width="2"/></pattern></defs>{}{}',
        name, PAPER, INK, _axis(plot, tall), format_html_join("", "{}", ((bar,) for bar in bars)),
    )  # fmt: skip


def _x(value: float, most: float) -> float:
    return round(LABEL + (WIDE - LABEL - RIGHT) * value / most, 1)


def _axis(found: Plot, tall: int) -> SafeString:
    most = found.most
    return format_html_join(
        "",
        '<line x1="{}" x2="{}" y1="6" y2="{}" stroke="{}"/>'
        '<text x="{}" y="{}" text-anchor="middle" font-size="13" fill="{}">{}</text>',
        (
            (_x(step, most), _x(step, most), tall - 24, GREY, _x(step, most), tall - 8, INK, step)
            for step in found.steps
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


def _bar(place: int, bar: Bar, most: float, name: str) -> SafeString:
    """Return a hatched bar, or a share as a square on the line of its interval."""
    label = _label(place, bar.label)
    if bar.until is None:
        return label + _value(LABEL + 6, place, bar.text)
    if bar.low is not None and bar.high is not None:
        return label + _interval(place, bar, _x(bar.low, most), _x(bar.high, most), most)
    long = round(_x(bar.until, most) - LABEL, 1)
    return (
        label
        + format_html(
            '<rect x="{}" y="{}" width="{}" height="{}" fill="url(#hatch-{})" stroke="{}"/>',
            LABEL, place * LINE + 10, long, LINE - 8, name, INK,
        )
        + _value(LABEL + long + 6, place, bar.text)
    )  # fmt: skip


def _interval(place: int, bar: Bar, first: float, last: float, most: float) -> SafeString:
    y, x = place * LINE + 19, _x(bar.until or 0, most)
    return format_html(
        '<path d="M{} {}H{}M{} {}v10M{} {}v10" stroke="{}" stroke-width="2" fill="none"/>'
        '<rect x="{}" y="{}" width="10" height="10" fill="{}"/>',
        first, y, last, first, y - 5, last, y - 5, INK, x - 5, y - 5, INK,
    ) + _value(last + 8, place, bar.text)  # fmt: skip
