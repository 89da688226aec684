"""Questions about matters that climb; callers are inside a scope."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import current
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import partnership_on
from whereabouts.practice.escalation.models import Escalation


def board_of(*, agency: Agency, on: date) -> Agency | None:
    """Return the partnership above an agency on a day, or None where nobody can tell.

    It is the one that covers the agency then; else its parent, or the only one there is.
    """
    covering = partnership_on(agency=agency.pk, on=on)
    if covering is not None:
        return covering
    parent = agency.parent
    if parent is not None and parent.kind == "partnership":
        return parent
    found = list(Agency.objects.filter(kind="partnership").order_by("name")[:2])
    return found[0] if len(found) == 1 else None


def raised() -> "QuerySet[Escalation]":
    """Return what the scope's agency raised, what is open first, what is due next first."""
    return (
        visible(Escalation)
        .filter(owner_agency=current().agency_id)
        .select_related("at_agency", "to_agency", "recorded_by", "answered_by", "episode")
        .order_by("settled_at", "due_at", "id")
    )


def waiting(*, roles: Collection[str]) -> "QuerySet[Escalation]":
    """Return what waits at the scope's agency for some roles, what is due first."""
    return (
        visible(Escalation)
        .filter(at_agency=current().agency_id, state="open", at_role__in=roles)
        .select_related("owner_agency", "recorded_by", "episode")
        .order_by("due_at", "id")
    )


def open_at(*, agency: UUID) -> "QuerySet[Escalation]":
    """Return everything that waits at an agency, what is due first."""
    return visible(Escalation).filter(at_agency=agency, state="open").order_by("due_at", "id")
