"""Questions about timers: how late the clocks are, and what fails. None of them names a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Min, Q

from whereabouts.foundations.timers.kinds import SLOW
from whereabouts.foundations.timers.models import Heartbeat, Timer

FAILING_AFTER = 5
SLOW_MAY_WAIT = timedelta(hours=1)  # for what is made after every deadline, of every agency


@dataclass(frozen=True, kw_only=True)
class KindOfTimer:
    """How the timers of one kind stand."""

    kind: str
    waiting: int
    late: int
    failing: int
    oldest_due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Lag:
    """How late timers fired: the middle, the worst hundredth, the latest; in seconds."""

    fired: int
    p50: float | None
    p99: float | None
    most: float | None


def lag_seconds(*, at: datetime) -> float:
    """Return how late the latest timer is that is due and has not fired; failing ones count.

    What is made slowly waits for its turn: it counts as late from an hour on. Reads the first due
    and the first failing timer alone, however many wait.
    """
    waiting = Timer.objects.filter(state="waiting")
    ready = (
        waiting.filter(next_try_at__lte=at)
        .exclude(kind__in=SLOW, next_try_at__gt=at - SLOW_MAY_WAIT)
        .order_by("next_try_at", "id")
    )
    failing = waiting.filter(tries__gt=0, due_at__lte=at).order_by("due_at")
    late = [
        (at - due_at).total_seconds()
        for first in (ready, failing)
        for due_at in first.values_list("due_at", flat=True)[:1]
    ]
    return max([0.0, *late])


def database_clock() -> datetime:
    """Return when it is by the database's clock: the one that every worker shares."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def by_kind(*, agency: UUID, at: datetime) -> list[KindOfTimer]:
    """Return how the waiting timers of an agency stand, kind by kind.

    Of another's it would tell how many matters, talks and meetings of its children wait.
    """
    rows = (
        Timer.objects.filter(state="waiting", owner_agency=agency)
        .values("kind")
        .annotate(
            waiting=Count("id"),
            late=Count("id", filter=Q(due_at__lte=at)),
            failing=Count("id", filter=Q(tries__gt=0)),
            oldest=Min("due_at"),
        )
        .order_by("kind")
    )
    return [
        KindOfTimer(
            kind=row["kind"], waiting=row["waiting"], late=row["late"], failing=row["failing"],
            oldest_due_at=row["oldest"],
        )
        for row in rows
    ]  # fmt: skip


def failing_elsewhere(*, agency: UUID, without: Iterable[UUID] = ()) -> int:
    """Return how many timers of other agencies fail, of whatever kind."""
    waiting = Timer.objects.filter(state="waiting", tries__gt=0)
    return waiting.exclude(owner_agency__in=[agency, *without]).count()


@dataclass(frozen=True, kw_only=True)
class UnderWay:
    """A slow round under way: of how many agencies it is done, and since when; all in this round.

    `left_seconds` is how long the rest takes if it goes on as it went; none while nothing is done.
    """

    kind: str
    done: int
    of: int
    steps: int
    since: datetime | None
    left_seconds: float | None


def under_way(
    *, at: datetime, kinds: Iterable[str], within: timedelta = timedelta(hours=6)
) -> list[UnderWay]:
    """Return the slow rounds that some agency still waits for, and how far each is."""
    found = []
    for kind in kinds:
        waiting = Timer.objects.filter(kind=kind, state="waiting")
        left = waiting.filter(due_at__lte=at)
        number = left.count()
        if not number:
            continue
        fired = Timer.objects.filter(kind=kind, state="fired", settled_at__gt=at - within)
        first, steps = fired.aggregate(first=Min("settled_at"), steps=Count("id")).values()
        # Whoever is done has its next round set, since this one began.
        done = waiting.filter(due_at__gt=at, set_at__gte=first).count() if first else 0
        took = (at - first).total_seconds() if first else 0.0
        found.append(
            UnderWay(
                kind=kind, done=done, of=done + number, steps=steps, since=first,
                left_seconds=took / done * number if done else None,
            )
        )  # fmt: skip
    return found


def lag_of_fired(*, since: datetime, without: Iterable[UUID] = ()) -> Lag:
    """Return how late the timers fired that fired since a moment.

    What was due before it was set (entered late, say) is late only from then on.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*),"
            " percentile_cont(0.5) WITHIN GROUP (ORDER BY late),"
            " percentile_cont(0.99) WITHIN GROUP (ORDER BY late), max(late)"
            " FROM (SELECT greatest(0, extract(epoch FROM settled_at - greatest(due_at, set_at)))"
            "::float8 AS late FROM timers_timer WHERE state = 'fired' AND settled_at >= %s"
            " AND owner_agency_id <> ALL(%s)) fired",
            [since, [str(one) for one in without]],
        )
        row: tuple[Any, ...] = cursor.fetchone()
    return Lag(fired=row[0], p50=row[1], p99=row[2], most=row[3])


def failing_untold(*, most: int = 20) -> list[Timer]:
    """Return timers whose handlers fail again and again, of which nobody has been told yet."""
    return list(
        Timer.objects.filter(
            state="waiting", tries__gte=FAILING_AFTER, told_failing_at__isnull=True
        ).order_by("due_at")[:most]
    )


def heartbeats() -> dict[str, tuple[datetime, float]]:
    """Return when each thing that comes round last did, and how late it was."""
    return {
        beat.name: (beat.beat_at, beat.lag_seconds) for beat in Heartbeat.objects.order_by("name")
    }
