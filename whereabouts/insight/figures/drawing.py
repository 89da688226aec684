"""A plot drawn as SVG: hatched bars and shares with intervals, to read in black and white."""

from collections.abc import Callable, Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from whereabouts.insight.figures.plotting import Bar, Plot

# As wide as a telephone shows whole: what a bar is of stands above it, and not beside it.
WIDE, LINE, LEFT, RIGHT = 420, 42, 10, 64
INK, PAPER, GREY = "#0b0c0c", "#ffffff", "#b1b4b6"
A_LABEL = 62  # letters that fit above a bar


def size(*, plot: Plot) -> tuple[int, int]:
    """Return how wide and how tall a plot is drawn."""
    return WIDE, LINE * len(plot.bars) + 34


def svg(*, plot: Plot, name: str) -> SafeString:
    """Return a plot as an element of a page, named by the element `title-…`; `name` is its own."""
    wide, tall = size(plot=plot)
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" font-family="arial, sans-serif"'
        ' aria-labelledby="title-{}">{}</svg>',
        wide, tall, name, _inside(plot, name),
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
    """Return what is drawn, in groups that say once what all in them share."""
    bars = list(enumerate(plot.bars))
    ends = [_x(step, plot.most) for step in plot.steps]
    _, tall = size(plot=plot)
    return format_html(
        '<defs><pattern id="hatch-{}" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect width="6" height="6" fill="{}"/>'
        '<line x1="0" y1="0" x2="0" y2="6" stroke="{}" stroke-width="2"/></pattern></defs>'
        '<path d="{}" stroke="{}"/>'
        '<g fill="url(#hatch-{})" stroke="{}">{}</g>'
        '<path d="{}" stroke="{}" stroke-width="2" fill="none"/><g fill="{}">{}</g>'
        '<g font-size="13" fill="{}"><g text-anchor="middle">{}</g>{}{}'
        "</g>",
        name, PAPER, INK,
        "".join(f"M{x} 6V{tall - 24}" for x in ends), GREY,
        name, INK, _each(_long, [(place, bar, plot.most) for place, bar in bars]),
        "".join(_interval(place, bar, plot.most) for place, bar in bars), INK,
        INK, _each(_square, [(place, bar, plot.most) for place, bar in bars]),
        INK,
        format_html_join("", '<text x="{}" y="{}">{}</text>', (
            (x, tall - 8, step) for x, step in zip(ends, plot.steps, strict=True))),
        format_html_join("", '<text x="{}" y="{}">{}</text>', (
            (LEFT + 4, place * LINE + 18, _cut(bar.label)) for place, bar in bars)),
        format_html_join("", '<text x="{}" y="{}">{}</text>', (
            (_after(bar, plot.most), place * LINE + 36, bar.text) for place, bar in bars)),
    )  # fmt: skip


def _each(
    draw: Callable[[int, Bar, float], SafeString | str], drawn: Iterable[tuple[int, Bar, float]]
) -> SafeString:
    return format_html_join("", "{}", ((draw(*one),) for one in drawn))


def _x(value: float, most: float) -> float:
    return round(LEFT + (WIDE - LEFT - RIGHT) * value / most, 1)


def _cut(text: str) -> str:
    return text if len(text) <= A_LABEL else f"{text[: A_LABEL - 1]}…"


def _is_share(bar: Bar) -> bool:
    return bar.low is not None and bar.high is not None


def _after(bar: Bar, most: float) -> float:
    """Return where a bar's value is written: behind its end, or where there is no bar."""
    if bar.until is None:
        return LEFT + 4
    if bar.high is not None:
        return round(_x(bar.high, most) + 8, 1)
    return round(_x(bar.until, most) + 6, 1)


def _long(place: int, bar: Bar, most: float) -> SafeString | str:
    """Return the bar of a count."""
    if bar.until is None or _is_share(bar):
        return ""
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}"/>',
        LEFT, place * LINE + 24, round(_x(bar.until, most) - LEFT, 1), 15,
    )  # fmt: skip


def _square(place: int, bar: Bar, most: float) -> SafeString | str:
    """Return the square of a share, which stands on the line of its interval."""
    if bar.until is None or not _is_share(bar):
        return ""
    return format_html(
        '<rect x="{}" y="{}" width="10" height="10"/>',
        round(_x(bar.until, most) - 5, 1), place * LINE + 26,
    )  # fmt: skip


def _interval(place: int, bar: Bar, most: float) -> str:
    """Return the line of a share's interval, with its two ends."""
    if bar.low is None or bar.high is None:
        return ""
    y, first, last = place * LINE + 31, _x(bar.low, most), _x(bar.high, most)
    return f"M{first} {y}H{last}M{first} {y - 5}v10M{last} {y - 5}v10"
