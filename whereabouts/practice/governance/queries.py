"""Questions about requests and how long records are kept; callers are inside a scope."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Case, QuerySet, When

from whereabouts.engines.deadlines import london_date
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import current
from whereabouts.practice.governance import rules
from whereabouts.practice.governance.models import DataBreach, Request, RetentionRun
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import NOT_CLOSED
from whereabouts.records.people.models import ChildBirth, Flag


def requests_now() -> "QuerySet[Request]":
    """Return what somebody asked and has no answer yet, what is due first, first."""
    return (
        visible(Request)
        .filter(answered_at__isnull=True)
        .select_related("recorded_by", "bundle")
        .order_by("due_at", "id")
    )


def requests_answered() -> "QuerySet[Request]":
    """Return what was answered, the latest first."""
    return (
        visible(Request)
        .filter(answered_at__isnull=False)
        .select_related("recorded_by", "answered_by", "bundle")
        .order_by("-answered_at", "-id")
    )


def breaches() -> "QuerySet[DataBreach]":
    """Return breaches of personal data: those not decided by their end, then the latest."""
    return (
        visible(DataBreach)
        .select_related("recorded_by", "settled_by")
        .order_by(Case(When(state="open", then="due_at"), default=None), "-known_at", "id")
    )


def runs() -> "QuerySet[RetentionRun]":
    """Return the runs of the scope's agency, the latest first."""
    return visible(RetentionRun).select_related("recorded_by", "decided_by").order_by("-run_at")


def reached(*, rule: rules.Rule, on: date) -> tuple[date, list[UUID], int]:
    """Return (the day before which it is reached, episodes not held back, how many are held back).

    Held back is an episode whose child is missing now or not followed up, has a later episode that
    has not reached its time, or carries a live flag.
    """
    mine = visible(Episode).filter(owner_agency=current().agency_id)
    if rule.years_after_closing is not None:
        cutoff = rules.years_before(on=on, years=rule.years_after_closing)
        due = [
            (one.pk, one.child_id)
            for one in mine.filter(state="closed", closed_at__isnull=False)
            .only("pk", "child_id", "closed_at")
            .order_by("closed_at", "id")
            if one.closed_at is not None and london_date(instant=one.closed_at) <= cutoff
        ]
    else:
        cutoff = rules.years_before(on=on, years=rule.years_after_birth or 0)
        old = (
            visible(ChildBirth)
            .filter(believed=True, latest__lte=cutoff)
            .values_list("child", flat=True)
        )
        due = list(
            mine.filter(state="closed", child__in=list(old))
            .order_by("closed_at", "id")
            .values_list("pk", "child_id")
        )
    held = _held(children={child for _, child in due}, due={key for key, _ in due})
    kept = [key for key, child in due if child not in held]
    return cutoff, kept, len(due) - len(kept)


def _held(*, children: Iterable[UUID], due: Iterable[UUID]) -> set[UUID]:
    of = list(children)
    later = visible(Episode).filter(child__in=of).exclude(pk__in=list(due))
    live = visible(Flag).filter(child__in=of, ended_at__isnull=True)
    under_way = visible(Episode).filter(child__in=of, state__in=NOT_CLOSED)
    return {
        *later.values_list("child", flat=True),
        *live.values_list("child", flat=True),
        *under_way.values_list("child", flat=True),
    }
