"""Writing down beats, their officers, hot spots and schools."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.street import events
from whereabouts.practice.street.models import AtSchool, Beat, BeatOfficer, HotSpot, School
from whereabouts.records.people.models import Child
from whereabouts.records.placements.actions import name_officer as register_officer
from whereabouts.records.placements.models import Setting
from whereabouts.records.placements.queries import officer_of


class NothingSaid(ValueError):
    """A beat has a name and places; a hot spot a place and why; a school a name."""


class AlreadyNamed(Exception):
    """It is there already."""


class DayGoneBy(ValueError):
    """A day lies before today."""


def _ours(by: Actor, at: datetime) -> dict[str, Any]:
    return {
        "owner_agency_id": by.agency_id, "recorded_at": at, "recorded_by_id": by.member_id,
    }  # fmt: skip


def make_beat(
    *, name: str, places: Sequence[str], by: Actor, at: datetime, team: UUID | None = None
) -> Beat:
    """Write down a beat with its places.

    :raises NothingSaid: it has no name, or no place.
    :raises AlreadyNamed: the force has a beat of this name.
    """
    wanted = list(dict.fromkeys(one.strip() for one in places if one.strip()))
    if not name.strip() or not wanted:
        raise NothingSaid("Give the beat a name, and its postcode districts or places.")
    try:
        with transaction.atomic():
            beat = Beat.objects.create(
                name=name.strip(), places=wanted, team_id=team, **_ours(by, at)
            )
    except IntegrityError:
        raise AlreadyNamed("Your force has a beat of this name.") from None
    audit.record(kind=events.BEAT_MADE, subject=f"beat:{beat.pk}", by=by, at=at)
    return beat


def name_officer(*, beat: Beat, member: UUID, by: Actor, at: datetime) -> BeatOfficer:
    """Name an officer for a beat.

    :raises AlreadyNamed: it is their beat already.
    """
    try:
        with transaction.atomic():
            named = BeatOfficer.objects.create(
                beat=beat, member_id=member, from_at=at, **_ours(by, at)
            )
    except IntegrityError:
        raise AlreadyNamed("It is their beat already.") from None
    audit.record(kind=events.OFFICER_NAMED, subject=f"beat:{beat.pk}", by=by, at=at)
    return named


def release_officer(*, beat: Beat, member: UUID, by: Actor, at: datetime) -> int:
    """End an officer's time on a beat, and return how many ended."""
    ended = BeatOfficer.objects.filter(beat=beat, member=member, until_at__isnull=True).update(
        until_at=at
    )
    if ended:
        audit.record(kind=events.OFFICER_LEFT, subject=f"beat:{beat.pk}", by=by, at=at)
    return ended


def name_hot_spot(
    *, beat: Beat, place: str, why: str, until_on: date, by: Actor, at: datetime,
    lies_at: tuple[Decimal, Decimal] | None = None,
) -> HotSpot:  # fmt: skip
    """Name a hot spot on a beat, until a day on which it is looked at again.

    :raises NothingSaid: the place or the reason is missing.
    :raises DayGoneBy: the day lies before today.
    """
    if not place.strip() or not why.strip():
        raise NothingSaid("Say which place, and why it is looked at.")
    if until_on < at.date():
        raise DayGoneBy("Choose a day that lies ahead.")
    spot = HotSpot.objects.create(
        beat=beat, place=place.strip(), why=why.strip(), named_at=at, until_on=until_on,
        latitude=lies_at[0] if lies_at else None, longitude=lies_at[1] if lies_at else None,
        **_ours(by, at),
    )  # fmt: skip
    audit.record(kind=events.HOT_SPOT_NAMED, subject=f"beat:{beat.pk}", by=by, at=at)
    return spot


def end_hot_spot(*, spot: HotSpot, by: Actor, at: datetime) -> None:
    """Take a hot spot off its beat.

    :raises AlreadyNamed: somebody took it off.
    """
    ended = HotSpot.objects.filter(pk=spot.pk, ended_at__isnull=True).update(
        ended_at=at, ended_by_id=by.member_id
    )
    if not ended:
        raise AlreadyNamed("Somebody took it off already.")
    audit.record(kind=events.HOT_SPOT_ENDED, subject=f"beat:{spot.beat_id}", by=by, at=at)


@transaction.atomic
def name_school(
    *,
    beat: Beat,
    name: str,
    officer: UUID,
    by: Actor,
    at: datetime,
    setting: Setting | None = None,
    when: str = "",
    telephone: str = "",
) -> School:
    """Put a school on a beat, with the officer who goes there.

    Of a school on the register the officer is named there, and nowhere else.

    :raises NothingSaid: it has no name.
    :raises AlreadyNamed: it lies on a beat already.
    """
    called = setting.agency.name if setting is not None else name.strip()
    if not called:
        raise NothingSaid("Choose the school, or give its name.")
    try:
        with transaction.atomic():
            school = School.objects.create(
                beat=beat, setting=setting, name=called,
                officer_id=officer if setting is None else None,
                when=when.strip(), telephone=telephone.strip(), **_ours(by, at),
            )  # fmt: skip
    except IntegrityError:
        raise AlreadyNamed("This school lies on a beat already.") from None
    if setting is not None:
        standing = officer_of(setting=setting)
        if standing is None or standing.officer_id != officer:
            register_officer(setting=setting, officer=officer, by=by, at=at)
    audit.record(kind=events.SCHOOL_NAMED, subject=f"beat:{beat.pk}", by=by, at=at)
    return school


@transaction.atomic
def put_at_school(*, child: Child, school: School, by: Actor, at: datetime) -> AtSchool:
    """Write down which school a child goes to; an earlier one of the same force's ends.

    :raises AlreadyNamed: it is written down.
    """
    if AtSchool.objects.filter(child=child, school=school, until_on__isnull=True).exists():
        raise AlreadyNamed("It is written down already.")
    AtSchool.objects.filter(
        child=child, owner_agency_id=by.agency_id, until_on__isnull=True
    ).update(until_on=at.date())
    made = AtSchool.objects.create(
        child=child, school=school, school_name=school.name, from_on=at.date(), **_ours(by, at)
    )
    audit.record(kind=events.AT_SCHOOL, subject=f"child:{child.pk}", by=by, at=at)
    return made
