"""The briefing of a beat, made anew for each reader from what that reader may see; never kept."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from whereabouts.engines.policy import SERIOUSNESS
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Member
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups import age_words
from whereabouts.insight.lookups.briefing_adults import AdultOnStreet, adults_of
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.homes_on_beats import HomeOnBeat, homes_on
from whereabouts.practice.plans.queries import live_plans
from whereabouts.practice.street import queries, rules
from whereabouts.practice.street.gate import beat_for
from whereabouts.practice.street.models import Beat
from whereabouts.practice.street.rules import Measure, Worry
from whereabouts.practice.street.vocabulary import SHIFTS, WORD_KINDS
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import LEVEL_ORDER, UNDER_WAY, State
from whereabouts.records.people import queries as people
from whereabouts.records.people.models import Child, ChildPhoto, Flag
from whereabouts.records.people.vocabulary import FLAG_KINDS, OF_EXPLOITATION

__all__ = ["WORD_KINDS", "beats_to_read", "briefing", "there_is_beat"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnStreet:
    """A child on a briefing."""

    child_id: UUID
    name: str
    age: str
    description: str
    has_photo: bool
    reference: str
    level: str
    seriousness: str
    since: datetime | None
    last_seen: str
    flags: tuple[str, ...]
    works: str
    count: int
    ours: bool
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A hot spot: named by a person, or where several children were found or seen lately."""

    key: UUID | None
    place: str
    why: str
    until_on: date | None
    children: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """An officer of the beat, and whether they read the briefing in this shift."""

    name: str
    read_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """The briefing of a beat for a shift, for one reader."""

    beat_id: UUID
    beat: str
    at: datetime
    shift: str
    began_at: datetime
    missing: tuple[OnStreet, ...]
    worried: tuple[OnStreet, ...]
    elsewhere: tuple[OnStreet, ...]
    adults: tuple[AdultOnStreet, ...]
    names: dict[UUID, str]
    spots: tuple[Spot, ...]
    homes: tuple[HomeOnBeat, ...]
    readers: tuple[Reader, ...]
    read_at: datetime | None
    changed: bool
    digest: str
    measure: Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class BeatLine:
    """A beat in the list, and whether it is the reader's own."""

    beat_id: UUID
    name: str
    places: tuple[str, ...]
    officers: tuple[str, ...]
    own: bool


@lookup(needs=Permission.BRIEFING_READ)
def beats_to_read(*, actor: Actor, at: datetime) -> tuple[BeatLine, ...]:
    """Return the beats of the actor's force, their own first; it shows no child."""
    team = Member.objects.filter(pk=actor.member_id).values_list("team", flat=True).first()
    own = {one.pk for one in queries.own_beats(actor=actor, team=team, at=at)}
    lines = [
        BeatLine(
            beat_id=one.pk,
            name=one.name,
            places=tuple(one.places),
            officers=tuple(
                named.member.display_name for named in queries.officers_of(beat=one, at=at)
            ),
            own=one.pk in own,
        )
        for one in queries.beats_of(agency=actor.agency_id)
    ]
    return tuple(sorted(lines, key=lambda one: (not one.own, one.name)))


@lookup(needs=Permission.BRIEFING_READ)
def there_is_beat(*, actor: Actor, at: datetime, beat_id: UUID) -> str:
    """Return the name of a beat of the actor's force.

    :raises NotVisible: there is none for this actor.
    """
    return beat_for(actor, beat_id=beat_id).name


