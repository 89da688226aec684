"""Keep beats: their places, officers, hot spots and schools, and which school a child goes to."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import colleague, is_police
from whereabouts.journeys.door import journey
from whereabouts.practice.street import actions as street
from whereabouts.practice.street.actions import AlreadyNamed, DayGoneBy, NothingSaid
from whereabouts.practice.street.gate import beat_for, hot_spot_for, school_for
from whereabouts.records.people.gate import person_for
from whereabouts.records.placements.gate import setting_for
from whereabouts.records.placements.rules import NotInTheseIslands, lies_at
from whereabouts.records.placements.vocabulary import TAUGHT

__all__ = [
    "AlreadyNamed", "DayGoneBy", "NobodyThere", "NotInTheseIslands", "NothingSaid", "end_hot_spot",
    "make_beat", "name_hot_spot", "name_officer", "name_school", "put_at_school", "release_officer",
]  # fmt: skip


class NobodyThere(Exception):
    """The officer works for the force whose beat it is, and has it where they leave it."""


@journey(needs=Permission.STREET_SET)
def make_beat(*, actor: Actor, name: str, places: Sequence[str], at: datetime) -> UUID:
    """Write down a beat of the actor's force, and return its key.

    :raises NotVisible: the actor is of no force.
    :raises NothingSaid: it has no name, or no place.
    :raises AlreadyNamed: the force has a beat of this name.
    """
    if not is_police(actor=actor):
        raise NotVisible()
    return street.make_beat(name=name, places=places, by=actor, at=at).pk


@journey(needs=Permission.STREET_SET)
def name_officer(*, actor: Actor, beat_id: UUID, member: UUID, at: datetime) -> None:
    """Name an officer for a beat.

    :raises NotVisible: there is no such beat of the actor's force.
    :raises NobodyThere: the officer is of another agency, or has left.
    :raises AlreadyNamed: it is their beat already.
    """
    beat = beat_for(actor, beat_id=beat_id)
    _check(actor=actor, member=member)
    street.name_officer(beat=beat, member=member, by=actor, at=at)


@journey(needs=Permission.STREET_SET)
def release_officer(*, actor: Actor, beat_id: UUID, member: UUID, at: datetime) -> None:
    """End an officer's time on a beat.

    :raises NotVisible: there is no such beat of the actor's force.
    :raises NobodyThere: it is not their beat.
    """
    beat = beat_for(actor, beat_id=beat_id)
    if not street.release_officer(beat=beat, member=member, by=actor, at=at):
        raise NobodyThere("It is not their beat.")


@journey(needs=Permission.STREET_SET)
def name_hot_spot(
    *, actor: Actor, beat_id: UUID, place: str, why: str, until_on: date, at: datetime,
    latitude: Decimal | None = None, longitude: Decimal | None = None,
) -> UUID:  # fmt: skip
    """Name a hot spot on a beat until a day, and return its key.

    How far from home children were found there is worked out from where it lies, if that is said.

    :raises NotVisible: there is no such beat of the actor's force.
    :raises NothingSaid, DayGoneBy: the place, the reason or a day that lies ahead is missing.
    :raises NotInTheseIslands: where it lies is half said, or lies elsewhere.
    """
    beat = beat_for(actor, beat_id=beat_id)
    where = lies_at(latitude=latitude, longitude=longitude)
    return street.name_hot_spot(
        beat=beat, place=place, why=why, until_on=until_on, lies_at=where, by=actor, at=at
    ).pk


@journey(needs=Permission.STREET_SET)
def end_hot_spot(*, actor: Actor, hot_spot_id: UUID, at: datetime) -> UUID:
    """Take a hot spot off its beat, and return the beat's key.

    :raises NotVisible: there is no such hot spot of the actor's force.
    """
    spot = hot_spot_for(actor, hot_spot_id=hot_spot_id)
    street.end_hot_spot(spot=spot, by=actor, at=at)
    return spot.beat_id


@journey(needs=Permission.STREET_SET)
def name_school(
    *,
    actor: Actor,
    beat_id: UUID,
    officer: UUID,
    at: datetime,
    setting_id: UUID | None = None,
    name: str = "",
    when: str = "",
    telephone: str = "",
) -> UUID:
    """Put a school on a beat, with the officer who goes there, and return its key.

    Of a school on the register the officer becomes the one whom the register names.

    :raises NotVisible: there is no such beat of the actor's force, or no such school in its area.
    :raises NobodyThere: the officer is of another agency, or has left.
    :raises NothingSaid: it has no name.
    :raises AlreadyNamed: it lies on a beat already.
    """
    beat = beat_for(actor, beat_id=beat_id)
    _check(actor=actor, member=officer)
    setting = setting_for(actor, setting_id=setting_id) if setting_id else None
    if setting is not None and (setting.force_id != actor.agency_id or setting.kind not in TAUGHT):
        raise NotVisible()
    return street.name_school(
        beat=beat, setting=setting, name=name, officer=officer, when=when, telephone=telephone,
        by=actor, at=at,
    ).pk  # fmt: skip


@journey(needs=Permission.STREET_SET)
def put_at_school(*, actor: Actor, child_id: UUID, school_id: UUID, at: datetime) -> None:
    """Write down which school a child goes to: its officer is the child's from then on.

    :raises NotVisible: there is no such child for this actor, or no such school of the force's.
    :raises AlreadyNamed: it is written down.
    """
    child, _ = person_for(actor, child_id=child_id)
    school = school_for(actor, school_id=school_id)
    street.put_at_school(child=child, school=school, by=actor, at=at)


def _check(*, actor: Actor, member: UUID) -> None:
    if colleague(agency=actor.agency_id, member_id=member) is None:
        raise NobodyThere("Choose an officer of your force.")
