"""Questions about contacts and reports; callers are inside a scope."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.records.reports.models import Contact, Report, ReportDraft

# Whose calls count as asking for help (behaviour B47): the child's own, and a parent's or carer's.
ASKING_FOR_HELP = (
    "mother", "father", "step_parent", "grandparent", "aunt_or_uncle", "foster_carer", "the_child",
)  # fmt: skip


def help_sought(*, children: Iterable[UUID], before: datetime) -> int:
    """Return how many contacts before a moment asked for help for the child.

    Calls by the child, a parent or a carer, or about the address.
    """
    earlier = visible(Contact).filter(child__in=list(children), happened_at__lt=before)
    return (
        earlier.filter(relation__in=ASKING_FOR_HELP) | earlier.filter(about_address=True)
    ).count()


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
