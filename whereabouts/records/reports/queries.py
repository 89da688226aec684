"""Questions about contacts and reports; callers are inside a scope."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from whereabouts.foundations.access.gate import made_here, visible
from whereabouts.foundations.access.prepared import prepared
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.records.reports.models import Contact, FeedAnswer, LogEvent, Report, ReportDraft

# Whose calls count as asking for help (behaviour B47): the child's own, and a parent's or carer's.
ASKING_FOR_HELP = (
    "mother", "father", "step_parent", "grandparent", "aunt_or_uncle", "foster_carer", "the_child",
)  # fmt: skip


def help_sought(*, children: Iterable[UUID], before: datetime) -> int:
    """Return how many contacts before a moment asked for help for the child.

    Calls by the child, a parent or a carer, or about the address.
    """
    about = [*children]
    made = made_here(Contact, about=about)
    if made is None:
        return len(_sought(children=about, before=before))
    return sum(
        one.happened_at < before and (one.about_address or one.relation in ASKING_FOR_HELP)
        for one in made
    )


@prepared(about="children")
def _sought(*, children: list[UUID], before: datetime) -> "QuerySet[Contact, UUID]":
    earlier = visible(Contact).filter(child__in=children, happened_at__lt=before)
    asked = earlier.filter(relation__in=ASKING_FOR_HELP) | earlier.filter(about_address=True)
    return asked.values_list("pk", flat=True)


def drafts_of(*, actor: Actor) -> list[ReportDraft]:
    """Return the actor's own drafts that were neither sent nor put away, latest first."""
    return list(
        visible(ReportDraft)
        .filter(member=actor.member_id, report_reference="", discarded_at__isnull=True)
        .order_by("-saved_at")
    )


def reports_since(*, children: Iterable[UUID], since: datetime) -> list[Report]:
    """Return the reports about a child since a moment, latest first."""
    return list(
        visible(Report)
        .filter(child__in=list(children), happened_at__gte=since)
        .order_by("-happened_at")
    )


def taken_before(*, agency: UUID, idempotency_key: str) -> bool:
    """Return whether an agency has taken a report with this key already."""
    return Report.objects.filter(owner_agency=agency, idempotency_key=idempotency_key).exists()


def contact_of_log(*, agency: UUID, log_reference: str) -> Contact | None:
    """Return the contact that an agency's command-and-control log is, or None."""
    return visible(Contact).filter(owner_agency=agency, log_reference=log_reference).first()


def events_of(*, contact: Contact) -> list[LogEvent]:
    """Return what happened to a log, in the order in which it happened there."""
    return list(visible(LogEvent).filter(contact=contact).order_by("happened_at", "recorded_at"))


def answered_before(*, agency: UUID, key: str) -> FeedAnswer | None:
    """Return what was answered to an agency's system for this key, or None."""
    return visible(FeedAnswer).filter(owner_agency=agency, idempotency_key=key).first()
