"""Questions about force and conduct; callers are inside a scope."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from whereabouts.foundations.access.gate import visible
from whereabouts.practice.conduct.models import ForceUsed, Matter
from whereabouts.records.episodes.models import Episode


def force_of(*, episode: Episode) -> list[ForceUsed]:
    """Return the force that was used in an episode, or threatened, latest first."""
    return list(
        visible(ForceUsed)
        .filter(episode=episode)
        .select_related("reviewed_by")
        .order_by("-used_at", "-id")
    )


def kept_away(*, children: Collection[UUID], member: UUID) -> bool:
    """Return whether somebody does not go to a child for now. It says no more than that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conduct_kept_away(%s, %s)", [list(children), member])
        return bool(cursor.fetchone()[0])


def names_kept_away(*, children: Collection[UUID], words: str) -> bool:
    """Return whether words name somebody who does not go to a child for now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conduct_names_kept_away(%s, %s)", [list(children), words])
        return bool(cursor.fetchone()[0])


def open_matters(*, episode: Episode) -> int:
    """Return how many matters of an episode have no outcome; it tells nothing else of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conduct_open_matters(%s)", [episode.pk])
        return int(cursor.fetchone()[0])


def open_matters_to_mention(*, episode: Episode) -> int:
    """Return how many of them are not sealed from whoever asks: of the others nothing is shown."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conduct_open_matters_not_sealed(%s)", [episode.pk])
        return int(cursor.fetchone()[0])


def matters() -> list[Matter]:
    """Return every matter that whoever looks may see, open ones first."""
    return list(
        visible(Matter)
        .select_related("episode", "about_member", "about_agency", "route_agency")
        .order_by("decided_at", "said_at", "id")
    )
