"""Questions about going out, talking and telling; callers are inside a scope."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.prepared import prepared
from whereabouts.practice.response.models import ChildContact, Deployment, FamilyUpdate
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import State

SOMEBODY_GOES = ("dispatch", "deployment_clock")


def deployments_of(*, episode: Episode) -> "QuerySet[Deployment]":
    """Return who was asked for and who went, the latest first."""
    return (
        visible(Deployment)
        .filter(episode=episode)
        .select_related("child_seen_by", "arrived_by", "recorded_by", "owner_agency")
        .order_by("-asked_at", "-id")
    )


def none_free_since(*, agency: UUID, since: datetime, at: datetime) -> tuple[int, int]:
    """Return (how often no unit was free in an agency's episodes since a moment, for how many)."""
    found = _none_free(agency=agency, since=since, until=at)
    return len(found), len(set(found))


@prepared
def _none_free(*, agency: UUID, since: datetime, until: datetime) -> "QuerySet[Deployment, UUID]":
    return (
        visible(Deployment)
        .filter(episode__owner_agency=agency, none_free=True)
        .filter(asked_at__gte=since, asked_at__lte=until)
        .values_list("episode_id", flat=True)
    )


def contacts_of(*, episode: Episode) -> "QuerySet[ChildContact]":
    """Return how the child was reached, or tried, the latest first."""
    return (
        visible(ChildContact)
        .filter(episode=episode)
        .select_related("owner_agency", "next_task")
        .order_by("-happened_at", "-id")
    )


def updates_of(*, episode: Episode) -> "QuerySet[FamilyUpdate]":
    """Return what the family was promised and told, what is still to come first."""
    return (
        visible(FamilyUpdate)
        .filter(episode=episode)
        .select_related("person", "named", "given_by")
        .order_by("-due_at", "-id")
    )


def there_now(*, episode: Episode, member: UUID) -> Deployment | None:
    """Return the deployment with which somebody is there, or None."""
    return (
        visible(Deployment)
        .filter(
            episode=episode, arrived_by=member, stood_down_at__isnull=True,
            arrived_at__isnull=False,
        )
        .order_by("-arrived_at")
        .first()
    )  # fmt: skip


def was_found(*, episode: Episode) -> bool:
    """Return whether the child was found, so that somebody may hear that they are safe."""
    return episode.state in (State.LOCATED, State.BACK, State.SEEN, State.CLOSED)
