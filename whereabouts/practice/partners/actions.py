"""Keeping what partners bring: each in the name of who brings it, with its line in the audit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.partners import events
from whereabouts.practice.partners.models import (
    Activity,
    Conference,
    Grading,
    LateReturn,
    NotAtSchool,
    SchoolAbsence,
    Tried,
)
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child


class NothingSaid(Exception):
    """Words are needed: what was said, agreed or decided."""


class AlreadyAsked(Exception):
    """A conference of these two agencies about the child is asked for already."""


class AlreadySettled(Exception):
    """Somebody settled it already."""


class EndsBeforeItBegins(Exception):
    """The last day lies before the first."""


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """A late return as it was agreed."""

    latest: time
    days: str
    what: str
    agreed_with: str
    from_on: date
    until_on: date
    childs_view: str = ""


@dataclass(frozen=True, kw_only=True)
class Absent:
    """What a school says of a child who is not there."""

    names: str
    worry: str
    absent_at: datetime
    born_text: str = ""
    last_seen: str = ""
    words: str = ""
    contact: str = ""


def keep_tried(
    *,
    episode: Episode,
    answers: Mapping[str, str],
    words: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> int:
    """Keep what was tried, step by step; return how many steps were answered."""
    rows = [
        Tried(
            child_id=episode.child_id, episode=episode, step=step, answer=answer,
            words=words.get(step, "").strip()[:240], told_at=at, **_owned(by=by, at=at),
        )
        for step, answer in answers.items()
        if answer
    ]  # fmt: skip
    if rows:
        Tried.objects.bulk_create(rows)
        audit.record(kind=events.TRIED, subject=f"episode:{episode.pk}", by=by, at=at)
    return len(rows)


@transaction.atomic
def agree_late_return(*, child: Child, agreed: Agreed, by: Actor, at: datetime) -> LateReturn:
    """Keep a late return that is agreed; what the agency had agreed before holds no more.

    :raises NothingSaid: it does not say what, on which days, or with whom it was agreed.
    :raises EndsBeforeItBegins: the last day lies before the first.
    """
    if not (agreed.what.strip() and agreed.days.strip() and agreed.agreed_with.strip()):
        raise NothingSaid("Say what is agreed, on which days, and with whom.")
    if agreed.until_on < agreed.from_on:
        raise EndsBeforeItBegins("The last day comes on or after the first.")
    LateReturn.objects.filter(child=child, owner_agency=by.agency_id, ended_at__isnull=True).update(
        ended_at=at, ended_by_id=by.member_id, ended_because="Agreed anew."
    )
    made = LateReturn.objects.create(
        child=child, latest=agreed.latest, days=agreed.days.strip(), what=agreed.what.strip(),
        agreed_with=agreed.agreed_with.strip(), childs_view=agreed.childs_view.strip(),
        from_on=agreed.from_on, until_on=agreed.until_on, **_owned(by=by, at=at),
    )  # fmt: skip
    audit.record(kind=events.LATE_AGREED, subject=f"child:{child.pk}", by=by, at=at)
    return made


def end_late_return(*, late_return: LateReturn, because: str, by: Actor, at: datetime) -> None:
    """End a late return that was agreed.

    :raises NothingSaid: there is no reason.
    :raises AlreadySettled: it was ended.
    """
    if not because.strip():
        raise NothingSaid("Say why it holds no more.")
    done = LateReturn.objects.filter(pk=late_return.pk, ended_at__isnull=True).update(
        ended_at=at, ended_by_id=by.member_id, ended_because=because.strip()
    )
    if not done:
        raise AlreadySettled("This holds no more already.")
    audit.record(kind=events.LATE_ENDED, subject=f"child:{late_return.child_id}", by=by, at=at)


def ask_conference(
    *,
    child: Child,
    to_agency: UUID,
    to_role: str,
    why: str,
    due_at: datetime,
    by: Actor,
    at: datetime,
    episode: Episode | None = None,
) -> Conference:
    """Ask another agency for a case conference.

    :raises NothingSaid: it does not say why.
    :raises AlreadyAsked: one is asked for already.
    """
    if not why.strip():
        raise NothingSaid("Say why a conference is needed.")
    try:
        with transaction.atomic():
            made = Conference.objects.create(
                child=child, episode=episode, to_agency_id=to_agency, to_role=to_role,
                why=why.strip(), asked_at=at, due_at=due_at, **_owned(by=by, at=at),
            )  # fmt: skip
    except IntegrityError:
        raise AlreadyAsked("A conference with them is asked for already.") from None
    audit.record(kind=events.CONFERENCE_ASKED, subject=f"child:{child.pk}", by=by, at=at)
    return made


def answer_conference(
    *,
    conference: Conference,
    state: str,
    by: Actor,
    at: datetime,
    meets_at: datetime | None = None,
    outcome: str = "",
) -> None:
    """Agree on a day, decline with the reason, or write down what a conference decided.

    :raises NothingSaid: no day, no reason, or nothing that was decided.
    :raises AlreadySettled: it is settled.
    """
    if state == "agreed" and meets_at is None:
        raise NothingSaid("Say when it meets.")
    if state in ("declined", "held") and not outcome.strip():
        raise NothingSaid("Say what was decided, or why it is declined.")
    said: dict[str, Any] = {"state": state}
    if state == "agreed":
        said["meets_at"] = meets_at
    else:
        said |= {"settled_at": at, "settled_by_id": by.member_id, "outcome": outcome.strip()}
    waiting = Conference.objects.filter(pk=conference.pk, state__in=("asked", "agreed"))
    if not waiting.update(**said):
        raise AlreadySettled("This conference is settled already.")
    kind = events.CONFERENCE_HELD if state == "held" else events.CONFERENCE_ANSWERED
    audit.record(kind=kind, subject=f"child:{conference.child_id}", by=by, at=at)


def grade(
    *,
    child: Child,
    level: str,
    tool: str,
    because: str,
    by: Actor,
    at: datetime,
    episode: Episode | None = None,
) -> Grading:
    """Keep an agency's own grading; what stands is not touched.

    :raises NothingSaid: it does not say why.
    """
    if not because.strip():
        raise NothingSaid("Say what this grading rests on.")
    made = Grading.objects.create(
        child=child, episode=episode, level=level, tool=tool, because=because.strip(),
        graded_at=at, **_owned(by=by, at=at),
    )  # fmt: skip
    audit.record(kind=events.GRADED, subject=f"child:{child.pk}", by=by, at=at)
    return made


def report_absence(
    *,
    absent: Absent,
    to_agency: UUID,
    officer: UUID | None,
    due_at: datetime,
    by: Actor,
    at: datetime,
) -> SchoolAbsence:
    """Keep what a school says, for the force and the officer it goes to.

    :raises NothingSaid: the child has no name.
    """
    if not absent.names.strip():
        raise NothingSaid("Give the child's name.")
    made = SchoolAbsence.objects.create(
        names=absent.names.strip(), born_text=absent.born_text.strip(), worry=absent.worry,
        absent_at=absent.absent_at, last_seen=absent.last_seen.strip(), words=absent.words.strip(),
        contact=absent.contact.strip(), to_agency_id=to_agency, officer_id=officer, due_at=due_at,
        **_owned(by=by, at=at),
    )  # fmt: skip
    audit.record(kind=events.ABSENCE_REPORTED, subject=f"absence:{made.pk}", by=by, at=at)
    return made


def read_absence(*, absence: SchoolAbsence, by: Actor, at: datetime) -> bool:
    """Keep who read a school's report first; return whether this was the first."""
    first = SchoolAbsence.objects.filter(pk=absence.pk, read_at__isnull=True).update(
        read_at=at, read_by_id=by.member_id
    )
    if first:
        audit.record(kind=events.ABSENCE_READ, subject=f"absence:{absence.pk}", by=by, at=at)
    return bool(first)


