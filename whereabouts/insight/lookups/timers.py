"""How the clocks run: what waits, what is late, what fails, and how late things fired."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from whereabouts.engines.deadlines import bank_holiday_source
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import synthetic_agencies
from whereabouts.foundations.timers.kinds import KINDS, SLOW
from whereabouts.foundations.timers.queries import (
    Lag,
    UnderWay,
    by_kind,
    heartbeats,
    lag_of_fired,
    under_way,
)
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.health import Index, Pulse, index, pulse

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class TimerLine:
    """The timers of one kind."""

    kind: str
    words: str
    waiting: int
    late: int
    failing: int
    oldest_due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Clocks:
    """How the clocks run, over every agency; the made-up agency of the heartbeat is left out."""

    at: datetime
    pulse: Pulse
    index: Index
    lines: tuple[TimerLine, ...]
    under_way: tuple[UnderWay, ...]
    last_hour: Lag
    last_day: Lag
    rounds: tuple[tuple[str, datetime, float], ...]
    bank_holidays: str


@lookup(needs=Permission.TIMERS_LOOK)
def clocks(*, actor: Actor, at: datetime, heart: bool = True) -> Clocks:
    """Return how the clocks run. It shows nobody, so no look is recorded."""
    without = synthetic_agencies()
    standing = {one.kind: one for one in by_kind(at=at, without=without)}
    return Clocks(
        at=at,
        pulse=pulse(at=at, heart=heart),
        index=index(),
        lines=tuple(
            TimerLine(
                kind=kind,
                words=KINDS.get(kind, "No handler of this version knows this kind."),
                waiting=one.waiting if one else 0,
                late=one.late if one else 0,
                failing=one.failing if one else 0,
                oldest_due_at=one.oldest_due_at if one else None,
            )
            for kind in sorted({*KINDS, *standing})
            for one in [standing.get(kind)]
        ),
        under_way=tuple(under_way(at=at, kinds=SLOW)),
        last_hour=lag_of_fired(since=at - HOUR, without=without),
        last_day=lag_of_fired(since=at - DAY, without=without),
        rounds=tuple((name, when, took) for name, (when, took) in heartbeats().items()),
        bank_holidays=bank_holiday_source(),
    )
