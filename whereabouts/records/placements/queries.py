"""Questions about placements; callers are inside a scope."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.prepared import prepared
from whereabouts.foundations.access.scope import current
from whereabouts.foundations.agencies.remembered import recall
from whereabouts.records.placements.models import Placement


def of_children(*, child_ids: Iterable[UUID]) -> "QuerySet[Placement]":
    """Return every placement over a child's joined set, latest first."""
    return (
        visible(Placement)
        .filter(child__in=list(child_ids))
        .select_related("home", "responsible_authority", "host_authority", "host_force")
        .order_by("-started_on", "-recorded_at", "-id")
    )


def placement_at(*, child_ids: Iterable[UUID], at: datetime) -> Placement | None:
    """Return the placement that stood at a moment, the one begun last where several did."""
    scope, children, on = current(), frozenset(child_ids), at.date()
    stood = recall(
        key=("placement", scope, children, on),
        ask=lambda: _stood(children=[*children], on=on),
        seen_by=scope.agency_id,
    )
    return stood[0] if stood else None


@prepared(about="children")
def _stood(*, children: list[UUID], on: date) -> "QuerySet[Placement]":
    return of_children(child_ids=children).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=on), started_on__lte=on
    )[:1]
