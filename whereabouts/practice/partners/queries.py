"""Questions about what partners brought; callers are inside a scope."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from whereabouts.foundations.access.gate import visible
from whereabouts.practice.partners.models import (
    Activity,
    Conference,
    Grading,
    LateReturn,
    NotAtSchool,
    SchoolAbsence,
    Tried,
)


def tried_in(*, episode: UUID) -> list[Tried]:
    """Return what carers tried in an episode, the latest of each step."""
    found: dict[str, Tried] = {}
    for one in visible(Tried).filter(episode=episode).order_by("told_at", "id"):
        found[one.step] = one
    return list(found.values())


def late_returns_of(*, children: Iterable[UUID], on: date) -> list[LateReturn]:
    """Return the late returns that are agreed and hold on a day."""
    return list(
        visible(LateReturn)
        .filter(child__in=list(children), ended_at__isnull=True, from_on__lte=on, until_on__gte=on)
        .select_related("owner_agency", "recorded_by")
        .order_by("latest", "id")
    )


def conferences_of(*, children: Iterable[UUID]) -> "QuerySet[Conference]":
    """Return every conference about a child, the latest asked first."""
    found = visible(Conference).filter(child__in=list(children))
    return found.select_related("owner_agency", "to_agency", "recorded_by").order_by("-asked_at")


def conferences_waiting(*, agency: UUID) -> "QuerySet[Conference]":
    """Return the conferences that an agency asked for, or is asked for, and that are not settled.

    The first due stands first.
    """
    ours = Q(to_agency=agency) | Q(owner_agency=agency)
    found = visible(Conference).filter(ours, state__in=("asked", "agreed"))
    return found.select_related("owner_agency", "to_agency", "recorded_by").order_by("due_at")


def gradings_of(*, children: Iterable[UUID]) -> list[Grading]:
    """Return every agency's own gradings of a child, the first graded first."""
    found = visible(Grading).filter(child__in=list(children))
    return list(found.select_related("owner_agency", "recorded_by").order_by("graded_at", "id"))


def not_at_school(*, children: Iterable[UUID], since: datetime) -> list[NotAtSchool]:
    """Return when schools said that a child was not there, the latest first."""
    found = visible(NotAtSchool).filter(child__in=list(children), absent_at__gte=since)
    return list(found.select_related("school").order_by("-absent_at", "id"))


def absences(*, agency: UUID, since: datetime) -> "QuerySet[SchoolAbsence]":
    """Return what schools reported to an agency, or a school itself; what waits stands first."""
    ours = Q(to_agency=agency) | Q(owner_agency=agency)
    found = visible(SchoolAbsence).filter(ours)
    found = found.filter(Q(settled_at__isnull=True) | Q(recorded_at__gte=since))
    return found.select_related("owner_agency", "officer", "read_by").order_by(
        "settled_at", "due_at"
    )


def activities(*, since: date) -> "QuerySet[Activity]":
    """Return what was done to prevent harm since a day, the latest first."""
    found = visible(Activity).filter(on__gte=since)
    return found.select_related("owner_agency", "at_agency").order_by("-on", "-id")
