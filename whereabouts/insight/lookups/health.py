"""Whether the parts work: what a monitor asks; it shows nobody and needs no scope."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from whereabouts.foundations.timers.queries import database_clock, heartbeats
from whereabouts.insight import finding

WORKER_LATE = timedelta(minutes=2)
HEART_LATE = timedelta(minutes=3)
LAG_ALLOWED = 60.0  # seconds
CLOCKS_ALLOWED = 2.0  # seconds
INDEX_LATE = 2.0  # seconds


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


def clock_apart_seconds(*, at: datetime) -> float:
    """Return by how much a moment of this machine's clock is ahead of the database's."""
    return (at - database_clock()).total_seconds()


def migrations_missing() -> int:
    """Return how many migrations of this code are not yet applied."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@dataclass(frozen=True, kw_only=True)
class Pulse:
    """Whether the clocks run: what every screen says, and what a monitor asks.

    `worker` and `back` are (when, seconds): the worker's last round with its lag, and the last
    made-up report that came back with the time it took; `sent` is the last one sent, and for how
    long the oldest was out by then; `clocks` the last time that a worker's clock differed from the
    database's, and by how much. None where there was none yet.
    """

    at: datetime
    worker: tuple[datetime, float] | None
    back: tuple[datetime, float] | None
    sent: tuple[datetime, float] | None
    clocks: tuple[datetime, float] | None = None

    @property
    def worker_silent(self) -> bool:
        """Whether no worker has come round lately: no clock runs out, no alarm rings."""
        return self.worker is None or self.at - self.worker[0] > WORKER_LATE

    @property
    def late(self) -> bool:
        """Whether deadlines are handled late, or keep failing."""
        return self.worker is not None and self.worker[1] > LAG_ALLOWED

    @property
    def heart_silent(self) -> bool:
        """Whether made-up reports are sent no more, or do not come back."""
        if self.sent is None:
            return False
        sent_at, out_for = self.sent
        came_back = self.back is not None and self.back[0] >= sent_at
        since = self.at - sent_at
        return since > HEART_LATE or (
            not came_back and since + timedelta(seconds=out_for) > HEART_LATE
        )

    @property
    def clocks_apart_seconds(self) -> float:
        """Return by how much a worker's clock was lately ahead of the database's, or nought."""
        if self.clocks is None or self.at - self.clocks[0] > WORKER_LATE:
            return 0.0
        return self.clocks[1]

    @property
    def wrong(self) -> str:
        """Return what is wrong in a sentence, or nothing."""
        if self.worker_silent:
            return "No deadline is being watched: no worker has come round for two minutes."
        if self.heart_silent:
            return "The system's own test report does not come round: something is stuck."
        if self.late:
            return "Deadlines are handled late, or one keeps failing."
        if self.clocks_apart_seconds:
            return "The clocks of two machines differ: times here may be wrong."
        return ""


def pulse(*, at: datetime, heart: bool = True) -> Pulse:
    """Return whether the clocks run; it shows nobody. Without `heart` no made-up report is sent."""
    beats = heartbeats()
    return Pulse(
        at=at,
        worker=beats.get("worker"),
        back=beats.get("heartbeat back"),
        sent=beats.get("heartbeat sent") if heart else None,
        clocks=beats.get("clocks differ"),
    )


@dataclass(frozen=True, kw_only=True)
class Index:
    """How the search index of this machine is; without it search asks the tables, and is slower.

    `age_seconds` is how long ago it last read on; `differences` and `dropped` count, since it was
    started, records that the comparison found wrong and hits that were not for the asker.
    """

    answers: bool
    records: int | None
    age_seconds: float | None
    checked_at: datetime | None
    differences: int
    dropped: int

    @property
    def wrong(self) -> str:
        """Return what is wrong in a sentence, or nothing."""
        if not self.answers:
            return "The search index does not answer: search asks the tables, and is slower."
        if self.records is None or (self.age_seconds or 0) > INDEX_LATE:
            return "The search index is being built or is late: search asks the tables meanwhile."
        if self.dropped:
            return "The search index named records that were not for the asker; nobody saw them."
        if self.differences:
            return "The search index differed from the tables, and was mended."
        return ""

    def as_known(self) -> Mapping[str, object]:
        """Return it as a monitor reads it."""
        return {
            "search_index": "answers" if self.answers else "away",
            "search_index_records": self.records,
            "search_index_age_seconds": self.age_seconds,
            "search_index_checked_at": self.checked_at.isoformat() if self.checked_at else None,
            "search_index_differences": self.differences,
            "search_index_dropped": self.dropped,
        }


def index() -> Index:
    """Return how the search index is; it shows nobody."""
    said = finding.state() or {}
    checked_at = said.get("checked_at")
    return Index(
        answers=bool(said),
        records=said.get("records"),
        age_seconds=said.get("age_seconds"),
        checked_at=datetime.fromisoformat(checked_at) if checked_at else None,
        differences=said.get("differences", 0),
        dropped=said.get("dropped", 0),
    )
