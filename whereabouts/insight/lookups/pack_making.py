"""Making an agency's packs: its facts are read once, and each pack is made of that reading alone.

A pack is as at its reading. Of what was changed meanwhile nothing is in it: a pack that another
reading left half done is taken up only where the facts are still what they were.
"""

import hashlib
import json
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from whereabouts.engines.deadlines import london_date, london_instant
from whereabouts.engines.disclosure import Rules, about_percent, named_rules
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight import figures
from whereabouts.insight.figures.facts import Facts
from whereabouts.insight.figures.kept import as_kept, from_kept
from whereabouts.insight.figures.pack import Section, effort, measures, pack
from whereabouts.insight.figures.pack_shapes import Measures
from whereabouts.insight.figures.pack_ties import side_by_side
from whereabouts.insight.figures.pack_times import PackTime, holds_enough, time_of_packs
from whereabouts.insight.figures.profile import profile
from whereabouts.insight.figures.protected import About
from whereabouts.insight.figures.tables import Table
from whereabouts.insight.lookups.facts import facts
from whereabouts.insight.lookups.partnership import EFFORT, PARTNERSHIP
from whereabouts.insight.lookups.partnership_facts import of_partnership
from whereabouts.practice.oversight.queries import packs_before, packs_kept_until

RULES = "ours"
PACK, PROFILE = "pack", "profile"


