"""What schools report, to them and to their force; and what was done to prevent harm, counted."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.partners.gate import absence_for
from whereabouts.practice.partners.models import NotAtSchool, SchoolAbsence
from whereabouts.practice.partners.queries import absences, activities
from whereabouts.practice.partners.vocabulary import (
    ABSENCE_OUTCOMES,
    ACTIVITY_KINDS,
    AUDIENCES,
    LANGUAGES,
    WORRIES,
)
from whereabouts.records.people.queries import display_name
from whereabouts.records.placements.queries import officer_of, setting_of

__all__ = [
    "ABSENCE_OUTCOMES", "ACTIVITY_KINDS", "AUDIENCES", "LANGUAGES", "WORRIES", "absence_seen",
    "prevention", "school_page", "schools_told",
]  # fmt: skip
LATELY = timedelta(days=14)
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceLine:
    """What a school said of a child, and what came of it."""

    key: UUID
    names: str
    born_text: str
    worry: str
    worry_now: bool
    absent_at: datetime
    last_seen: str
    words: str
    contact: str
    school: str
    officer: str
    told_at: datetime
    due_at: datetime
    late: bool
    read_at: datetime | None
    read_by: str
    outcome: str
    outcome_words: str
    settled_at: datetime | None
    mine: bool
    # Who it is, once the officer has said so, for who may see the child; the school never.
    child_id: UUID | None = None
    child: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolPage:
    """A school's own page: its officer, and what it reported."""

    on_register: bool
    force: str
    officer: str
    officer_phone: str
    reports: tuple[AbsenceLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityLine:
    """What was done to prevent harm."""

    title: str
    kind: str
    audience: str
    reached: int
    on: date
    by: str
    where: str
    language: str
    topics: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prevention:
    """The register of a year, and how many it reached, by audience; nobody in it is named."""

    lines: tuple[ActivityLine, ...]
    reached: tuple[tuple[str, int, int], ...]
    in_welsh: int
    since: date


@lookup(needs=Permission.SCHOOL_REPORT)
def school_page(*, actor: Actor, at: datetime) -> SchoolPage:
    """Return a school's own page; the look is recorded."""
    setting = setting_of(agency=actor.agency_id)
    named = officer_of(setting=setting) if setting else None
    found = absences(agency=actor.agency_id, since=at - LATELY)
    record_look(kind="view", page="school", by=actor, at=at, subjects=[], shown=["absences"])
    return SchoolPage(
        on_register=setting is not None,
        force=setting.force.name if setting else "",
        officer=named.officer.display_name if named else "",
        officer_phone=named.phone if named else "",
        reports=tuple(_line(one, actor=actor, at=at) for one in found),
    )


@lookup(needs=Permission.SCHOOL_ANSWER)
def schools_told(*, actor: Actor, at: datetime) -> tuple[AbsenceLine, ...]:
    """Return what schools reported to the actor's force: what waits first, mine before others'."""
    found = absences(agency=actor.agency_id, since=at - LATELY)
    record_look(kind="view", page="schools", by=actor, at=at, subjects=[], shown=["absences"])
    lines = [_line(one, actor=actor, at=at) for one in found]
    return tuple(
        sorted(lines, key=lambda one: (one.settled_at is not None, not one.mine, one.due_at))
    )


@lookup(needs=Permission.SCHOOL_ANSWER)
def absence_seen(*, actor: Actor, at: datetime, absence_id: UUID) -> AbsenceLine:
    """Return one report of a school's; the look is recorded.

    :raises NotVisible: there is none for this actor.
    """
    absence = absence_for(actor, absence_id=absence_id)
    link = visible(NotAtSchool).filter(absence=absence).first()
    about = [link.child_id] if link else []
    record_look(kind="view", page="schools", by=actor, at=at, subjects=about, shown=["absences"])
    found = visible(SchoolAbsence).select_related("owner_agency", "officer", "read_by")
    line = _line(found.get(pk=absence.pk), actor=actor, at=at)
    if link is None:
        return line
    return replace(line, child_id=link.child_id, child=display_name(child_id=link.child_id))


@lookup(needs=Permission.PREVENTION_KEEP)
def prevention(*, actor: Actor, at: datetime) -> Prevention:
    """Return what the actor's agency did, or had done, to prevent harm in a year."""
    since = (at - YEAR).date()
    rows = list(activities(since=since))
    sums = []
    for key, words in AUDIENCES:
        mine = [one for one in rows if one.audience == key]
        if mine:
            sums.append((words, len(mine), sum(one.reached for one in mine)))
    return Prevention(
        lines=tuple(
            ActivityLine(
                title=one.title, kind=one.get_kind_display(), audience=one.get_audience_display(),
                reached=one.reached, on=one.on, by=one.owner_agency.name,
                where=one.at_agency.name if one.at_agency else "",
                language=one.get_language_display(), topics=one.topics, words=one.words,
            )
            for one in rows
        ),
        reached=tuple(sums),
        in_welsh=sum(one.language in ("welsh", "both") for one in rows),
        since=since,
    )  # fmt: skip


def _line(one: SchoolAbsence, *, actor: Actor, at: datetime) -> AbsenceLine:
    return AbsenceLine(
        key=one.pk, names=one.names, born_text=one.born_text, worry=one.get_worry_display(),
        worry_now=one.worry == "now", absent_at=one.absent_at, last_seen=one.last_seen,
        words=one.words, contact=one.contact, school=one.owner_agency.name,
        officer=one.officer.display_name if one.officer else "", told_at=one.recorded_at,
        due_at=one.due_at, late=one.read_at is None and one.due_at <= at, read_at=one.read_at,
        read_by=one.read_by.display_name if one.read_by else "",
        outcome=one.get_outcome_display() if one.outcome else "", outcome_words=one.outcome_words,
        settled_at=one.settled_at, mine=one.officer_id == actor.member_id,
    )  # fmt: skip
