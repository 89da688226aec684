"""When children go missing from one home: months, hours of the day, how long; counted, no names."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MONTHS = 12
HOURS = ((6, 12, "6 to 12"), (12, 18, "12 to 18"), (18, 24, "18 to 24"), (0, 6, "0 to 6"))
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """One episode from a home: when it began and ended, and whose it was."""

    started_at: datetime
    ended_at: datetime | None
    child: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Episodes by month, by part of the day and by day of the week; hours away; how many children.

    `months` are the last twelve, the earliest first, each with its first day's name and count.
    """

    total: int
    children: int
    months: tuple[tuple[str, int], ...]
    parts_of_day: tuple[tuple[str, int], ...]
    days: tuple[tuple[str, int], ...]
    hours_away: float
    usual_hours: float | None
    most_in_a_month: int


def pattern_of(*, episodes: Iterable[Away], at: datetime) -> Pattern:
    """Return the pattern of the last twelve months, the one under way counted."""
    names = _months(at=at)
    kept = [one for one in episodes if _month(one.started_at) in dict(names)]
    by_month = Counter(_month(one.started_at) for one in kept)
    hour_of = [one.started_at.astimezone(LONDON) for one in kept]
    lasted = [((one.ended_at or at) - one.started_at) / timedelta(hours=1) for one in kept]
    months = tuple((words, by_month[key]) for key, words in names)
    return Pattern(
        total=len(kept),
        children=len({one.child for one in kept}),
        months=months,
        parts_of_day=tuple(
            (words, sum(begin <= when.hour < end for when in hour_of))
            for begin, end, words in HOURS
        ),
        days=tuple(
            (name, sum(when.weekday() == no for when in hour_of)) for no, name in enumerate(DAYS)
        ),
        hours_away=round(sum(lasted), 1),
        usual_hours=round(median(lasted), 1) if lasted else None,
        most_in_a_month=max((count for _, count in months), default=0),
    )


def _month(moment: datetime) -> str:
    return moment.astimezone(LONDON).strftime("%Y-%m")


def _months(*, at: datetime) -> list[tuple[str, str]]:
    """Return (key, words) of the last twelve months, the earliest first."""
    here = at.astimezone(LONDON).replace(day=1, hour=12)
    found = []
    for _ in range(MONTHS):
        found.append((here.strftime("%Y-%m"), here.strftime("%b %Y")))
        here = (here - timedelta(days=1)).replace(day=1)
    return found[::-1]
