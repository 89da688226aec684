"""Questions about requests and how long records are kept; callers are inside a scope."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Case, QuerySet, When

from whereabouts.engines.deadlines import london_date
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import current
from whereabouts.practice.governance import rules
from whereabouts.practice.governance.models import DataBreach, Request, RetentionRun
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import NOT_CLOSED
from whereabouts.records.people.models import ChildBirth, Flag
from whereabouts.records.people.queries import same_person_sets


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
    return (
        visible(RetentionRun)
        .select_related("recorded_by", "decided_by", "undone_by")
        .order_by("-run_at")
    )


def episodes_kept() -> int:
    """Return how many episodes the scope's agency has at all."""
    return visible(Episode).filter(owner_agency=current().agency_id).count()


def due(*, rule: rules.Rule, on: date) -> tuple[date, list[tuple[UUID, UUID]]]:
    """Return (the day before which it is reached, (episode, child) of what has reached its time).

    What a run emptied before is not named again.
    """
    mine = visible(Episode).filter(owner_agency=current().agency_id)
    if rule.years_after_closing is not None:
        cutoff = rules.years_before(on=on, years=rule.years_after_closing)
        found = [
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
        found = list(
            mine.filter(state="closed", child__in=list(old))
            .order_by("closed_at", "id")
            .values_list("pk", "child_id")
        )
    before = emptied_before(subject=rules.CHILDREN)
    return cutoff, [one for one in found if str(one[0]) not in before]


def held_back(*, due: Iterable[tuple[UUID, UUID]], more: Iterable[UUID], at: datetime) -> set[UUID]:
    """Return the children whose episodes are held back, over every record of the same person.

    Held back is whoever is missing now or not followed up, has an episode that has not reached its
    time, carries a live flag, asked about their record and waits, or is somebody's now: another
    agency has a reason to see them. `more` are children held for what this package cannot see.
    """
    known = list(due)
    sets = same_person_sets(child_ids={child for _, child in known})
    everybody = {key for same in sets.values() for key in same}
    later = visible(Episode).filter(child__in=everybody).exclude(pk__in=[one for one, _ in known])
    live = visible(Flag).filter(child__in=everybody, ended_at__isnull=True)
    under_way = visible(Episode).filter(child__in=everybody, state__in=NOT_CLOSED)
    asked = visible(Request).filter(child__in=everybody, answered_at__isnull=True)
    held = {
        *later.values_list("child", flat=True), *live.values_list("child", flat=True),
        *under_way.values_list("child", flat=True), *asked.values_list("child", flat=True), *more,
    }  # fmt: skip
    return {
        child for child, same in sets.items()
        if same & held or any(_is_somebodys(child=one, at=at) for one in same)
    }  # fmt: skip


def emptied_before(*, subject: str) -> set[str]:
    """Return the keys that runs of a subject named and that lie in the bin, or are erased."""
    runs = visible(RetentionRun).filter(
        owner_agency=current().agency_id, state__in=["binned", "erased"], subject=subject
    )
    return {key for named in runs.values_list("named", flat=True) for key in named}


def _is_somebodys(*, child: UUID, at: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM access_relations_of(%s) r WHERE r.agency_id <> %s"
            " AND r.kind <> 'emergency' AND r.from_at <= %s"
            " AND (r.until_at IS NULL OR r.until_at > %s))",
            [child, current().agency_id, at, at],
        )
        return bool(cursor.fetchone()[0])
