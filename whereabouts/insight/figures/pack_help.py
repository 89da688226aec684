"""The pack's last parts: what help did, beside children not yet helped; and what it all takes."""

from __future__ import annotations

from collections.abc import Sequence

from whereabouts.engines.disclosure import Rules, Shown, shown
from whereabouts.insight.figures.beside import Printed
from whereabouts.insight.figures.comparing import REGRESSION, REPORTS_ALONE, Effect, effects
from whereabouts.insight.figures.facts import NOBODY_ASKED, Facts
from whereabouts.insight.figures.pack_shapes import Measures, Section
from whereabouts.insight.figures.pack_ties import BEGAN, LEVEL, NOW, SINCE_HELP, episodes
from whereabouts.insight.figures.protected import (
    HIDDEN,
    NOT_RECORDED,
    About,
    Called,
    counts,
    crossed,
    plain,
    rates,
)
from whereabouts.insight.figures.tables import Table

HELP_HARM = "help-harm"
# How long since the last episode: below each of these days, and beyond the last.
DAYS = (30, 90, 180, 365)
SINCE_LAST = (
    "Under 30 days", "30 to 89", "90 to 179", "180 to 364", "A year or more", "Never missing",
)  # fmt: skip
QUIET = (
    "Every child who was ever helped, at the end of the time. Days without a report are no proof of"
    " days at home, and help began when it was worst: read harm and the child's own word beside."
)
SAYS = ("Better", "About the same", "Worse", "Asked, and did not say", NOBODY_ASKED)
LEVELS = {"high": "High", "medium": "Medium", "low": "Low", "absent": "Lowest"}


def help_given(*, facts: Facts, about: About, by: Measures) -> Section:
    """Return episodes, harm and voice before and after each kind of help."""
    found = effects(facts=facts, days=by.compare_days)
    shown = [_effect_line(one, by, about.rules) for one in found]
    called = Called(
        name="help", title=f"Episodes a child, {by.compare_days} days before and after help",
        heading="Help", notes=(REGRESSION, REPORTS_ALONE, f"{by.source} ({by.status})."),
    )  # fmt: skip
    table = plain(
        about=about, called=called,
        columns=("Children", "Before, each", "After, each", "Compared", "Similar children after",
                 "Difference", "Between, 95 in 100"),
        lines=shown or [("Nobody was helped long enough ago", *["–"] * 7)],
        behind=[_behind_effect(one, line) for one, line in zip(found, shown, strict=True)],
    )  # fmt: skip
    sides = [
        (f"{one.kind}: {words}", side)
        for one in found
        for words, side in zip(("before", "after"), one.sides, strict=True)
    ]
    beside = []
    if sides:
        beside = [
            crossed(
                about=about,
                called=Called(
                    name=HELP_HARM, title="Harm as it was asked about, before and after help",
                    heading="When",
                ),
                names=[words for words, _ in sides],
                columns=("Not asked", "Asked, not told of", "Told of, seen or suspected"),
                numbers=[
                    [side.episodes - side.asked, side.asked - side.told, side.told]
                    for _, side in sides
                ],
            ),
            rates(
                about=about,
                called=Called(
                    name="help-voice", title="The child's view, before and after help",
                    heading="When",
                ),
                columns=("Conversations", "With the child's view"),
                lines=[(words, side.views, side.talks) for words, side in sides], sums=False,
            ),
        ]  # fmt: skip
    return Section(
        heading="What help did", says=(REGRESSION, REPORTS_ALONE),
        tables=(
            table, *beside, *_since_last(facts=facts, about=about),
            *_says(facts=facts, about=about),
        ),
    )  # fmt: skip


def _since_last(*, facts: Facts, about: About) -> list[Table]:
    """Return how long since the last episode, when help began and now, by kind of help."""
    kinds = sorted({one.kind for one in facts.quiet})
    if not kinds:
        return []
    sides = [
        (f"{kind}{words}", [_band(days(one)) for one in facts.quiet if one.kind == kind])
        for kind in kinds
        for words, days in (
            (BEGAN, lambda one: one.days_then), (NOW, lambda one: one.days_now),
        )
    ]  # fmt: skip
    return [
        crossed(
            about=about,
            called=Called(
                name=SINCE_HELP, title="Days since the last episode, by kind of help",
                heading="When", notes=(QUIET,),
            ),
            names=[words for words, _ in sides],
            columns=SINCE_LAST,
            numbers=[[found.count(band) for band in SINCE_LAST] for _, found in sides],
        )
    ]  # fmt: skip


