"""How the clocks run: what waits, what is late, what fails, and how late things fired."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from whereabouts.engines.deadlines import bank_holiday_source
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import agency_of, synthetic_agencies
from whereabouts.foundations.timers.kinds import KINDS, SLOW
from whereabouts.foundations.timers.queries import (
    Lag,
    UnderWay,
    by_kind,
    failing_elsewhere,
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
    """How the clocks run: how late over every agency, and what waits of one's own.

    `elsewhere` is whether any deadline of another agency fails; how many wait there, and of what
    kind, would tell of its children. The made-up agency of the heartbeat is left out.
    """

    at: datetime
    pulse: Pulse
    index: Index
    agency: str
    lines: tuple[TimerLine, ...]
    elsewhere: bool
    under_way: tuple[UnderWay, ...]
    last_hour: Lag
    last_day: Lag
    rounds: tuple[tuple[str, datetime, float], ...]
    bank_holidays: str


@lookup(needs=Permission.TIMERS_LOOK)
def clocks(*, actor: Actor, at: datetime, heart: bool = True) -> Clocks:
    """Return how the clocks run. It shows nobody, so no look is recorded."""
    without = synthetic_agencies()
    standing = {one.kind: one for one in by_kind(agency=actor.agency_id, at=at)}
    return Clocks(
        at=at,
        pulse=pulse(at=at, heart=heart),
        index=index(),
        agency=agency_of(key=actor.agency_id).name,
        elsewhere=failing_elsewhere(agency=actor.agency_id, without=without) > 0,
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
