"""Questions about beats and what lies on them; callers are inside a scope."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from whereabouts.engines.deadlines import times_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.investigation.models import Sighting
from whereabouts.practice.street import rules
from whereabouts.practice.street.models import (
    AtSchool,
    Beat,
    BeatOfficer,
    BriefingRead,
    HotSpot,
    School,
    StreetWord,
)
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import ChildAddress
from whereabouts.records.placements.models import NamedOfficer, Placement
from whereabouts.records.placements.queries import settings_officers

LONDON = ZoneInfo("Europe/London")
# Where a child may be met: not where they lived once.
MET_AT = ("home", "family", "carer", "found_at", "frequents")


def beats_of(*, agency: UUID) -> list[Beat]:
    """Return a force's beats, by name."""
    return list(visible(Beat).filter(owner_agency=agency, ended_at__isnull=True).order_by("name"))


def own_beats(*, actor: Actor, team: UUID | None, at: datetime) -> list[Beat]:
    """Return the beats whose officer the actor is, by name or by team."""
    named = visible(BeatOfficer).filter(_standing(at), member=actor.member_id)
    mine = Q(pk__in=named.values("beat"))
    if team is not None:
        mine |= Q(team=team)
    return list(visible(Beat).filter(mine, ended_at__isnull=True).order_by("name"))


def officers_of(*, beat: Beat, at: datetime) -> list[BeatOfficer]:
    """Return whose beat it is now, by name."""
    found = visible(BeatOfficer).filter(_standing(at), beat=beat).select_related("member")
    return list(found.order_by("member__display_name"))


def hot_spots_of(*, beat: Beat, at: datetime) -> list[HotSpot]:
    """Return the hot spots that stand on a beat, the latest first."""
    return list(
        visible(HotSpot)
        .filter(beat=beat, ended_at__isnull=True, until_on__gte=at.date())
        .order_by("-named_at", "pk")
    )


def schools_of(*, beats: Iterable[UUID]) -> list[School]:
    """Return the schools on some beats, by name."""
    found = visible(School).filter(beat__in=list(beats), ended_at__isnull=True)
    return list(found.select_related("officer", "beat", "setting__agency").order_by("name", "pk"))


def schools_of_officer(*, member: UUID) -> list[School]:
    """Return the schools whose officer somebody is: by the register, or named on the beat."""
    known = visible(NamedOfficer).filter(officer=member, until_at__isnull=True)
    found = visible(School).filter(
        Q(officer=member) | Q(setting__in=known.values("setting")), ended_at__isnull=True
    )
    return list(found.select_related("officer", "beat", "setting__agency").order_by("name", "pk"))


def officers_there(*, schools: Iterable[School]) -> dict[UUID, tuple[UUID, str]]:
    """Return school → its officer, key and name: the register's where the school stands on it."""
    known = list(schools)
    named = settings_officers(settings={one.setting_id for one in known if one.setting_id})
    found: dict[UUID, tuple[UUID, str]] = {}
    for one in known:
        if one.officer is not None:
            found[one.pk] = (one.officer.pk, one.officer.display_name)
        elif one.setting_id in named:
            officer = named[one.setting_id]
            found[one.pk] = (officer.officer_id, officer.officer.display_name)
    return found


def pupils_of(*, schools: Iterable[UUID], at: datetime) -> dict[UUID, set[UUID]]:
    """Return school → the children who go there now, as far as the reader may see them."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    rows = (
        visible(AtSchool)
        .filter(Q(until_on__isnull=True) | Q(until_on__gte=at.date()), school__in=list(schools))
        .values_list("school", "child")
    )
    for school, child in rows:
        found[school].add(child)
    return found


def shift_began(*, at: datetime) -> datetime:
    """Return when the shift began in which a moment lies."""
    hours = times_of(key="briefing_shifts", at=at)
    return rules.shift_began(local=at.astimezone(LONDON), hours=hours)


def readings_of(*, beat: Beat, began_at: datetime) -> list[BriefingRead]:
    """Return who read the briefing of a beat since the shift began, the latest first."""
    found = visible(BriefingRead).filter(beat=beat, shift_began_at=began_at)
    return list(found.select_related("recorded_by").order_by("-read_at", "pk"))


def lines_of(*, children: Collection[UUID], at: datetime) -> dict[UUID, list[str]]:
    """Return child → the lines of their record that say where they may be met.

    Confidential addresses of others are behind the fence; one's own say no place here either.
    """
    lines: dict[UUID, list[str]] = defaultdict(list)
    for child, line, postcode in (
        visible(ChildAddress)
        .filter(
            Q(until_on__isnull=True) | Q(until_on__gte=at.date()), child__in=children,
            kind__in=MET_AT, confidential=False,
        )
        .values_list("child", "line", "postcode")
    ):  # fmt: skip
        lines[child].append(f"{line} {postcode}")
    for child, place, home in (
        visible(Placement)
        .filter(
            Q(ended_on__isnull=True) | Q(ended_on__gte=at.date()), child__in=children,
            started_on__lte=at.date(),
        )
        .values_list("child", "place", "home__name")
    ):  # fmt: skip
        lines[child].append(f"{place} {home or ''}")
    back = at - timedelta(days=rules.measure(on=at.date()).worried_days)
    for child, last_seen, found in (
        visible(Episode)
        .filter(child__in=children, reported_at__gt=back)
        .values_list("child", "last_seen_place", "found_place")
    ):
        lines[child] += [last_seen, found]
    for child, place in (
        visible(Sighting).filter(child__in=children, seen_at__gt=back).values_list("child", "place")
    ):
        lines[child].append(place)
    return lines


def seen_places(*, at: datetime) -> list[tuple[UUID, str]]:
    """Return (child, place) of where children were found or seen lately, as the reader may see."""
    back = at - timedelta(days=rules.measure(on=at.date()).hot_spot_days)
    found = (
        visible(Episode)
        .filter(reported_at__gt=back)
        .exclude(found_place="")
        .values_list("child", "found_place")
    )
    seen = visible(Sighting).filter(seen_at__gt=back).values_list("child", "place")
    return [*found, *seen]


def words_waiting(*, agency: UUID) -> list[StreetWord]:
    """Return the words from the street that nobody has settled, the oldest first."""
    return list(
        visible(StreetWord)
        .filter(owner_agency=agency, settled_at__isnull=True)
        .select_related("recorded_by", "beat")
        .order_by("told_at", "pk")
    )


def _standing(at: datetime) -> Q:
    return Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
