"""The partnership's pack and problem profile of one's own agency, as they were made."""

from dataclasses import dataclass
from datetime import date, datetime

from whereabouts.engines.deadlines import london_date
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import covered_by
from whereabouts.foundations.agencies.rules import POLICE_KINDS
from whereabouts.insight.figures.kept import from_kept
from whereabouts.insight.figures.pack import Section
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.oversight.models import MadePack

EFFORT = "effort"
MOST = 24
# Whose clock makes a pack: whoever answers for children of their own.
PARTNERSHIP = "partnership"
PACK_KINDS = (*sorted(POLICE_KINDS), "authority", PARTNERSHIP)
TITLES = dict(MadePack.KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackLine:
    """One pack that was made: of which time, and as at when."""

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
