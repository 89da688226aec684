"""A plot of shares with their intervals: read in black and white, with the same in a table."""

from collections.abc import Sequence
from typing import Protocol

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from whereabouts.interfaces.web.oversight.wording import percent

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, FOOT = 52, 12, 14, 58
INK, PAPER = "#0b0c0c", "#ffffff"
STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)


class Measured(Protocol):
    """A share of so many, with its interval."""

    @property
    def part(self) -> int:
        """How many."""
        ...

    @property
    def n(self) -> int:
        """Of how many."""
        ...

    @property
    def low(self) -> float:
        """The lower end of the interval."""
        ...

    @property
    def high(self) -> float:
        """The upper end of the interval."""
        ...

    @property
    def share(self) -> float | None:
        """The share itself, or None of nothing."""
        ...


Bands = Sequence[tuple[str, Measured]]


def shares_svg(*, bands: Bands, name: str, along: str, what: str) -> SafeString:
    """Return a figure: a hatched bar a band as high as its share, a line for its interval.

    A band in which there was nothing has no bar and says so. The table holds all of it.
    """
    return format_html(
        '<figure class="timeline"><div class="timeline__window" tabindex="0" role="region"'
        ' aria-label="{}, by: {}"><svg viewBox="0 0 {} {}" role="img" aria-label="{}"'
        ' font-family="arial, sans-serif">'
        '<defs><pattern id="hatch-{}" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect width="6" height="6" fill="{}"/>'
        '<line x1="0" y1="0" x2="0" y2="6" stroke="{}" stroke-width="2.5"/></pattern></defs>'
        '{}{}<text x="{}" y="{}" text-anchor="middle" font-size="14" fill="{}">{}</text></svg>'
        "</div>"
        '<details class="govuk-details"><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">The same as a table<span'
        ' class="govuk-visually-hidden">: {}</span></span></summary>'
        '<div class="govuk-details__text">{}</div></details></figure>',
        what, along, WIDTH, HEIGHT, _in_words(bands, what, along), name, PAPER, INK,
        _steps(), format_html_join("", "{}", ((bar,) for bar in _bars(bands, name))),
        (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, INK, along, along, _table(bands, along, what),
    )  # fmt: skip


def _y(share: float) -> float:
    return round(TOP + (1 - share) * (HEIGHT - TOP - FOOT), 1)


def _in_words(bands: Bands, what: str, along: str) -> str:
    said = [f"{label}: {percent(one.share)} of {one.n}" for label, one in bands if one.n]
    return f"{what}. {along}. " + ("; ".join(said) or "Nothing to show.")


def _steps() -> SafeString:
    return format_html_join(
        "",
        '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="#b1b4b6"/>'
        '<text x="{}" y="{}" text-anchor="end" font-size="14" fill="{}">{}</text>',
        (
            (LEFT, WIDTH - RIGHT, _y(step), _y(step), LEFT - 8, _y(step) + 5, INK, percent(step))
            for step in STEPS
        ),
    )


def _bars(bands: Bands, name: str) -> list[SafeString]:
    room = (WIDTH - LEFT - RIGHT) / max(len(bands), 1)
    wide = min(room * 0.7, 60)
    bars = []
    for place, (label, one) in enumerate(bands):
        middle = round(LEFT + room * (place + 0.5), 1)
        bars.append(
            format_html(
                '<text x="{}" y="{}" text-anchor="middle" font-size="{}" fill="{}">{}</text>',
                middle, HEIGHT - FOOT + 18, 12 if len(bands) > 12 else 14, INK, label,
            )
        )  # fmt: skip
        if one.share is None:
            bars.append(
                format_html(
                    '<text x="{}" y="{}" text-anchor="middle" font-size="12" fill="{}">–'
                    "<title>{}: none</title></text>",
                    middle, _y(0) - 4, INK, label,
                )
            )  # fmt: skip
            continue
        top, low, high = _y(one.share), _y(one.low), _y(one.high)
        bars.append(
            format_html(
                '<rect x="{}" y="{}" width="{}" height="{}" fill="url(#hatch-{})" stroke="{}">'
                "<title>{}: {} of {}</title></rect>"
                '<path d="M{} {}V{}M{} {}h8M{} {}h8" stroke="{}" stroke-width="2" fill="none"/>',
                round(middle - wide / 2, 1), top, round(wide, 1), round(_y(0) - top, 1), name, INK,
                label, percent(one.share), one.n,
                middle, low, high, middle - 4, low, middle - 4, high, INK,
            )
        )  # fmt: skip
    return bars


def _table(bands: Bands, along: str, what: str) -> SafeString:
    rows = format_html_join(
        "",
        '<tr class="govuk-table__row"><th scope="row" class="govuk-table__header">{}</th>'
        '<td class="govuk-table__cell govuk-table__cell--numeric">{}</td>'
        '<td class="govuk-table__cell govuk-table__cell--numeric">{}</td>'
        '<td class="govuk-table__cell govuk-table__cell--numeric">{}</td>'
        '<td class="govuk-table__cell">{}</td></tr>',
        (
            (
                label,
                one.n,
                one.part,
                percent(one.share),
                f"{percent(one.low)} to {percent(one.high)}" if one.n else "nothing to say",
            )
            for label, one in bands
        ),
    )
    return format_html(
        '<div class="wide-table" tabindex="0" role="region" aria-label="{}, as a table">'
        '<table class="govuk-table govuk-table--small-text-until-tablet">'
        '<caption class="govuk-table__caption govuk-visually-hidden">{}</caption>'
        '<thead class="govuk-table__head"><tr class="govuk-table__row">'
        '<th scope="col" class="govuk-table__header">{}</th>'
        '<th scope="col" class="govuk-table__header govuk-table__header--numeric">Grades</th>'
        '<th scope="col" class="govuk-table__header govuk-table__header--numeric">Absent</th>'
        '<th scope="col" class="govuk-table__header govuk-table__header--numeric">Share</th>'
        '<th scope="col" class="govuk-table__header">Between, 95 in 100</th></tr></thead>'
        '<tbody class="govuk-table__body">{}</tbody></table></div>',
        along, what, along, rows,
    )  # fmt: skip
