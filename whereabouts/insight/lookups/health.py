"""Whether the parts work: what a monitor asks; it shows nobody and needs no scope."""

from datetime import datetime

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from whereabouts.foundations.timers.models import Heartbeat


class DatabaseAway(Exception):
    """The database does not answer."""


def database_answers() -> None:
    """Go on if the database answers.

    :raises DatabaseAway: it does not.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        raise DatabaseAway() from None


def not_durable() -> list[str]:
    """Return the settings of the database that could lose what was acknowledged: best empty."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE setting = 'off'"
            " AND name IN ('fsync', 'full_page_writes', 'synchronous_commit') ORDER BY name"
        )
        return [row[0] for row in cursor.fetchall()]


def migrations_missing() -> int:
    """Return how many migrations of this code are not yet applied."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def last_heartbeat() -> tuple[datetime, float] | None:
    """Return when a worker last came round and its lag in seconds, or None if none ever did."""
    beat = Heartbeat.objects.order_by("-beat_at").first()
    return (beat.beat_at, beat.lag_seconds) if beat else None
