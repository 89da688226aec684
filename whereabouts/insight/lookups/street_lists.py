"""What is kept on a beat, an officer's own homes and schools, and the words that wait."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import NOBODYS_ROLES, Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Member
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.homes_on_beats import HomeOnBeat, homes_knowing, homes_on
from whereabouts.practice.street import queries
from whereabouts.practice.street.gate import beat_for, word_for
from whereabouts.practice.street.models import School, StreetWord
from whereabouts.practice.street.vocabulary import WORD_ENDS
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import UNDER_WAY
from whereabouts.records.people import queries as people
from whereabouts.records.placements.queries import settings_in
from whereabouts.records.placements.vocabulary import TAUGHT

__all__ = [
    "WORD_ENDS", "beat_kept", "colleagues", "mine", "schools_here", "schools_on_register",
    "word_page", "words",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolLine:
    """A school, its officer, and the pupils whom the reader may see, by name, with who is away."""

    school_id: UUID
    name: str
    officer: str
    when: str
    telephone: str
    beat: str
    mine: bool
    pupils: tuple[tuple[UUID, str, str], ...]  # child, name, the episode in which they are away


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """An officer's own beats, homes and schools."""

    beats: tuple[tuple[UUID, str], ...]
    homes: tuple[tuple[str, HomeOnBeat], ...]
    schools: tuple[SchoolLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BeatKept:
    """A beat as it is kept: places, officers, hot spots, schools."""

    beat_id: UUID
    name: str
    places: tuple[str, ...]
    officers: tuple[tuple[UUID, str], ...]
    spots: tuple[tuple[UUID, str, str, datetime], ...]
    schools: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordLine:
    """A word from the street: who told it, about whom and where, and what came of it."""

    word_id: UUID
    kind: str
    words: str
    place: str
    seen_at: datetime
    told_at: datetime
    by: str
    beat: str
    child_id: UUID | None
    name: str
    ended_as: str
    result: str
    settled_by: str
    settled_at: datetime | None


@lookup(needs=Permission.BRIEFING_READ)
def mine(*, actor: Actor, at: datetime) -> Mine:
    """Return the homes and schools on the actor's own beats, with the children there; a look."""
    team = Member.objects.filter(pk=actor.member_id).values_list("team", flat=True).first()
    beats = queries.own_beats(actor=actor, team=team, at=at)
    away = dict(visible(Episode).filter(state__in=UNDER_WAY).values_list("child", "reference"))
    schools = queries.schools_of_officer(member=actor.member_id)
    known = {one.pk for one in schools}
    schools += [
        one for one in queries.schools_of(beats=[one.pk for one in beats]) if one.pk not in known
    ]
    officers = queries.officers_there(schools=schools)
    homes = {
        (one.name, home.agency_id): home
        for one in beats
        for home in homes_on(beats=[one], away=away, at=at)
    }
    there = {agency for _, agency in homes}
    for home in homes_knowing(officer=actor.member_id, away=away, at=at):
        if home.agency_id not in there:
            homes["", home.agency_id] = home
    pupils = queries.pupils_of(schools=[one.pk for one in schools], at=at)
    children = {child for some in pupils.values() for child in some}
    names = people.display_names(child_ids=children)
    record_look(
        kind="view", page="homes and schools", by=actor, at=at, subjects=children,
        shown=["name", "school"],
    )  # fmt: skip
    return Mine(
        beats=tuple((one.pk, one.name) for one in beats),
        homes=tuple((beat, home) for (beat, _), home in homes.items()),
        schools=tuple(
            SchoolLine(
                school_id=one.pk,
                name=one.name,
                officer=officers.get(one.pk, (None, ""))[1],
                when=one.when,
                telephone=one.telephone,
                beat=one.beat.name,
                mine=officers.get(one.pk, (None, ""))[0] == actor.member_id,
                pupils=tuple(
                    sorted(
                        (
                            (child, names.get(child, ""), away.get(child, ""))
                            for child in pupils.get(one.pk, ())
                        ),
                        key=lambda row: (not row[2], row[1]),
                    )
                ),
            )
            for one in sorted(schools, key=lambda one: one.name)
        ),
    )


@lookup(needs=Permission.STREET_SET)
def beat_kept(*, actor: Actor, at: datetime, beat_id: UUID) -> BeatKept:
    """Return a beat as it is kept; it shows no child.

    :raises NotVisible: there is none for this actor.
    """
    beat = beat_for(actor, beat_id=beat_id)
    schools = queries.schools_of(beats=[beat.pk])
    named = queries.officers_there(schools=schools)
    return BeatKept(
        beat_id=beat.pk,
        name=beat.name,
        places=tuple(beat.places),
        officers=tuple(
            (one.member_id, one.member.display_name)
            for one in queries.officers_of(beat=beat, at=at)
        ),
        spots=tuple(
            (one.pk, one.place, one.why, one.named_at)
            for one in queries.hot_spots_of(beat=beat, at=at)
        ),
        schools=tuple(
            (one.name, named.get(one.pk, (None, "Nobody is named"))[1], one.when) for one in schools
        ),
    )


@lookup(needs=Permission.STREET_SET)
def colleagues(*, actor: Actor, at: datetime) -> list[tuple[UUID, str]]:
    """Return the actor's colleagues who may sign in, by name, without the machines."""
    found = Member.objects.filter(agency=actor.agency_id, is_active=True)
    people_alone = found.exclude(username__contains="clock@").exclude(roles__role__in=NOBODYS_ROLES)
    return list(people_alone.order_by("display_name").values_list("pk", "display_name").distinct())


@lookup(needs=Permission.STREET_SET)
def schools_here(*, actor: Actor, at: datetime) -> list[tuple[UUID, str]]:
    """Return the schools on the beats of the actor's force, by name; they show no child."""
    beats = queries.beats_of(agency=actor.agency_id)
    return [(one.pk, one.name) for one in queries.schools_of(beats=[one.pk for one in beats])]


@lookup(needs=Permission.STREET_SET)
def schools_on_register(*, actor: Actor, at: datetime) -> list[tuple[UUID, str]]:
    """Return the schools on the register in the force's area that lie on no beat, by name."""
    taken = visible(School).filter(ended_at__isnull=True, setting__isnull=False)
    found = settings_in(force=actor.agency_id).filter(kind__in=TAUGHT)
    free = found.exclude(pk__in=taken.values("setting"))
    return [(one.pk, one.agency.name) for one in free]


@lookup(needs=Permission.STREET_SET)
def words(*, actor: Actor, at: datetime) -> tuple[WordLine, ...]:
    """Return the words from the street that wait at the actor's force; a look."""
    found = queries.words_waiting(agency=actor.agency_id)
    children = {one.child_id for one in found if one.child_id is not None}
    names = people.display_names(child_ids=children)
    record_look(
        kind="view", page="words from the street", by=actor, at=at, subjects=children,
        shown=["name", "words from the street"],
    )  # fmt: skip
    return tuple(_word(one, names) for one in found)


@lookup(needs=Permission.STREET_SET)
def word_page(*, actor: Actor, at: datetime, word_id: UUID) -> WordLine:
    """Return a word from the street; a look.

    :raises NotVisible: there is none for this actor.
    """
    word = word_for(actor, word_id=word_id)
    children = [word.child_id] if word.child_id is not None else []
    names = people.display_names(child_ids=children)
    record_look(
        kind="view", page="word from the street", by=actor, at=at, subjects=children,
        shown=["name", "words from the street"],
    )  # fmt: skip
    return _word(word, names)


def _word(one: StreetWord, names: dict[UUID, str]) -> WordLine:
    return WordLine(
        word_id=one.pk,
        kind=one.get_kind_display(),
        words=one.words,
        place=one.place,
        seen_at=one.seen_at,
        told_at=one.told_at,
        by=one.recorded_by.display_name,
        beat=one.beat.name if one.beat else "",
        child_id=one.child_id if one.child_id in names else None,
        name=names.get(one.child_id, "") if one.child_id else "",
        ended_as=one.get_ended_as_display() if one.ended_as else "",
        result=one.result,
        settled_by=one.settled_by.display_name if one.settled_by else "",
        settled_at=one.settled_at,
    )
