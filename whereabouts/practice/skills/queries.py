"""Questions about skills; callers are inside a scope."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import current
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.skills.models import Fallback, MemberSkill


def standing(*, on: date) -> "QuerySet[MemberSkill]":
    """Return the skills that members of the scope's agency have on a day."""
    return (
        visible(MemberSkill)
        .filter(gained_on__lte=on, until_on__gt=on, member__is_active=True)
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
        .select_related("member")
        .order_by("skill", "member__display_name", "-until_on")
    )


def holders_of(*, on: date) -> dict[str, set[UUID]]:
    """Return skill → the members who have it on a day."""
    found: dict[str, set[UUID]] = {}
    for skill, member in standing(on=on).values_list("skill", "member"):
        found.setdefault(skill, set()).add(member)
    return found


def waiting_by_kind() -> Mapping[str, int]:
    """Return kind → how many tasks of the scope's agency are outstanding."""
    return dict(
        visible(Task)
        .filter(assigned_agency=current().agency_id, state__in=OUTSTANDING)
        .values_list("kind")
        .annotate(number=Count("id"))
    )


def without_by_skill(*, since: datetime) -> dict[str, int]:
    """Return skill → how many tasks were taken on without it since a moment."""
    return dict(
        visible(Fallback)
        .filter(owner_agency=current().agency_id, taken_at__gt=since)
        .values_list("skill")
        .annotate(number=Count("id"))
    )
