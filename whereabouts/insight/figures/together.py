"""What several agencies of a partnership hold, laid together: each episode and child once.

Nothing is counted but of the partnership's own children: those who are one of its authorities' on
the day. Where nobody recorded whose a child is, they count only if the force that knows them
polices none but the partnership's authorities. Each agency's episodes count for the days on which
it was covered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from uuid import UUID

from whereabouts.engines.deadlines import london_date
from whereabouts.insight.figures.facts import (
    HARM_WORDS,
    NOBODY_ASKED,
    Belongs,
    EpisodeFact,
    Facts,
    Quiet,
    Talk,
    adults_of,
)

HARM_ORDER = tuple(HARM_WORDS)  # what was told goes before a no, a no before no answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one agency holds, the days on which it was covered, and whether all of it may count."""

    facts: Facts
    days: tuple[tuple[date, date | None], ...]  # from a day until before another
    whole: bool  # covered for all of the time, and for the while before that is compared with
    only_ours: bool  # a force that polices none but the partnership's authorities

    def covers(self, *, on: date) -> bool:
        """Say whether the agency was covered on a day."""
        return any(since <= on and (until is None or on < until) for since, until in self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """The facts of a partnership, and how many episodes were left out for want of an authority."""

    facts: Facts
    whose_unknown: int


def together(*, parts: Sequence[Part], authorities: frozenset[UUID], agency: str) -> Together:
    """Return the facts of a partnership that covers these authorities; of at least one part."""
    areas = _areas(parts)
    since, until = parts[0].facts.since, parts[0].facts.until
    first, last = london_date(instant=since), london_date(instant=until)
    kept: dict[str, EpisodeFact] = {}
    unknown: set[str] = set()
    for part in parts:
        for one in part.facts.episodes:
            on = london_date(instant=one.reported_at)
            if not part.covers(on=on):
                continue
            ours = _ours(areas.get(one.person, frozenset()), on, on, authorities)
            if ours is None and not part.only_ours:
                unknown.add(one.key)
            elif ours or ours is None:
                kept[one.key] = _laid(kept[one.key], one) if one.key in kept else one
    people = {one.person for one in kept.values()} | {
        person for person, spans in areas.items() if _ours(spans, first, last, authorities)
    }
    every = [part.facts for part in parts]
    whole = [part.facts for part in parts if part.whole]
    followed = {one.person for each in whole for one in each.episodes}
    followed |= {given.person for each in whole for given in each.helped}
    links = frozenset(link for one in every for link in one.links if link[1] in people)
    facts = Facts(
        since=since,
        until=until,
        agency=agency,
        episodes=tuple(sorted(kept.values(), key=lambda one: (one.reported_at, one.key))),
        helped=tuple(
            sorted(
                {given for one in every for given in one.helped if given.person in people},
                key=lambda given: (given.at, given.person, given.kind),
            )
        ),
        adults=adults_of(links=links),
        links=links,
        quiet=_quiet(one for facts in every for one in facts.quiet if one.person in people),
        says=tuple(
            {
                said.person: said
                for said in sorted(
                    (said for one in every for said in one.says if said.person in people),
                    key=lambda said: (said.words != NOBODY_ASKED, said.person),
                )
            }.values()
        ),
        areas=areas,
        in_part=frozenset(people - followed),
        records=frozenset(record for one in every for record in one.records),
    )  # fmt: skip
    counted_from = {one.key for part in parts for one in part.facts.of_the_time}
    return Together(facts=facts, whose_unknown=len((unknown - kept.keys()) & counted_from))


def _areas(parts: Sequence[Part]) -> dict[str, frozenset[Belongs]]:
    """Return whose each child is, as any of the agencies recorded it."""
    found: dict[str, set[Belongs]] = defaultdict(set)
    for part in parts:
        for person, spans in part.facts.areas.items():
            found[person] |= spans
    return {person: frozenset(spans) for person, spans in found.items()}


def _ours(
    spans: Iterable[Belongs], first: date, last: date, authorities: frozenset[UUID]
) -> bool | None:  # fmt: skip
    """Say whether a child is one of the authorities' in a time; None where nobody recorded whose.

    A child who is placed here by another authority is this one's too: it is the host.
    """
    then = {one.authority for one in spans if one.on(first=first, last=last)}
    return bool(then & authorities) if then else None


def _laid(one: EpisodeFact, other: EpisodeFact) -> EpisodeFact:
    """Return an episode as two agencies hold it: what one of them does not know, the other may."""
    return replace(
        one,
        **{
            part.name: _either(part.name, getattr(one, part.name), getattr(other, part.name))
            for part in fields(EpisodeFact)
        },
    )


def _either(name: str, one: Any, other: Any) -> Any:
    if name == "harm":
        return max(one, other, key=HARM_ORDER.index)
    if isinstance(one, Talk):
        return _talk(one, other)
    if isinstance(one, bool) or name in {"tasks", "hours_out"}:
        return max(one, other or one)
    return other if one in (None, "") else one


def _talk(one: Talk, other: Talk) -> Talk:
    held = [at for at in (one.held_at, other.held_at) if at is not None]
    return Talk(
        due=one.due or other.due,
        offered=one.offered or other.offered,
        held_at=min(held, default=None),
        country=one.country or other.country,
        declined=(one.declined or other.declined) and not held,
        childs_view=one.childs_view or other.childs_view,
    )


def _quiet(every: Iterable[Quiet]) -> tuple[Quiet, ...]:
    """Return one for each child and kind of help: who knows of the later episode knows more."""
    found: dict[tuple[str, str], Quiet] = {}
    for one in every:
        place = (one.person, one.kind)
        held = found.get(place, one)
        found[place] = Quiet(
            person=one.person, kind=one.kind,
            days_then=_fewer(held.days_then, one.days_then),
            days_now=_fewer(held.days_now, one.days_now),
        )  # fmt: skip
    return tuple(found[place] for place in sorted(found))


def _fewer(one: int | None, other: int | None) -> int | None:
    return min((days for days in (one, other) if days is not None), default=None)
