"""A child's episodes as a picture on a line of time, with the same in a table behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from whereabouts.interfaces.web.wording import (
    CATEGORIES,
    LEVELS,
    day,
    day_and_clock,
    lasting,
    local,
    machine_time,
)

Told = tuple[str, datetime, datetime | None, str, str, str]

WIDTH, LEFT, RIGHT = 640, 74, 14
LANE, TOP, BAR = 30, 12, 16
LANES = ("high", "medium", "low", "absent")
FOOT = TOP + LANE * len(LANES)
LEAST_BAR = 5.0
SHORTEST_SPAN = timedelta(days=7)


@dataclass(frozen=True)
class _Scale:
    start: datetime
    end: datetime

    def x(self, moment: datetime) -> float:
        share = (moment - self.start) / (self.end - self.start)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def timeline_svg(*, episodes: Sequence[Told], at: datetime) -> SafeString:
    """Return a figure: a bar for each episode, as long as it lasted and as high as its level.

    `episodes` holds (reference, started_at, ended_at or None, level, agency's name, category).
    An episode without an end runs on to `at`. The picture is read by place and words, never by
    colour alone; the table holds everything that the picture does.
    """
    if not episodes:
        return format_html('<p class="timeline">{}</p>', "No earlier episode is on record here.")
    told = sorted(episodes, key=lambda one: one[1])
    scale = _Scale(min(told[0][1], at - SHORTEST_SPAN), at)
    return format_html(
        '<figure class="timeline"><div class="timeline__window" tabindex="0" role="region"'
        ' aria-label="Time line of episodes">'
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg></div>'
        '<details class="govuk-details"><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">The same as a table</span></summary>'
        '<div class="govuk-details__text">{}</div></details></figure>',
        WIDTH,
        FOOT + 26,
        _in_words(told, at),
        _lanes(),
        _ticks(scale),
        format_html_join("", "{}", ((_bar(one, scale, at),) for one in told)),
        _table(told, at),
    )


def _in_words(told: Sequence[Told], at: datetime) -> str:
    counts = [
        f"{sum(1 for one in told if one[3] == level)} {LEVELS[level].lower()}"
        for level in LANES
        if any(one[3] == level for one in told)
    ]
    plural = "episode" if len(told) == 1 else "episodes"
    return f"{len(told)} {plural} from {day(told[0][1])} to {day(at)}: {', '.join(counts)}"


def _lanes() -> SafeString:
    return format_html_join(
        "",
        '<line class="timeline__lane" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="timeline__level" x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (
                LEFT,
                WIDTH - RIGHT,
                TOP + LANE * number + LANE / 2,
                TOP + LANE * number + LANE / 2,
                LEFT - 10,
                TOP + LANE * number + LANE / 2 + 5,
                LEVELS[level],
            )
            for number, level in enumerate(LANES)
        ),
    )


def _ticks(scale: _Scale) -> SafeString:
    days = (scale.end - scale.start).days
    words = "%b %Y" if days > 60 else "%d %b"
    parts = 4
    moments = [scale.start + (scale.end - scale.start) * number / parts for number in range(parts)]
    ticks = [(scale.x(moment), format(local(moment), words), "start") for moment in moments]
    return format_html_join(
        "",
        '<line class="timeline__tick" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="timeline__when" x="{}" y="{}" text-anchor="{}">{}</text>',
        (
            (x, x, FOOT, FOOT + 6, x, FOOT + 20, anchor, text)
            for x, text, anchor in [*ticks, (WIDTH - RIGHT, "Now", "end")]
        ),
    )


def _bar(one: Told, scale: _Scale, at: datetime) -> SafeString:
    reference, started, ended, level, agency, category = one
    left = scale.x(started)
    wide = round(max(scale.x(min(ended or at, at)) - left, LEAST_BAR), 1)
    left = min(left, WIDTH - RIGHT - wide)
    classes = f"timeline__bar timeline__bar--{level}"
    if category != "missing":
        classes += " timeline__bar--hollow"
    if ended is None:
        classes += " timeline__bar--going-on"
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}">'
        "<title>{}: {}, {}, {}</title></rect>",
        classes,
        left,
        TOP + LANE * LANES.index(level) + (LANE - BAR) / 2,
        wide,
        BAR,
        reference,
        LEVELS[level],
        day(started),
        agency,
    )


def _table(told: Sequence[Told], at: datetime) -> SafeString:
    rows = format_html_join(
        "",
        '<tr class="govuk-table__row"><td class="govuk-table__cell">'
        '<time datetime="{}">{}</time></td><td class="govuk-table__cell">{}</td>'
        '<td class="govuk-table__cell">{}</td><td class="govuk-table__cell">{}</td>'
        '<td class="govuk-table__cell">{}</td><td class="govuk-table__cell">{}</td></tr>',
        (
            (
                machine_time(started),
                day_and_clock(started),
                lasting((ended or at) - started) + ("" if ended else ", not over"),
                LEVELS[level],
                CATEGORIES.get(category, category),
                agency,
                reference,
            )
            for reference, started, ended, level, agency, category in reversed(told)
        ),
    )
    heads = format_html_join(
        "",
        '<th scope="col" class="govuk-table__header">{}</th>',
        (
            (head,)
            for head in (
                "Began",
                "Lasted",
                "Level",
                "Category",
                "Recorded by",
                "Reference",
            )
        ),
    )
    return format_html(
        '<div class="wide-table" tabindex="0" role="region" aria-label="Episodes as a table">'
        '<table class="govuk-table govuk-table--small-text-until-tablet">'
        '<caption class="govuk-table__caption govuk-visually-hidden">Episodes, latest first'
        '</caption><thead class="govuk-table__head"><tr class="govuk-table__row">{}</tr></thead>'
        '<tbody class="govuk-table__body">{}</tbody></table></div>',
        heads,
        rows,
    )
