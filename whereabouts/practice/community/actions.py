"""Taking community reports, saying what they are about and what came of them; campaigns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.community import events, rules
from whereabouts.practice.community.models import (
    Campaign,
    CommunityReport,
    ReportLink,
    ReportOutcome,
)
from whereabouts.practice.community.vocabulary import SOURCES
from whereabouts.records.people.models import Adult, Child

# Who looks at what the community tells: at once where it is happening now.
READS, READS_NOW = "missing_coordinator", "duty_inspector"


class Incomplete(Exception):
    """A report says where and what. `fields` names what is missing."""

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__("Say where it is, and what you saw or heard.")
        self.fields = tuple(fields)


class CodeTaken(Exception):
    """Another campaign has this word."""


class AlreadySaid(Exception):
    """This is on record already."""


class ReportClosed(Exception):
    """The report was closed."""


@dataclass(frozen=True, kw_only=True)
class Worry:
    """What somebody tells; only where and what are needed."""

    source: str
    place: str
    words: str
    postcode: str = ""
    vehicle: str = ""
    of_child: str = ""
    of_adult: str = ""
    reporter_name: str = ""
    reporter_contact: str = ""
    happened_at: datetime | None = None
    now: bool = False
    code: str = ""


@transaction.atomic
def take_report(
    *,
    reference: str,
    worry: Worry,
    channel: str,
    campaign: Campaign | None,
    by: Actor,
    at: datetime,
) -> CommunityReport:
    """Keep a report as told and tell whoever looks at it; what happens now interrupts.

    :raises Incomplete: nobody can tell where, or what.
    """
    lacks = rules.lacking(place=worry.place, words=worry.words, postcode=worry.postcode)
    if worry.source not in dict(SOURCES):
        lacks = (*lacks, "source")
    if lacks:
        raise Incomplete(lacks)
    made = CommunityReport.objects.create(
        reference=reference,
        campaign=campaign,
        source=worry.source,
        channel=channel,
        told_at=at,
        happened_at=worry.happened_at,
        now=worry.now,
        place=worry.place.strip() or worry.postcode.strip(),
        postcode=worry.postcode.strip(),
        vehicle=worry.vehicle.strip(),
        words=worry.words.strip(),
        of_child=worry.of_child.strip(),
        of_adult=worry.of_adult.strip(),
        reporter_name=worry.reporter_name.strip(),
        reporter_contact=worry.reporter_contact.strip(),
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    subject = f"community:{made.pk}"
    audit.record(kind=events.RECEIVED, subject=subject, by=by, at=at)
    tell(report=made, role=READS_NOW if worry.now else READS, key="told", by=by, at=at)
    set_timer(
        key=f"{subject}:seen", kind="community_unseen", subject=subject, agency=by.agency_id,
        at=at, due_at=at + length_of(key="community_report_seen", at=at),
    )  # fmt: skip
    return made


def tell(*, report: CommunityReport, role: str, key: str, by: Actor, at: datetime) -> None:
    """Tell a role that a report waits; the notice names nobody and no place."""
    now = " It is happening now." if report.now else ""
    promise(
        key=f"community:{report.pk}:{key}:{role}",
        kind="community_now" if report.now else "community_report",
        subject=f"community:{report.pk}",
        from_agency=report.owner_agency_id,
        to_agency=report.owner_agency_id,
        to_role=role,
        text=f"Somebody tells of a child they worry about: {report.reference}.{now} Look at it.",
        at=at,
    )


@transaction.atomic
def look_into(*, report: CommunityReport, by: Actor, at: datetime) -> None:
    """Say that somebody looks into a report; once."""
    taken = CommunityReport.objects.filter(pk=report.pk, state="new").update(
        state="looked", looked_at=at, looked_by_id=by.member_id
    )
    if taken:
        stand_down(subject=f"community:{report.pk}", at=at)
        report.refresh_from_db()


@transaction.atomic
def link_report(
    *,
    report: CommunityReport,
    because: str,
    by: Actor,
    at: datetime,
    child: Child | None = None,
    adult: Adult | None = None,
) -> ReportLink:
    """Say that a report is about a child or an adult, and why.

    :raises Incomplete: nobody says why.
    :raises AlreadySaid: that is on record.
    :raises ReportClosed: it was closed.
    """
    _open(report)
    if not because.strip():
        raise Incomplete(("because",))
    look_into(report=report, by=by, at=at)
    try:
        with transaction.atomic():
            made = ReportLink.objects.create(
                report=report, child=child, adult=adult, because=because.strip(), linked_at=at,
                owner_agency_id=by.agency_id, recorded_at=at, recorded_by_id=by.member_id,
            )  # fmt: skip
    except IntegrityError:
        raise AlreadySaid("This is linked already.") from None
    audit.record(
        kind=events.LINKED, subject=f"community:{report.pk}", by=by, at=at,
        payload={"child": str(child.pk) if child else "", "adult": str(adult.pk) if adult else ""},
    )  # fmt: skip
    return made


@transaction.atomic
def note_outcome(
    *, report: CommunityReport, kind: str, words: str, people: int, by: Actor, at: datetime
) -> ReportOutcome:
    """Keep what came of a report, one step at a time; steps may come long after it was closed.

    :raises Incomplete: nobody says what.
    :raises AlreadySaid: that step is on record.
    """
    if not words.strip():
        raise Incomplete(("words",))
    look_into(report=report, by=by, at=at)
    try:
        with transaction.atomic():
            made = ReportOutcome.objects.create(
                report=report, kind=kind, people=people, words=words.strip(), came_at=at,
                owner_agency_id=by.agency_id, recorded_at=at, recorded_by_id=by.member_id,
            )  # fmt: skip
    except IntegrityError:
        raise AlreadySaid("This step is on record already.") from None
    audit.record(
        kind=events.OUTCOME, subject=f"community:{report.pk}", by=by, at=at, payload={"kind": kind}
    )
    return made


@transaction.atomic
def close_report(*, report: CommunityReport, words: str, by: Actor, at: datetime) -> None:
    """Close a report, with what came of it in words.

    :raises Incomplete: nobody says what came of it.
    :raises ReportClosed: it was closed.
    """
    if not words.strip():
        raise Incomplete(("words",))
    look_into(report=report, by=by, at=at)
    closed = CommunityReport.objects.filter(pk=report.pk, state="looked").update(
        state="closed", closed_at=at, closed_by_id=by.member_id, close_words=words.strip()
    )
    if not closed:
        raise ReportClosed("This report was closed.")
    audit.record(kind=events.CLOSED, subject=f"community:{report.pk}", by=by, at=at)


@transaction.atomic
def begin_campaign(
    *,
    name: str,
    code: str,
    audiences: Sequence[str],
    from_on: date,
    until_on: date | None,
    by: Actor,
    at: datetime,
) -> Campaign:
    """Begin a campaign with the word by which its reports are known.

    :raises Incomplete: it has no name, no word, or ends before it begins.
    :raises CodeTaken: another campaign, of any force, has the word.
    """
    kept = rules.code_as_kept(text=code)
    lacks = [
        field
        for field, wrong in (
            ("name", not name.strip()),
            ("code", not kept),
            ("until_on", until_on is not None and until_on < from_on),
        )
        if wrong
    ]
    if lacks:
        raise Incomplete(lacks)
    try:
        with transaction.atomic():
            made = Campaign.objects.create(
                name=name.strip(), code=kept, audiences=sorted(set(audiences)), from_on=from_on,
                until_on=until_on, owner_agency_id=by.agency_id, recorded_at=at,
                recorded_by_id=by.member_id,
            )  # fmt: skip
    except IntegrityError:
        raise CodeTaken("Another campaign has this word: choose another.") from None
    audit.record(kind=events.CAMPAIGN_BEGUN, subject=f"campaign:{made.pk}", by=by, at=at)
    return made


@transaction.atomic
def end_campaign(
    *, campaign: Campaign, people_reached: int | None, by: Actor, at: datetime
) -> None:
    """End a campaign today, and say how many people it reached, where somebody knows."""
    Campaign.objects.filter(pk=campaign.pk).update(
        until_on=max(campaign.from_on, at.date()), people_reached=people_reached
    )
    audit.record(kind=events.CAMPAIGN_ENDED, subject=f"campaign:{campaign.pk}", by=by, at=at)


def _open(report: CommunityReport) -> None:
    if report.state == "closed":
        raise ReportClosed("This report was closed.")
