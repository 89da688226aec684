"""Questions about episodes; callers are inside a scope."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.prepared import prepared
from whereabouts.records.episodes.models import Episode, EpisodeLink
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
    if before is None:
        return of_children(children=children)
    return _earlier_than(children=children, before=before.pk)


def _earlier_than(*, children: Iterable[UUID], before: UUID) -> "QuerySet[Episode]":
    linked = EpisodeLink.objects.filter(episode=before, kind="same_child", ended_at__isnull=True)
    found = of_children(children=children).exclude(pk=before)
    return found.exclude(pk__in=linked.values("other"))


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
        newest = set(_joined_to(episodes=[*newest])) - found
        found |= newest
    return frozenset(found)


@prepared(about="episodes", but="episodes")
def _joined_to(*, episodes: list[UUID]) -> "QuerySet[Episode, UUID]":
    joined = visible(Episode).filter(joined_to__in=episodes, state=State.JOINED)
    return joined.values_list("pk", flat=True)


def under_way(*, children: Iterable[UUID]) -> "QuerySet[Episode]":
    """Return the episodes in which the child is not back yet."""
    return of_children(children=children).filter(state__in=UNDER_WAY)


def all_under_way(*, children: Iterable[UUID]) -> list[Episode]:
    """Return the episodes in which the child is not back yet, read at once, latest first."""
    return _under_way(children=[*children])


@prepared(about="children")
def _under_way(*, children: list[UUID]) -> "QuerySet[Episode]":
    return under_way(children=children)


def all_earlier(*, children: Iterable[UUID], before: Episode) -> list[Episode]:
    """Return what `earlier` does, read at once."""
    return _earlier(children=[*children], before=before.pk)


@prepared(about="children", but="before")
def _earlier(*, children: list[UUID], before: UUID) -> "QuerySet[Episode]":
    return _earlier_than(children=children, before=before)


def not_closed() -> "QuerySet[Episode]":
    """Return every episode in scope whose follow-up is not complete."""
    return visible(Episode).filter(state__in=NOT_CLOSED)