def _band(days: int | None) -> str:
    if days is None:
        return SINCE_LAST[-1]
    return SINCE_LAST[sum(days >= least for least in DAYS)]


def _says(*, facts: Facts, about: About) -> list[Table]:
    """Return how it is by the children's own word under long-term plans, each child's last."""
    if not facts.says:
        return []
    return [
        counts(
            about=about,
            called=Called(
                name="help-child-says", title="Under a long-term plan, by the child's own word",
                heading="How it is",
            ),
            of="Children", names=SAYS,
            numbers=[sum(one.words == said for one in facts.says) for said in SAYS],
        )
    ]  # fmt: skip


def _effect_line(one: Effect, by: Measures, rules: Rules) -> tuple[str, ...]:
    """Return a line; a group too small to compare is not shown, whatever came out.

    Nor is a mean of a few episodes: times the children it is their number.
    """
    if one.children < by.least_compared:
        return (one.kind, *[HIDDEN] * 7)
    few = [0 < side.episodes < rules.hide_below for side in one.sides]
    said = [
        f"{5 * round(one.children / 5)}",
        HIDDEN if few[0] else f"{one.before:.1f}", HIDDEN if few[1] else f"{one.after:.1f}",
    ]  # fmt: skip
    if few[1]:  # what is beside it and the difference would give it back
        return (one.kind, *said, HIDDEN, HIDDEN, HIDDEN, HIDDEN)
    if one.compared < by.least_compared or one.difference is None or one.low is None:
        return (one.kind, *said, HIDDEN, HIDDEN, HIDDEN, HIDDEN)
    return (
        one.kind, *said, f"{5 * round(one.compared / 5)}", f"{one.similar_after:.1f}",
        _signed(one.difference), f"{_signed(one.low)} to {_signed(one.high or 0.0)}",
    )  # fmt: skip


def _behind_effect(one: Effect, line: Sequence[str]) -> dict[int, list[Printed]]:
    """Return the episodes before and after, which are as good as printed: a mean times children."""
    found = {}
    for column, words, side in zip((2, 3), ("before", "after"), one.sides, strict=True):
        if line[column] != HIDDEN:
            name = (HELP_HARM, frozenset({(HELP_HARM, f"{one.kind}: {words}")}))
            episodes = Printed(
                name=name, number=side.episodes, seen=Shown(side.episodes), exact=True
            )  # fmt: skip
            found[column] = [episodes]
            if words == "after":
                found |= {place: [episodes] for place in (5, 6, 7)}
    return found


def _signed(number: float) -> str:
    return f"{number:+.1f}".replace("-", "−")


def effort(*, facts: Facts, about: About) -> Section:
    """Return hours out and tasks an episode: for analysts and chiefs alone."""
    rows: list[tuple[str, ...]] = []
    behind = []
    for key, words in (*LEVELS.items(), ("", NOT_RECORDED)):
        own = [one for one in facts.of_the_time if one.first_level == key]
        few = len(own) < about.rules.least_base
        tasks, number = sum(one.tasks for one in own), shown(count=len(own), rules=about.rules)
        few_tasks = few or 0 < tasks < about.rules.hide_below
        rows.append(
            (words, number.text,
             HIDDEN if few_tasks else f"{tasks / len(own):.1f}",
             HIDDEN if few else f"{sum(one.hours_out for one in own) / len(own):.1f}")
        )  # fmt: skip
        counted = [Printed(name=episodes((LEVEL, words)), number=len(own), seen=number)]
        behind.append(dict.fromkeys((1, 2, 3), counted))
    called = Called(
        name="effort", title="Tasks and hours an episode by first level", heading="First level",
        notes=("Hours are of units from being sent until stood down, where both were recorded.",),
    )  # fmt: skip
    table = plain(
        about=about, called=called, columns=("Episodes", "Tasks each", "Hours each"), lines=rows,
        behind=behind,
    )  # fmt: skip
    return Section(
        heading="Hours and tasks",
        says=("What it takes to look for a child is no reason to grade lower, or to look less.",),
        tables=(table,),
    )