@lookup(needs=Permission.BRIEFING_READ)
def briefing(*, actor: Actor, at: datetime, beat_id: UUID) -> Briefing:
    """Return the briefing of a beat as the actor may see it, and write down the look.

    :raises NotVisible: there is no such beat of the actor's force.
    """
    beat = beat_for(actor, beat_id=beat_id)
    size = rules.measure(on=at.date())
    latest = _latest_episodes(at=at, back=timedelta(days=size.worried_days))
    sets = people.same_person_sets(child_ids=latest)
    here = _on_beat(beat=beat, sets=sets, at=at)
    away = {child for child in here if latest[child].state in UNDER_WAY}
    counted = _counts(sets=sets, at=at, back=timedelta(days=size.worried_days))
    flags = _flags(children={key for child in here for key in sets[child]})
    order = rules.by_worry(
        found=[
            Worry(
                child=child,
                seriousness=latest[child].seriousness,
                level=latest[child].level,
                exploited=bool(_of(flags, sets[child]) & OF_EXPLOITATION),
                count=counted[child],
                last_at=latest[child].reported_at,
            )
            for child in here
        ],
        seriousness=SERIOUSNESS,
        levels=LEVEL_ORDER,
    )
    missing = [one.child for one in order if one.child in away]
    worried = [one.child for one in order if one.child not in away][: size.worried_most]
    elsewhere = [
        child for child, one in latest.items()
        if child not in here and one.level == "high" and one.state == State.OPEN
        and one.owner_agency_id == actor.agency_id
    ][: size.worried_most]  # fmt: skip
    shown = [*missing, *worried, *elsewhere]
    made = _lines(
        children=shown, latest=latest, sets=sets, flags=flags, counted=counted, actor=actor, at=at
    )
    adults = adults_of(
        children={key for child in (*missing, *worried) for key in sets[child]}, actor=actor
    )
    names = {key: made[child].name for child in (*missing, *worried) for key in sets[child]}
    spots = _spots(beat=beat, size=size, at=at)
    keys = [
        *((child, latest[child].state, latest[child].level) for child in shown),
        *(one.adult_id for one in adults), *(one.place for one in spots),
    ]  # fmt: skip
    record_look(
        kind="view", page="briefing", by=actor, at=at, subjects=set(shown),
        shown=["name", "age", "photo", "level", "flags", *(["adults"] if adults else [])],
    )  # fmt: skip
    return _put_together(
        beat=beat, size=size, actor=actor, at=at, digest=rules.digest(keys=keys), names=names,
        missing=tuple(made[one] for one in missing), worried=tuple(made[one] for one in worried),
        elsewhere=tuple(made[one] for one in elsewhere), adults=adults, spots=spots,
        homes=homes_on(beats=[beat], away={key for one in away for key in sets[one]}, at=at),
    )  # fmt: skip


def _put_together(
    *, beat: Beat, size: Measure, actor: Actor, at: datetime, digest: str, **parts: object
) -> Briefing:
    began = queries.shift_began(at=at)
    readings = queries.readings_of(beat=beat, began_at=began)
    mine = [one for one in readings if one.recorded_by_id == actor.member_id]
    read: dict[UUID, datetime] = {}
    for one in readings:
        read.setdefault(one.recorded_by_id, one.read_at)
    officers = {
        one.member_id: one.member.display_name for one in queries.officers_of(beat=beat, at=at)
    }
    officers |= {one.recorded_by_id: one.recorded_by.display_name for one in readings}
    return Briefing(
        beat_id=beat.pk,
        beat=beat.name,
        at=at,
        shift=SHIFTS.get(began.hour, "Shift"),
        began_at=began,
        readers=tuple(
            Reader(name=name, read_at=read.get(key))
            for key, name in sorted(officers.items(), key=lambda pair: pair[1])
        ),
        read_at=mine[0].read_at if mine else None,
        changed=bool(mine) and all(one.digest != digest for one in mine),
        digest=digest,
        measure=size,
        **parts,  # type: ignore[arg-type]
    )


def _latest_episodes(*, at: datetime, back: timedelta) -> dict[UUID, Episode]:
    """Return child → their latest episode that is under way or began lately, as may be seen."""
    found = (
        visible(Episode)
        .filter(Q(state__in=UNDER_WAY) | Q(reported_at__gt=at - back))
        .exclude(state__in=[State.JOINED, State.FOUND_DEAD])
        .select_related("owner_agency")
        .order_by("-reported_at", "pk")
    )
    latest: dict[UUID, Episode] = {}
    for one in found:
        before = latest.get(one.child_id)
        if before is None or (one.state in UNDER_WAY and before.state not in UNDER_WAY):
            latest[one.child_id] = one
    return latest


