"""What leaves the police of an adult: a decision with an end, or a warning that names nobody."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.journeys.door import journey
from whereabouts.practice.adults import actions as adults
from whereabouts.practice.adults.actions import (
    AlreadyReceived,
    NothingReleased,
    ReleaseEnded,
    TooLong,
    WordsMissing,
)
from whereabouts.practice.adults.gate import release_for, warning_for
from whereabouts.practice.adults.grading import NotAGrade
from whereabouts.practice.adults.rules import MayNotReceive, NamesSomebody
from whereabouts.records.people.gate import adult_for

__all__ = [
    "AlreadyReceived", "MayNotReceive", "NamesSomebody", "NotAGrade", "NothingReleased",
    "ReleaseEnded", "TooLong", "WordsMissing", "call_back_release",
    "receive_home_warning", "release_adult", "warn_home",
]  # fmt: skip


@journey(needs=Permission.ADULT_RELEASE)
def release_adult(
    *,
    actor: Actor,
    adult_id: UUID,
    to_agency: UUID,
    parts: Collection[str],
    grading: str,
    because: str,
    expires_at: datetime,
    at: datetime,
    conditions: str = "",
) -> UUID:
    """Let an agency have an adult's name, photograph or description until a moment, in one's name.

    :raises NotVisible: the actor's agency keeps no such adult, or there is no such agency.
    :raises MayNotReceive: the agency is neither a home, a carer, a school nor the actor's own.
    :raises NotAGrade: it is not graded, or its handling code keeps it with the police.
    :raises WordsMissing: nobody says why, or a condition that the code asks for is missing.
    :raises TooLong: it would stand longer than a release may.
    :raises NothingReleased: nothing of what is asked for is on record.
    """
    adult = adult_for(actor, adult_id=adult_id)
    if adult.owner_agency_id != actor.agency_id:
        raise NotVisible()  # whoever keeps the record answers for what leaves of it
    made = adults.release(
        adult=adult, to_agency=_agency(to_agency), parts=parts,
        grading=grading, because=because, conditions=conditions, expires_at=expires_at,
        by=actor, at=at,
    )  # fmt: skip
    return made.pk


@journey(needs=Permission.ADULT_RELEASE)
def call_back_release(*, actor: Actor, release_id: UUID, words: str, at: datetime) -> UUID:
    """Call back what was released, and return the adult's key.

    :raises NotVisible: the actor's agency released nothing of the kind.
    :raises WordsMissing: nobody says why.
    :raises ReleaseEnded: it was called back, or is over.
    """
    found = release_for(actor, release_id=release_id)
    adults.call_back(release=found, words=words, by=actor, at=at)
    return found.adult_id


@journey(needs=Permission.ADULT_REGISTER)
def warn_home(
    *,
    actor: Actor,
    adult_id: UUID,
    to_agency: UUID,
    look_for: str,
    do_this: str,
    grading: str,
    expires_at: datetime,
    at: datetime,
) -> UUID:
    """Warn an agency without naming anybody: what to look for, what to do; with a receipt.

    :raises NotVisible: there is no such adult for this actor, or no such agency.
    :raises MayNotReceive: the agency is neither a home, a carer nor a school.
    :raises NamesSomebody: the words name the adult, or give away what leads to them.
    :raises NotAGrade: it is not graded, or its handling code keeps it with the police.
    :raises WordsMissing: nobody says what to look for, or what to do.
    :raises TooLong: it would stand longer than a warning may.
    """
    made = adults.warn_home(
        adult=adult_for(actor, adult_id=adult_id), to_agency=_agency(to_agency), look_for=look_for,
        do_this=do_this, grading=grading, expires_at=expires_at, by=actor, at=at,
    )  # fmt: skip
    return made.pk


@journey(needs=Permission.HOME_WARNING)
def receive_home_warning(*, actor: Actor, warning_id: UUID, at: datetime) -> None:
    """Say that a warning was received and read.

    :raises NotVisible: there is none for the actor's agency.
    :raises AlreadyReceived: somebody has said so.
    """
    adults.receive_warning(warning=warning_for(actor, warning_id=warning_id), by=actor, at=at)


def _agency(key: UUID) -> Agency:
    found = Agency.objects.filter(pk=key).first()
    if found is None:
        raise NotVisible()
    return found
