"""Questions about tasks and sightings; callers are inside a scope."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from whereabouts.foundations.access.gate import visible
from whereabouts.practice.investigation.models import Publicity, Sighting, SignOff, Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.records.episodes.models import Episode


def outstanding(*, episode: Episode) -> "QuerySet[Task]":
    """Return an episode's tasks that are not settled, the next due first."""
    return (
        visible(Task)
        .filter(episode=episode, state__in=OUTSTANDING)
        .order_by("due_at", "created_at")
    )


def of_episode(*, episode: Episode) -> "QuerySet[Task]":
    """Return all of an episode's tasks, the next due first."""
    return visible(Task).filter(episode=episode).order_by("due_at", "created_at")


def the_one(*, episode: Episode, kind: str) -> Task | None:
    """Return an episode's task of a kind, or None."""
    return visible(Task).filter(episode=episode, kind=kind).exclude(state="cancelled").first()


def for_role(*, agency: UUID, roles: Iterable[str]) -> "QuerySet[Task]":
    """Return what an agency's roles still have to do, the next due first."""
    return (
        visible(Task)
        .filter(assigned_agency=agency, to_role__in=list(roles), state__in=OUTSTANDING)
        .order_by("due_at", "created_at")
    )


def sightings_of(*, children: Iterable[UUID]) -> "QuerySet[Sighting]":
    """Return the sightings over a child's joined set, latest first."""
    return visible(Sighting).filter(child__in=list(children)).order_by("-seen_at")


def sign_offs_of(*, episode: Episode) -> "QuerySet[SignOff]":
    """Return who looked at an episode's plan, the latest first."""
    return (
        visible(SignOff)
        .filter(episode=episode)
        .select_related("recorded_by")
        .order_by("-signed_at")
    )


def publicity_of(*, episode: Episode) -> "QuerySet[Publicity]":
    """Return what was decided on publicity, the latest first."""
    return (
        visible(Publicity)
        .filter(episode=episode)
        .select_related("recorded_by", "taken_down_by")
        .order_by("-decided_at")
    )


def appeal_up(*, episode: Episode) -> bool:
    """Return whether an appeal is up."""
    up = visible(Publicity).filter(episode=episode, taken_down_at__isnull=True)
    return up.exclude(decision="none").exists()
