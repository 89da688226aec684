"""Questions about force and conduct; callers are inside a scope."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from whereabouts.foundations.access.gate import visible
from whereabouts.practice.conduct.models import ForceUsed, Matter
from whereabouts.records.episodes.models import Episode


@dataclass(frozen=True, kw_only=True)
class CameOf:
    """What became of one matter that a child's words led to, as far as the child may hear it."""

    decided_at: datetime | None
    for_child: str


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
        .select_related("owner_agency", "about_member", "about_agency", "route_agency")
        .order_by("decided_at", "said_at", "id")
    )


def open_of_words(*, words: UUID) -> int:
    """Return how many matters that a child's words led to have no outcome; and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conduct_open_of_words(%s)", [words])
        return int(cursor.fetchone()[0])


def came_of_words(*, words: UUID) -> tuple[CameOf, ...]:
    """Return what became of the matters that a child's words led to, for whoever passed them on.

    Nothing else of a matter is told, and of one that is sealed from whoever asks nothing at all.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM conduct_came_of_words(%s)", [words])
        return tuple(CameOf(decided_at=row[0], for_child=row[1]) for row in cursor.fetchall())
