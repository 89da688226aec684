"""Questions about episodes; callers are inside a scope."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from whereabouts.foundations.access.gate import visible
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import LEVEL_ORDER, NOT_CLOSED, UNDER_WAY, State


def of_children(*, children: Iterable[UUID]) -> "QuerySet[Episode]":
    """Return the episodes over a child's joined set, latest first; joined ones left out."""
    return (
        visible(Episode)
        .filter(child__in=list(children))
        .exclude(state=State.JOINED)
        .order_by("-reported_at")
    )


def earlier(*, children: Iterable[UUID], before: Episode | None) -> "QuerySet[Episode]":
    """Return the earlier episodes, the present one left out; two agencies' count once.

    An episode that overlaps the present one in another agency is the same absence.
    """
    found = of_children(children=children)
    if before is not None:
        linked = before.links_from.filter(kind="same_child", ended_at__isnull=True)
        found = found.exclude(pk=before.pk).exclude(pk__in=linked.values("other"))
    return found


def since(*, episodes: "QuerySet[Episode]", at: datetime, days: int) -> int:
    """Return how many of the episodes were reported in the days before a moment."""
    return episodes.filter(reported_at__gte=at - timedelta(days=days)).count()


def highest_level(*, episodes: "QuerySet[Episode]") -> str:
    """Return the highest level that the episodes stood at, or "none" where there are none."""
    levels = set(episodes.values_list("level", flat=True))
    return max(levels, key=LEVEL_ORDER.index) if levels else "none"


def with_joined(*, episode: Episode) -> frozenset[UUID]:
    """Return the keys of an episode and of those joined to it: they are one absence."""
    found, newest = {episode.pk}, {episode.pk}
    while newest:
        newest = set(
            visible(Episode)
            .filter(joined_to__in=newest, state=State.JOINED)
            .values_list("pk", flat=True)
        )
        newest -= found
        found |= newest
    return frozenset(found)


def under_way(*, children: Iterable[UUID]) -> "QuerySet[Episode]":
    """Return the episodes in which the child is not back yet."""
    return of_children(children=children).filter(state__in=UNDER_WAY)


def not_closed() -> "QuerySet[Episode]":
    """Return every episode in scope whose follow-up is not complete."""
    return visible(Episode).filter(state__in=NOT_CLOSED)
