"""The pack's first parts: what came of it, what was in time, return interviews by authority."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from whereabouts.insight.figures.definitions import definition
from whereabouts.insight.figures.facts import HARM_WORDS, EpisodeFact, Facts
from whereabouts.insight.figures.pack_shapes import Measures, Section, in_time
from whereabouts.insight.figures.pack_ties import (
    DUE,
    DURATION,
    EPISODES,
    HARM,
    STILL_OPEN,
    TALKED,
    TIMELY,
)
from whereabouts.insight.figures.protected import (
    NOT_RECORDED,
    About,
    Called,
    counts,
    rates,
    tallied,
)

FOUND_BY = {
    "own_accord": "Came back of their own accord", "police": "Police", "family": "Family",
    "friend": "Friend or acquaintance", "carer": "Carer", "authority": "Authority",
    "public": "Member of the public", "other_agency": "Another agency",
}  # fmt: skip
HOURS = (8, 24, 48, 168)
UNDERCOUNT = (
    "About a third of children who run away are ever reported: these are reports, not children"
    " away (HMIC 2016, line 243)."
)


def outcomes(*, facts: Facts, about: About) -> Section:
    """Return harm as it was asked about, who found the child, and how long it took."""
    own = facts.of_the_time
    found_by = (*FOUND_BY.values(), NOT_RECORDED)
    harm = list(HARM_WORDS.values())
    bands = (*_band_names(), STILL_OPEN)
    return Section(
        heading="What came of it",
        says=(
            "Harm is shown as it was asked about. Of those not asked nothing is known.",
            UNDERCOUNT,
        ),
        tables=(
            counts(
                about=about,
                called=Called(
                    name="harm", title="Harm, as it was asked about and answered",
                    heading="Asked about harm", definitions=(definition(name="incident"),),
                    of=EPISODES, by=HARM,
                ),
                names=harm,
                numbers=[sum(HARM_WORDS[one.harm] == words for one in own) for words in harm],
            ),
            counts(
                about=about,
                called=Called(
                    name="found-by", title="Who found the child", heading="Found by", of=EPISODES,
                ),
                names=found_by,
                numbers=tallied(
                    values=(FOUND_BY.get(one.found_by, "") for one in own), names=found_by
                ),
            ),
            counts(
                about=about,
                called=Called(
                    name="duration", title="How long, from the report until back or located",
                    heading="Duration", of=EPISODES, by=DURATION,
                ),
                names=bands,
                numbers=tallied(values=(_band(one) for one in own), names=bands),
            ),
        ),
    )  # fmt: skip


def _band_names() -> tuple[str, ...]:
    between = [f"over {a} to {b} hours" for a, b in pairwise(HOURS)]
    return (f"up to {HOURS[0]} hours", *between, f"over {HOURS[-1]} hours")


def _band(one: EpisodeFact) -> str:
    hours = one.hours_until(one.back_at, since=one.reported_at)
    if hours is None:
        return ""
    place = sum(hours > most for most in HOURS)
    return _band_names()[place]


def timeliness(*, facts: Facts, about: About, by: Measures) -> Section:
    """Return what was done within its time."""
    own = facts.of_the_time
    back = [one for one in own if one.back_at is not None]

    def within(
        rows: Sequence[EpisodeFact], length: timedelta,
        moment: Callable[[EpisodeFact], Any], since: Callable[[EpisodeFact], Any],
    ) -> tuple[int, int]:  # fmt: skip
        kept = [
            one for one in rows
            if moment(one) is not None and since(one) is not None
            and moment(one) - since(one) <= length
        ]  # fmt: skip
        return len(kept), len(rows)

    lines = [
        (f"Graded within {by.grade_minutes} minutes of the report",
         *within(own, timedelta(minutes=by.grade_minutes), lambda one: one.decided_at,
                 lambda one: one.reported_at)),
        (f"Prevention interview within {by.prevention_hours} hours of the return",
         *within(back, timedelta(hours=by.prevention_hours), lambda one: one.prevention.held_at,
                 lambda one: one.back_at)),
        (f"Return interview {by.independent_words} of the return",
         sum(in_time(one=one, by=by) for one in back), len(back)),
    ]  # fmt: skip
    table = rates(
        about=about,
        called=Called(
            name="timeliness", title="What was done in time", heading="What", of=TIMELY,
            notes=(f"Lengths: {by.source} ({by.status}).", by.independent_note),
        ),
        columns=("Of", "In time"), lines=lines, sums=False,
    )  # fmt: skip
    return Section(heading="In time", says=(_median_words(own),), tables=(table,))


def _median_words(own: Sequence[EpisodeFact]) -> str:
    minutes = [
        hours * 60
        for one in own
        if (hours := one.hours_until(one.decided_at, since=one.reported_at)) is not None
    ]
    if len(minutes) < 10:
        return "Too few were graded to say how soon half of them were."
    return (
        f"Half were graded within {max(5 * round(median(minutes) / 5), 5)} minutes of the report."
    )


def talks(*, facts: Facts, about: About, by: Measures) -> Section:
    """Return the independent conversations by authority: due, offered, held, in time, fed back."""
    by_authority: dict[str, list[EpisodeFact]] = defaultdict(list)
    for one in facts.of_the_time:
        if one.independent.due or one.back_at is not None:
            by_authority[one.authority or NOT_RECORDED].append(one)
    names = sorted(by_authority, key=lambda name: (name == NOT_RECORDED, name))
    steps: list[tuple[str, Callable[[EpisodeFact], bool]]] = [
        ("offered", lambda one: one.independent.offered),
        ("held", lambda one: one.independent.held_at is not None),
        (f"held {by.independent_words}", lambda one: in_time(one=one, by=by)),
        ("declined by the child", lambda one: one.independent.declined),
        ("told back to the police", lambda one: one.shared_back),
        ("used in a plan", lambda one: one.used_in_plan),
    ]
    tables = [
        rates(
            about=about,
            called=Called(
                name=f"return-interviews-{place}",
                title=f"Return interviews {words}, by authority", heading="Authority",
                of=DUE, by="authority", which=TALKED[place - 1],
                notes=(f"Due after every return. {by.independent_note}",),
            ),
            columns=("Due", words.capitalize()),
            lines=[
                (name, sum(map(holds, by_authority[name])), len(by_authority[name]))
                for name in names
            ],
        )
        for place, (words, holds) in enumerate(steps, 1)
    ]  # fmt: skip
    return Section(
        heading="Return interviews by authority",
        says=(
            "The authority is answerable for each of them, whoever holds the conversation.",
            "A child who declines has been offered one; declining is no failing of the child's.",
        ),
        tables=tuple(tables),
    )
