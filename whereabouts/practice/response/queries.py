"""Questions about going out, talking and telling; callers are inside a scope."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from whereabouts.foundations.access.gate import visible
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.response.models import ChildContact, Deployment, FamilyUpdate
from whereabouts.practice.response.rules import Gone, going_out
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import UNDER_WAY, State

SOMEBODY_GOES = ("dispatch", "deployment_clock")


def deployments_of(*, episode: Episode) -> "QuerySet[Deployment]":
    """Return who was asked for and who went, the latest first."""
    return (
        visible(Deployment)
        .filter(episode=episode)
        .select_related("child_seen_by", "arrived_by", "recorded_by", "owner_agency")
        .order_by("-asked_at", "-id")
    )


def stages_under_way() -> dict[UUID, tuple[str, int]]:
    """Return for each episode in which somebody has to go how far that has come.

    And how often no unit was free. Two questions, however many episodes there are.
    """
    found: dict[UUID, list[Gone]] = defaultdict(list)
    rows = (
        visible(Deployment)
        .filter(episode__state__in=UNDER_WAY)
        .values_list(
            "episode", "none_free", "deployed_at", "arrived_at", "child_seen_at", "stood_down_at"
        )
    )
    for key, none_free, deployed_at, arrived_at, child_seen_at, stood_down_at in rows:
        found[key].append(
            Gone(
                none_free=none_free,
                deployed_at=deployed_at,
                arrived_at=arrived_at,
                child_seen_at=child_seen_at,
                stood_down_at=stood_down_at,
            )
        )
    wanted = set(
        visible(Task)
        .filter(
            kind__in=SOMEBODY_GOES, state__in=OUTSTANDING, episode__state__in=UNDER_WAY
        )
        .values_list("episode", flat=True)
    )  # fmt: skip
    return {
        key: (going_out(gone=found[key]), sum(one.none_free for one in found[key]))
        for key in wanted | set(found)
    }


def none_free_since(*, agency: UUID, since: datetime, at: datetime) -> tuple[int, int]:
    """Return (how often no unit was free in an agency's episodes since a moment, for how many)."""
    found = (
        visible(Deployment)
        .filter(episode__owner_agency=agency, none_free=True)
        .filter(asked_at__gte=since, asked_at__lte=at)
        .aggregate(times=Count("id"), episodes=Count("episode", distinct=True))
    )
    return found["times"], found["episodes"]


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
