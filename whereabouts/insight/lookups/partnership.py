"""The partnership's pack and problem profile of one's own agency, as they were made."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from whereabouts.engines.deadlines import london_date, london_instant
from whereabouts.engines.disclosure import Rules, about_percent, named_rules
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import covered_by
from whereabouts.foundations.agencies.rules import POLICE_KINDS
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.figures.kept import as_kept, from_kept
from whereabouts.insight.figures.pack import Section, effort, measures, pack
from whereabouts.insight.figures.pack_ties import side_by_side
from whereabouts.insight.figures.profile import profile
from whereabouts.insight.figures.protected import About
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.facts import facts
from whereabouts.insight.lookups.partnership_facts import of_partnership
from whereabouts.practice.oversight.models import MadePack

RULES = "ours"
EFFORT = "effort"
MOST = 24
# Whose clock makes a pack: whoever answers for children of their own.
PARTNERSHIP = "partnership"
PACK_KINDS = (*sorted(POLICE_KINDS), "authority", PARTNERSHIP)
TITLES = dict(MadePack.KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackLine:
    """One pack that was made: of which time, and when."""

    kind: str
    title: str
    since: date
    until: date
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPage:
    """A pack with its parts."""

    kind: str
    title: str
    since: date
    until: date
    made_at: datetime
    agency: str
    sections: list[Section]


@dataclass(frozen=True, slots=True, kw_only=True)
class Covering:
    """A force or an authority that one's partnership covers, from a day until before another."""

    name: str
    from_on: date
    until_on: date | None


def whole_months(*, at: datetime, months: int) -> tuple[date, date]:
    """Return the first day of so many whole months before this one, and of this one."""
    today = london_date(instant=at)
    first = today.year * 12 + today.month - 1 - months
    return date(first // 12, first % 12 + 1, 1), today.replace(day=1)


def make_contents(*, by: Actor, at: datetime) -> tuple[dict[str, Any], date, date]:
    """Return each pack of the actor's agency as it is kept, and the time that it is of.

    No person calls this: the agency's clock does, in its own scope. Every child who is counted is
    written down as looked at. Of a partnership that covers nobody then, nothing is made.
    """
    lengths = measures(on=london_date(instant=at))
    since, until = whole_months(at=at, months=lengths.months)
    first, last = (london_instant(on=day, wall=time(0)) for day in (since, until))
    said: tuple[str, ...] = ()
    if by.agency_kind == PARTNERSHIP:
        gathered = of_partnership(partnership=by.agency_id, since=first, until=last, at=at)
        if gathered is None:
            return {}, since, until
        found, coverage, said = gathered.facts, gathered.coverage, (gathered.coverage,)
        more = gathered.completeness
    else:
        found = facts(agency=by.agency_id, since=first, until=last)
        coverage, more = f"Every episode that {found.agency} may see.", {}
        if found.records:
            record_look(
                kind="search", page="making of the pack", by=by, at=at, subjects=found.records,
                shown=["count"],
            )  # fmt: skip
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
    made = {
        "pack": _said_first(said, pack(facts=found, about=about, by=lengths)),
        "profile": _said_first(said, profile(facts=found, about=about, by=lengths)),
    }
    if by.agency_kind != PARTNERSHIP:  # what a search takes is each agency's own to weigh
        made[EFFORT] = [effort(facts=found, about=about)]
    made = side_by_side(made=made, sheets=about.sheets, rules=about.rules)
    return {kind: as_kept(sections=parts, at=until) for kind, parts in made.items()}, since, until


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


@lookup(needs=Permission.PACK_LOOK)
def makes_packs(*, actor: Actor, at: datetime) -> bool:
    """Return whether packs are made of the actor's agency at all."""
    return Agency.objects.filter(pk=actor.agency_id, kind__in=PACK_KINDS).exists()


@lookup(needs=Permission.PACK_LOOK)
def covers(*, actor: Actor, at: datetime) -> list[Covering]:
    """Return whom the actor's partnership covers today or will; of any other agency, nobody."""
    today = london_date(instant=at)
    return [
        Covering(name=one.agency.name, from_on=one.from_on, until_on=one.until_on)
        for one in covered_by(partnership=actor.agency_id, since=today, until=date.max)
    ]


@lookup(needs=Permission.PACK_LOOK)
def packs_made(*, actor: Actor, at: datetime) -> list[PackLine]:
    """Return the packs of the actor's agency, the newest first; of effort only for who may."""
    kept = visible(MadePack).filter(owner_agency=actor.agency_id)
    if not permitted(roles=actor.roles, permission=Permission.EFFORT_LOOK):
        kept = kept.exclude(kind=EFFORT)
    return [
        PackLine(kind=kind, title=TITLES[kind], since=since, until=until, made_at=made_at)
        for kind, since, until, made_at in kept.order_by("-until_on", "kind").values_list(
            "kind", "since_on", "until_on", "recorded_at"
        )[:MOST]
    ]


@lookup(needs=Permission.PACK_LOOK)
def pack_made(*, actor: Actor, at: datetime, kind: str, until: date) -> PackPage:
    """Return a pack of the actor's agency as it was made.

    :raises NotVisible: there is none of that kind and time, or it is not for the actor.
    """
    hours = permitted(roles=actor.roles, permission=Permission.EFFORT_LOOK)
    found = (
        visible(MadePack)
        .select_related("owner_agency")
        .filter(owner_agency=actor.agency_id, kind=kind, until_on=until)
        .first()
    )
    if found is None or (kind == EFFORT and not hours):
        raise NotVisible()
    return PackPage(
        kind=kind,
        title=TITLES[kind],
        since=found.since_on,
        until=found.until_on,
        made_at=found.recorded_at,
        agency=found.owner_agency.name,
        sections=from_kept(kept=found.content),
    )