@dataclass(frozen=True, kw_only=True)
class PackReading:
    """What an agency's packs of a time are made of: read at one moment, and for all of them."""

    at: datetime
    since: date
    until: date
    facts: Facts
    about: About
    lengths: Measures
    said: tuple[str, ...]
    kinds: tuple[str, ...]
    before: tuple[Table, ...]  # of the agency's packs that were made before
    made: dict[str, list[Section]] = field(default_factory=dict, compare=False)

    def mark(self) -> str:
        """Return what tells these facts, and what packs are made by, from any others."""
        said = [
            _version(), self.since, self.until, _plain(self.lengths), self.said,
            self.about.coverage, _plain(self.about.completeness), _plain(self.facts),
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()


def time_due(*, by: Actor, at: datetime) -> PackTime | None:
    """Return the time that packs of the actor's agency are due of; None where there is none."""
    today = london_date(instant=at)
    last = packs_kept_until(agency=by.agency_id)
    return time_of_packs(last=last, today=today, by=measures(on=today))


def kinds_of(*, agency_kind: str) -> tuple[str, ...]:
    """Return which packs are made of an agency of that kind, in their order."""
    # What a search takes is each agency's own to weigh.
    return (PACK, PROFILE) if agency_kind == PARTNERSHIP else (PACK, PROFILE, EFFORT)


def read_for_packs(*, by: Actor, time_of: PackTime, at: datetime) -> PackReading | None:
    """Return what the packs of the actor's agency of a time are made of.

    No person calls this: the agency's clock does, in its own scope. Every child who is counted is
    written down as looked at. Of a partnership that covers nobody then, nothing is made; of a time
    that holds little, nothing while it may go on for another quarter.
    """
    lengths = measures(on=london_date(instant=at))
    since, until = time_of.since, time_of.until
    first, last = (london_instant(on=day, wall=time(0)) for day in (since, until))
    said: tuple[str, ...] = ()
    more: dict[str, str] = {}
    if by.agency_kind == PARTNERSHIP:
        gathered = of_partnership(partnership=by.agency_id, since=first, until=last, at=at)
        if gathered is None:
            return None
        found, coverage, said = gathered.facts, gathered.coverage, (gathered.coverage,)
        more = gathered.completeness
    else:
        found = facts(agency=by.agency_id, since=first, until=last)
        coverage = f"Every episode that {found.agency} may see."
        if found.records:
            record_look(
                kind="search", page="making of the pack", by=by, at=at, subjects=found.records,
                shown=["count"],
            )  # fmt: skip
    if not holds_enough(time=time_of, episodes=len(found.of_the_time), by=lengths):
        return None
    about = About(
        prefix=f"{since.isoformat()}-{until.isoformat()}",
        period=f"{since:%B %Y} until before {until:%B %Y}",
        rules=named_rules(rules_id=RULES, at=until),
        coverage=coverage,
        completeness={
            **_completeness(found.of_the_time, named_rules(rules_id=RULES, at=until)),
            **more,
        },
    )
    return PackReading(
        at=at, since=since, until=until, facts=found, about=about, lengths=lengths, said=said,
        kinds=kinds_of(agency_kind=by.agency_kind),
        before=tuple(
            table for kept in packs_before(agency=by.agency_id, until=until)
            for section in from_kept(kept=kept) for table in section.tables
        ),
    )  # fmt: skip


def make_pack(*, reading: PackReading, kind: str) -> Any:
    """Return one of the packs as it is kept: protected beside the others of the same reading."""
    if not reading.made:
        reading.made.update(_side_by_side(reading))
    return as_kept(sections=reading.made[kind], at=reading.until)


def _side_by_side(reading: PackReading) -> dict[str, list[Section]]:
    found, about, by = reading.facts, reading.about, reading.lengths
    made = {
        PACK: _said_first(reading.said, pack(facts=found, about=about, by=by)),
        PROFILE: _said_first(reading.said, profile(facts=found, about=about, by=by)),
        EFFORT: [effort(facts=found, about=about)] if EFFORT in reading.kinds else [],
    }
    made = {kind: made[kind] for kind in reading.kinds}
    return side_by_side(
        made=made, sheets=about.sheets, rules=about.rules, before=reading.before
    )  # fmt: skip


def make_contents(*, by: Actor, time_of: PackTime, at: datetime) -> dict[str, Any]:
    """Return each pack of the actor's agency of a time, as it is kept."""
    reading = read_for_packs(by=by, time_of=time_of, at=at)
    if reading is None:
        return {}
    return {kind: make_pack(reading=reading, kind=kind) for kind in reading.kinds}


def _said_first(said: tuple[str, ...], sections: list[Section]) -> list[Section]:
    """Return sections, the first of which says more before what it says itself."""
    first, *rest = sections
    return [replace(first, says=(*said, *first.says)), *rest]


def _completeness(episodes: Any, rules: Rules) -> dict[str, Any]:
    """Return how much was recorded, to the nearest five in a hundred of what may be shown."""

    def recorded(words: str, has: Any) -> tuple[str, str]:
        number = len(episodes)
        share = about_percent(part=sum(map(has, episodes)), whole=number, rules=rules)
        said = "c" if share is None else f"about {share}%"
        return f"{words}_recorded", said if number else "none"

    return dict(
        [
            recorded("age", lambda one: one.age is not None),
            recorded("ethnicity", lambda one: one.ethnicity not in {"", "REFU", "NOBT"}),
            recorded("authority", lambda one: bool(one.authority)),
            recorded("found_place", lambda one: bool(one.found_place)),
            recorded("asked_about_harm", lambda one: one.harm != "not_asked"),
        ]
    )


def _plain(value: Any) -> Any:
    """Return a value as lists, in an order that is always the same."""
    if is_dataclass(value):
        return [_plain(getattr(value, one.name)) for one in fields(value)]
    if isinstance(value, Mapping):
        return sorted(([str(name), _plain(one)] for name, one in value.items()), key=_in_order)
    if isinstance(value, Set):
        return sorted((_plain(one) for one in value), key=_in_order)
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _in_order(value: Any) -> str:
    """Return what values are put in order by."""
    return json.dumps(value, default=str)


@lru_cache(maxsize=1)
def _version() -> str:
    """Return what tells this version of what makes packs, and of its numbers, from any other."""
    here = Path(figures.__file__).parent
    said = hashlib.sha256(Path(__file__).read_bytes())
    for file in sorted([*here.glob("*.py"), *here.glob("*.toml")]):
        said.update(file.read_bytes())
    return said.hexdigest()
