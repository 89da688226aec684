"""Letting an adult's details leave the police, calling them back; warning a home without them."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.adults import events, rules
from whereabouts.practice.adults.actions.register import owned, said
from whereabouts.practice.adults.grading import NotAGrade, grade_given, may_leave
from whereabouts.practice.adults.models import AdultPhoto, HomeWarning, Release, Trace
from whereabouts.practice.investigation.vocabulary import FOLLOWS_UP
from whereabouts.records.people.models import Adult

CONDITIONAL = "C"
# A school has no follow-up of its own; whoever reports for it reads what it is warned of.
ROLE_TOLD = {"education": "school_worker"}


class NothingReleased(Exception):
    """Nothing of what is asked for is on the adult's record."""


class ReleaseEnded(Exception):
    """It was called back, or is over."""


class TooLong(Exception):
    """It would stand longer than anything may that left the police."""


class AlreadyReceived(Exception):
    """Somebody has said that it was received."""


@transaction.atomic
def release(
    *,
    adult: Adult,
    to_agency: Agency,
    parts: Collection[str],
    grading: str,
    because: str,
    conditions: str,
    expires_at: datetime,
    by: Actor,
    at: datetime,
) -> Release:
    """Let an agency have the name, photograph or description of an adult until a moment.

    :raises MayNotReceive: it is neither a home, a carer, a school nor one's own force.
    :raises NotAGrade: it is not graded, or its handling code does not let it leave.
    :raises WordsMissing: nobody says why, or the handling code asks for conditions.
    :raises TooLong: it would be over already, or stand too long.
    :raises NothingReleased: nothing of what is asked for is on record.
    """
    rules.check_receiver(agency_kind=to_agency.kind, is_own=to_agency.pk == by.agency_id)
    grade = grade_given(text=grading, on=at.date())
    if not may_leave(grade=grade, on=at.date()):
        raise NotAGrade("This handling code does not let anything leave the police.")
    because = said("because", because)
    if grade.endswith(CONDITIONAL):
        conditions = said("conditions", conditions)
    if not at < expires_at <= at + length_of(key="release_longest", at=at):
        raise TooLong("Give a day ahead, and no later than a release may stand.")
    photo = visible(AdultPhoto).filter(adult=adult).order_by("recorded_at", "id").last()
    given = {
        "name": adult.name if "name" in parts else "",
        "description": adult.description if "description" in parts else "",
        "picture": bytes(photo.picture) if photo is not None and "photograph" in parts else None,
    }
    if not any(given.values()):
        raise NothingReleased("Nothing of that is on this adult's record.")
    made = Release.objects.create(
        adult=adult,
        to_agency=to_agency,
        parts=sorted(parts),
        grading=grade,
        because=because,
        conditions=conditions.strip(),
        decided_at=at,
        decided_by_id=by.member_id,
        expires_at=expires_at,
        **given,
        **owned(by=by, at=at),
    )
    audit.record(
        kind=events.RELEASED, subject=f"adult:{adult.pk}", by=by, at=at,
        payload={
            "release": str(made.pk), "to": str(to_agency.pk), "parts": sorted(parts),
            "grading": grade, "until": expires_at.isoformat(),
        },
    )  # fmt: skip
    if to_agency.pk != by.agency_id:  # one's own beats read it in their briefing
        _tell(agency=to_agency, subject=f"release:{made.pk}", by=by, at=at)
    return made


@transaction.atomic
def call_back(*, release: Release, words: str, by: Actor, at: datetime) -> None:
    """Call back what was released: the receiver reads it no longer.

    :raises WordsMissing: nobody says why.
    :raises ReleaseEnded: it was called back, or is over.
    """
    words = said("words", words)
    ended = Release.objects.filter(pk=release.pk, ended_at__isnull=True, expires_at__gt=at).update(
        ended_at=at, ended_by_id=by.member_id, end_words=words
    )
    if not ended:
        raise ReleaseEnded("This was called back, or is over.")
    audit.record(
        kind=events.RELEASE_ENDED, subject=f"adult:{release.adult_id}", by=by, at=at,
        payload={"release": str(release.pk)},
    )  # fmt: skip


@transaction.atomic
def warn_home(
    *,
    adult: Adult,
    to_agency: Agency,
    look_for: str,
    do_this: str,
    grading: str,
    expires_at: datetime,
    by: Actor,
    at: datetime,
) -> HomeWarning:
    """Warn an agency that looks after children, without naming anybody; it says when it read it.

    :raises MayNotReceive: it is neither a home, a carer nor a school.
    :raises WordsMissing: nobody says what to look for, or what to do.
    :raises NamesSomebody: it names the adult, or gives away what leads to them.
    :raises NotAGrade: it is not graded, or its handling code does not let it leave.
    :raises TooLong: it would be over already, or stand too long.
    """
    rules.check_receiver(agency_kind=to_agency.kind, is_own=False)
    grade = grade_given(text=grading, on=at.date())
    if not may_leave(grade=grade, on=at.date()):
        raise NotAGrade("This handling code does not let anything leave the police.")
    look_for, do_this = said("look_for", look_for), said("do_this", do_this)
    known = visible(Trace).filter(adult=adult, kind__in=("phone", "account"))
    rules.check_says_nobody(
        texts=(look_for, do_this), name=adult.name, born_on=adult.born_on,
        values=frozenset(known.values_list("key", flat=True)),
    )  # fmt: skip
    if not at < expires_at <= at + length_of(key="release_longest", at=at):
        raise TooLong("Give a day ahead, and no later than a warning may stand.")
    made = HomeWarning.objects.create(
        adult=adult,
        to_agency=to_agency,
        look_for=look_for,
        do_this=do_this,
        grading=grade,
        sent_at=at,
        expires_at=expires_at,
        **owned(by=by, at=at),
    )
    audit.record(
        kind=events.HOME_WARNED, subject=f"adult:{adult.pk}", by=by, at=at,
        payload={"warning": str(made.pk), "to": str(to_agency.pk), "grading": grade},
    )  # fmt: skip
    _tell(agency=to_agency, subject=f"home_warning:{made.pk}", by=by, at=at)
    set_timer(
        key=f"home_warning:{made.pk}",
        kind="warning_unreceived",
        subject=f"home_warning:{made.pk}",
        agency=by.agency_id,
        at=at,
        due_at=at + length_of(key="warning_received", at=at),
    )
    return made


@transaction.atomic
def receive_warning(*, warning: HomeWarning, by: Actor, at: datetime) -> None:
    """Say that a warning was received and read, by name.

    :raises AlreadyReceived: somebody has said so.
    """
    done = HomeWarning.objects.filter(pk=warning.pk, received_at__isnull=True).update(
        received_at=at, received_by_id=by.member_id
    )
    if not done:
        raise AlreadyReceived("Somebody has said already that this was received.")
    stand_down(subject=f"home_warning:{warning.pk}", at=at)
    audit.record(
        kind=events.WARNING_RECEIVED, subject=f"home_warning:{warning.pk}", by=by, at=at
    )  # fmt: skip


def _tell(*, agency: Agency, subject: str, by: Actor, at: datetime) -> None:
    promise(
        key=f"{subject}:{agency.pk}",
        kind="home_warning",
        subject=subject,
        from_agency=by.agency_id,
        to_agency=agency.pk,
        to_role=ROLE_TOLD.get(agency.kind) or FOLLOWS_UP.get(agency.kind, "home_worker"),
        text="A warning from the police waits for you: read it, and say that you have.",
        at=at,
    )