def _on_beat(*, beat: Beat, sets: dict[UUID, frozenset[UUID]], at: datetime) -> list[UUID]:
    """Return one record of each person who may be met on the beat, or goes to school there."""
    everybody = {key for keys in sets.values() for key in keys}
    lines = queries.lines_of(children=everybody, at=at)
    schools = queries.schools_of(beats=[beat.pk])
    pupils = {
        child
        for children in queries.pupils_of(schools=[one.pk for one in schools], at=at).values()
        for child in children
    }
    here: list[UUID] = []
    taken: set[UUID] = set()
    for child, same in sets.items():
        if child in taken:
            continue
        said = [line for key in same for line in lines.get(key, ())]
        if same & pupils or rules.lies_on(places=beat.places, lines=said):
            here.append(child)
            taken |= same
    return here


def _counts(*, sets: dict[UUID, frozenset[UUID]], at: datetime, back: timedelta) -> dict[UUID, int]:
    everybody = {key for keys in sets.values() for key in keys}
    each = Counter(
        visible(Episode)
        .filter(child__in=everybody, reported_at__gt=at - back, reported_at__lte=at)
        .exclude(state=State.JOINED)
        .values_list("child", flat=True)
    )
    return {child: sum(each[key] for key in same) for child, same in sets.items()}


def _flags(*, children: Collection[UUID]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    for child, kind in (
        visible(Flag).filter(child__in=children, state="active").values_list("child", "kind")
    ):
        found[child].add(kind)
    return found


def _of(flags: dict[UUID, set[str]], same: Iterable[UUID]) -> set[str]:
    return {kind for key in same for kind in flags.get(key, ())}


def _lines(
    *,
    children: list[UUID],
    latest: dict[UUID, Episode],
    sets: dict[UUID, frozenset[UUID]],
    flags: dict[UUID, set[str]],
    counted: dict[UUID, int],
    actor: Actor,
    at: datetime,
) -> dict[UUID, OnStreet]:
    names = people.display_names(child_ids=children)
    ages = age_words.ages(children=children, at=at)
    everybody = {key for child in children for key in sets[child]}
    photographed = set(
        visible(ChildPhoto).filter(child__in=everybody).values_list("child", flat=True)
    )
    described = dict(
        visible(Child).filter(pk__in=everybody).exclude(description="")
        .values_list("pk", "description")
    )  # fmt: skip
    works: dict[UUID, str] = {}
    for plan in live_plans(children=everybody):
        if plan.works:
            works.setdefault(plan.child_id, plan.works)
    words = dict(FLAG_KINDS)
    made = {}
    for child in children:
        one, same = latest[child], sets[child]
        out = one.state in UNDER_WAY
        made[child] = OnStreet(
            child_id=child,
            name=names.get(child, ""),
            age=ages.get(child, ""),
            description=next((described[key] for key in same if key in described), ""),
            has_photo=bool(same & photographed),
            reference=one.reference,
            level=one.level,
            seriousness=one.seriousness,
            since=(one.last_seen_at or one.happened_at) if out else None,
            last_seen=one.last_seen_place if out else "",
            flags=tuple(sorted(words[kind] for kind in _of(flags, same))),
            works=next((works[key] for key in same if key in works), ""),
            count=counted[child],
            ours=one.owner_agency_id == actor.agency_id,
            agency=one.owner_agency.name,
        )
    return made


def _spots(*, beat: Beat, size: Measure, at: datetime) -> tuple[Spot, ...]:
    lately = rules.hot_spots(
        seen=[
            one for one in queries.seen_places(at=at)
            if rules.lies_on(places=beat.places, lines=[one[1]])
        ],
        at_least=size.hot_spot_children,
    )  # fmt: skip
    counted = {rules.plain(place): number for place, number in lately}
    named = [
        Spot(
            key=one.pk, place=one.place, why=one.why, until_on=one.until_on,
            children=counted.pop(rules.plain(one.place), 0),
        )
        for one in queries.hot_spots_of(beat=beat, at=at)
    ]  # fmt: skip
    more = [
        Spot(key=None, place=place, why="", until_on=None, children=number)
        for place, number in lately
        if rules.plain(place) in counted
    ]
    return (*named, *more)
