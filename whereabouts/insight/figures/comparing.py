"""Before and after help, beside similar children who were not yet helped; pure.

Children are chosen at their worst, and whoever is at their worst mostly improves anyway. So each
child who was helped is laid beside children who on the same day had been missing just as often and
had not been helped yet: what these improved by is what would have come anyway. Whoever of them is
helped later stays among them. Children are helped because they went missing again, so to leave them
out would leave only those who did well, and help that did nothing would look like harm.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

from whereabouts.insight.figures.facts import TOLD, EpisodeFact, Facts
from whereabouts.insight.figures.protected import Z

REGRESSION = (
    "Children are helped when they go missing most, and most of them would have gone missing less"
    " afterwards without any help. Before and after alone prove nothing: read the difference from"
    " similar children who were not yet helped, and how wide its interval is."
)
REPORTS_ALONE = (
    "Fewer reports alone are no success: a child may be reported less because nobody looks. Read"
    " harm and the child's own view beside."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Of the episodes on one side of the help: harm as it was asked about, and the child's view."""

    episodes: int
    asked: int
    told: int
    talks: int
    views: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One kind of help: how often before and after, and beside similar children not yet helped."""

    kind: str
    children: int
    before: float
    after: float
    compared: int
    similar_after: float | None
    difference: float | None
    low: float | None
    high: float | None
    sides: tuple[Side, Side]


@dataclass(frozen=True, slots=True)
class _Known:
    """When each child was missing and first helped, over a time, and how long either side is."""

    times: Mapping[str, Sequence[datetime]]
    helped_at: Mapping[str, datetime]
    facts: Facts
    window: timedelta


def effects(*, facts: Facts, days: int) -> list[Effect]:
    """Return the effect of each kind of help that somebody was given, by name."""
    window = timedelta(days=days)
    times = _times([one for one in facts.episodes if one.person not in facts.in_part])
    first = _first(facts)
    helped_at: dict[str, datetime] = {}
    for (person, _), at in first.items():
        helped_at[person] = min(at, helped_at.get(person, at))
    found = []
    for kind in sorted({kind for _, kind in first}):
        # Only where both sides lie within what is known.
        given = {
            person: at
            for (person, name), at in first.items()
            if name == kind
            and at + window <= facts.until
            and (not facts.episodes or at - window >= facts.episodes[0].reported_at)
        }
        if given:
            known = _Known(times, helped_at, facts, window)
            found.append(_effect(kind, given, known))
    return found


def _times(episodes: Sequence[EpisodeFact]) -> dict[str, list[datetime]]:
    times: dict[str, list[datetime]] = defaultdict(list)
    for one in episodes:
        if one.missing:
            times[one.person].append(one.reported_at)
    return {person: sorted(moments) for person, moments in times.items()}


def _first(facts: Facts) -> dict[tuple[str, str], datetime]:
    first: dict[tuple[str, str], datetime] = {}
    for one in facts.helped:
        if one.person in facts.in_part:
            continue
        place = (one.person, one.kind)
        first[place] = min(one.at, first.get(place, one.at))
    return first


def _between(moments: Sequence[datetime], after: datetime, until: datetime) -> int:
    return bisect_right(moments, until) - bisect_right(moments, after)


def _effect(kind: str, given: Mapping[str, datetime], known: _Known) -> Effect:
    times, window = known.times, known.window
    befores, afters, differences, similar = [], [], [], []
    for person, at in sorted(given.items()):
        own = times.get(person, [])
        before, after = _between(own, at - window, at), _between(own, at, at + window)
        befores.append(before)
        afters.append(after)
        beside = [
            _between(moments, at, at + window)
            for other, moments in times.items()
            if other != person
            and known.helped_at.get(other, known.facts.until + window) > at
            and _between(moments, at - window, at) == before
        ]
        if beside:
            like = sum(beside) / len(beside)
            similar.append(like)
            differences.append(after - like)
    mean, low, high = _mean_with_interval(differences)
    return Effect(
        kind=kind, children=len(given), before=_mean(befores) or 0.0, after=_mean(afters) or 0.0,
        compared=len(differences), similar_after=_mean(similar), difference=mean, low=low,
        high=high, sides=_sides(given, known.facts, window),
    )  # fmt: skip


def _sides(
    given: Mapping[str, datetime], facts: Facts, window: timedelta
) -> tuple[Side, Side]:  # fmt: skip
    before: list[EpisodeFact] = []
    after: list[EpisodeFact] = []
    for one in facts.episodes:
        at = given.get(one.person)
        if at is None or not one.missing:
            continue
        if at - window < one.reported_at <= at:
            before.append(one)
        elif at < one.reported_at <= at + window:
            after.append(one)
    return _side(before), _side(after)


def _side(episodes: Sequence[EpisodeFact]) -> Side:
    talks = [talk for one in episodes for talk in (one.prevention, one.independent)
             if talk.held_at is not None]  # fmt: skip
    return Side(
        episodes=len(episodes),
        asked=sum(one.harm != "not_asked" for one in episodes),
        told=sum(one.harm == TOLD for one in episodes),
        talks=len(talks),
        views=sum(talk.childs_view for talk in talks),
    )


def _mean(numbers: Sequence[float]) -> float | None:
    return sum(numbers) / len(numbers) if numbers else None


def _mean_with_interval(
    numbers: Sequence[float],
) -> tuple[float | None, float | None, float | None]:
    """Return a mean and between which means the truth lies with 95 in 100; of one, no interval."""
    mean = _mean(numbers)
    if mean is None or len(numbers) < 2:
        return mean, None, None
    spread = sqrt(sum((one - mean) ** 2 for one in numbers) / (len(numbers) - 1))
    half = Z * spread / sqrt(len(numbers))
    return mean, mean - half, mean + half