@transaction.atomic
def settle_absence(
    *, absence: SchoolAbsence, outcome: str, words: str, by: Actor, at: datetime
) -> None:
    """Write down what came of a school's report; the school reads it.

    :raises NothingSaid: there are no words.
    :raises AlreadySettled: somebody did.
    """
    if not words.strip():
        raise NothingSaid("Say what was done.")
    read_absence(absence=absence, by=by, at=at)
    done = SchoolAbsence.objects.filter(pk=absence.pk, settled_at__isnull=True).update(
        outcome=outcome, outcome_words=words.strip(), settled_at=at, settled_by_id=by.member_id
    )
    if not done:
        raise AlreadySettled("It is written down already what came of this.")
    audit.record(kind=events.ABSENCE_SETTLED, subject=f"absence:{absence.pk}", by=by, at=at)


@transaction.atomic
def link_absence(*, absence: SchoolAbsence, child: Child, by: Actor, at: datetime) -> NotAtSchool:
    """Say which child a school's report is about; the child's page shows it.

    :raises AlreadySettled: it was said already.
    """
    SchoolAbsence.objects.select_for_update().get(pk=absence.pk)
    if NotAtSchool.objects.filter(absence=absence).exists():
        raise AlreadySettled("It was said already which child this is about.")
    made = NotAtSchool.objects.create(
        child=child, absence=absence, school_id=absence.owner_agency_id,
        absent_at=absence.absent_at, **_owned(by=by, at=at),
    )  # fmt: skip
    read_absence(absence=absence, by=by, at=at)
    audit.record(kind=events.ABSENCE_LINKED, subject=f"child:{child.pk}", by=by, at=at)
    return made


def keep_activity(
    *,
    title: str,
    kind: str,
    audience: str,
    reached: int,
    on: date,
    by: Actor,
    at: datetime,
    at_agency: UUID | None = None,
    language: str = "english",
    topics: str = "",
    words: str = "",
) -> Activity:
    """Keep what was done to prevent harm, and how many were reached."""
    made = Activity.objects.create(
        title=title.strip(), kind=kind, audience=audience, reached=reached, on=on,
        at_agency_id=at_agency, language=language, topics=topics.strip(), words=words.strip(),
        **_owned(by=by, at=at),
    )  # fmt: skip
    audit.record(kind=events.TAUGHT, subject=f"activity:{made.pk}", by=by, at=at)
    return made


def _owned(*, by: Actor, at: datetime) -> dict[str, Any]:
    return {"owner_agency_id": by.agency_id, "recorded_at": at, "recorded_by_id": by.member_id}
