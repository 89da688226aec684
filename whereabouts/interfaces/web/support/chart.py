"""How often a child was away, with what harm, and what they say of it: a chart, and a table."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 720, 250  # without the lines beneath the bars
LEFT, RIGHT, TOP, FOOT = 36, 12, 26, 34
LINE = 17  # from one line beneath a bar to the next
INK, PAPER, RULE = "#0b0c0c", "#ffffff", "#b1b4b6"
SHORT = {"Better": "better", "About the same": "same", "Worse": "worse"}
FEWEST = 4  # the scale reaches so far at least, so that one episode is not a wall


class Counted(Protocol):
    """Thirty days and how many episodes began in them."""

    @property
    def began(self) -> date:
        """The first day."""
        ...

    @property
    def ended(self) -> date:
        """The last day."""
        ...

    @property
    def count(self) -> int:
        """How many."""
        ...

    @property
    def plan_began(self) -> bool:
        """Whether a long-term plan began in them."""
        ...

    @property
    def harm(self) -> int | None:
        """In how many of the episodes harm was told of; None where it is not shown."""
        ...

    @property
    def says(self) -> str:
        """How it is by the child's own word, asked last in them; "" where nobody asked."""
        ...


def episodes_svg(*, periods: Sequence[Counted]) -> SafeString:
    """Return a figure: a bar for each thirty days, harm and the child's word beneath; and a table.

    A number of episodes never stands alone: what the child says of it stands with it.
    """
    top = max([FEWEST, *(one.count for one in periods)])
    room = (WIDTH - LEFT - RIGHT) / max(len(periods), 1)
    most = max((len(_beneath(one)) for one in periods), default=0)
    return format_html(
        '<figure class="timeline"><div class="timeline__window" tabindex="0" role="region"'
        ' aria-label="How often the child was away"><svg viewBox="0 0 {} {}" role="img"'
        ' font-family="arial, sans-serif" aria-label="{}"><defs>'
        '<pattern id="hatch-away" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect width="6" height="6"'
        ' fill="{}"/><line x1="0" y1="0" x2="0" y2="6" stroke="{}" stroke-width="2.5"/></pattern>'
        "</defs>{}{}</svg></div>"
        '<details class="govuk-details"><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">The same as a table</span></summary>'
        '<div class="govuk-details__text">{}</div></details></figure>',
        WIDTH, HEIGHT + LINE * most, _in_words(periods), PAPER, INK, _steps(top),
        format_html_join(
            "", "{}", ((_bar(one, place, room, top),) for place, one in enumerate(periods))
        ),
        _table(periods),
    )  # fmt: skip


def _y(count: float, top: int) -> float:
    return round(TOP + (1 - count / top) * (HEIGHT - TOP - FOOT), 1)


def _day(on: date) -> str:
    return f"{on.day} {on:%b %Y}"


def _in_words(periods: Sequence[Counted]) -> str:
    said = "; ".join(
        f"to {_day(one.ended)}: {one.count}{', a plan began' if one.plan_began else ''}"
        f"{f', harm in {one.harm}' if one.harm else ''}"
        f"{f', the child says: {one.says.lower()}' if one.says else ''}"
        for one in periods
    )
    return f"Episodes in each thirty days. {said}."


def _steps(top: int) -> SafeString:
    every = max(1, -(-top // 4))
    return format_html_join(
        "",
        '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}"/>'
        '<text x="{}" y="{}" text-anchor="end" font-size="14" fill="{}">{}</text>',
        (
            (LEFT, WIDTH - RIGHT, _y(step, top), _y(step, top), RULE, LEFT - 8, _y(step, top) + 5,
             INK, step)
            for step in range(0, top + 1, every)
        ),
    )  # fmt: skip


def _bar(one: Counted, place: int, room: float, top: int) -> SafeString:
    wide, middle = min(room * 0.7, 40), round(LEFT + room * (place + 0.5), 1)
    base, high = _y(0, top), _y(one.count, top)
    plan = (
        format_html(
            '<line x1="{0}" x2="{0}" y1="{1}" y2="{2}" stroke="{3}" stroke-width="2"'
            ' stroke-dasharray="5 4"/><text x="{0}" y="{4}" text-anchor="middle" font-size="14"'
            ' fill="{3}">Plan</text>',
            round(middle - room / 2, 1), TOP, base, INK, TOP - 8,
        )
        if one.plan_began
        else ""
    )  # fmt: skip
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="url(#hatch-away)" stroke="{}">'
        "<title>{} to {}: {}</title></rect>"
        '<text x="{}" y="{}" text-anchor="middle" font-size="12" fill="{}">{}</text>{}{}',
        round(middle - wide / 2, 1), high, round(wide, 1), round(base - high, 1), INK,
        _day(one.began), _day(one.ended), one.count, middle, HEIGHT - FOOT + 18, INK,
        f"{one.ended.day} {one.ended:%b}", plan,
        format_html_join(
            "",
            '<text x="{}" y="{}" text-anchor="middle" font-size="12" font-weight="bold"'
            ' fill="{}">{}</text>',
            (
                (middle, HEIGHT - FOOT + 18 + LINE * number, INK, words)
                for number, words in enumerate(_beneath(one), start=1)
            ),
        ),
    )  # fmt: skip


def _beneath(one: Counted) -> list[str]:
    """Return the lines beneath a bar: harm, and the child's word in as few letters as fit."""
    harm = f"harm {one.harm}" if one.harm else ""
    says = SHORT.get(one.says, "asked" if one.says else "")
    return [words for words in (harm, says) if words]


def _table(periods: Sequence[Counted]) -> SafeString:
    rows = format_html_join(
        "",
        '<tr class="govuk-table__row"><th scope="row" class="govuk-table__header">{} to {}</th>'
        '<td class="govuk-table__cell govuk-table__cell--numeric">{}</td>'
        '<td class="govuk-table__cell govuk-table__cell--numeric">{}</td>'
        '<td class="govuk-table__cell">{}</td><td class="govuk-table__cell">{}</td></tr>',
        (
            (
                _day(one.began),
                _day(one.ended),
                one.count,
                "not shown" if one.harm is None else one.harm,
                one.says or "Not asked",
                "A plan began" if one.plan_began else "",
            )
            for one in periods
        ),
    )
    return format_html(
        '<div class="wide-table" tabindex="0" role="region" aria-label="Episodes, as a table">'
        '<table class="govuk-table govuk-table--small-text-until-tablet">'
        '<caption class="govuk-table__caption govuk-visually-hidden">Episodes in each thirty days'
        '</caption><thead class="govuk-table__head"><tr class="govuk-table__row">'
        '<th scope="col" class="govuk-table__header">Thirty days</th>'
        '<th scope="col" class="govuk-table__header govuk-table__header--numeric">Episodes</th>'
        '<th scope="col" class="govuk-table__header govuk-table__header--numeric">With harm</th>'
        '<th scope="col" class="govuk-table__header">The child says</th>'
        '<th scope="col" class="govuk-table__header">Plan</th></tr></thead>'
        '<tbody class="govuk-table__body">{}</tbody></table></div>',
        rows,
    )
