"""The instant when something is due."""

import math
from datetime import datetime, time, timedelta
from typing import Literal, get_args

from whereabouts.engines.deadlines.instants import (
    WORKING_DAY_ENDS,
    as_utc,
    london_date,
    london_instant,
)
from whereabouts.engines.deadlines.working_days import Calendar, nth_working_day

Unit = Literal[
    "minutes", "hours", "working_days", "hours_or_earlier_midnight", "hours_or_later_midnight"
]

# No duty in a child's case runs longer; a larger number is a slip, not a deadline.
LONGEST = timedelta(days=3660)
MOST_WORKING_DAYS = 2600

SIX_HOURS = 6


class BadLength(ValueError):
    """The length of time, its unit, or the rule for ending it cannot be used."""


def due_at(
    *, from_at: datetime, length: float, unit: Unit, calendar: Calendar = "england"
) -> datetime:
    """Return, in UTC, when something is due that may take this long.

    Minutes and hours are elapsed time, whatever the clocks do. Working days are counted on
    London dates, the date of `from_at` left out, and end at 17:00 in London on the last one.
    Hours "or midnight" end at the earlier or the later of the two.

    :raises BadLength: the length is negative, not finite, over ten years, or not a whole
        number of at least one where working days are meant; or the unit is not known.
    :raises NaiveInstant: `from_at` has no time zone.
    :raises UnknownCalendar: no bank holidays are known for the calendar or the year.
    """
    start = as_utc(instant=from_at)
    match unit:
        case "minutes":
            return start + _elapsed(length, timedelta(minutes=1))
        case "hours":
            return start + _elapsed(length, timedelta(hours=1))
        case "working_days":
            last = nth_working_day(
                after=london_date(instant=start), count=_whole_days(length), calendar=calendar
            )
            return london_instant(on=last, wall=WORKING_DAY_ENDS)
        case "hours_or_earlier_midnight":
            return hours_or_midnight(from_at=start, hours=length, rule="earlier")
        case "hours_or_later_midnight":
            return hours_or_midnight(from_at=start, hours=length, rule="later")
        case _:
            raise BadLength(f"The unit must be one of {', '.join(get_args(Unit))}.")


def before_midnight(*, from_at: datetime) -> datetime:
    """Return, in UTC, the next midnight in London: strictly later, also when it is midnight now.

    :raises NaiveInstant: `from_at` has no time zone.
    """
    today = london_date(instant=as_utc(instant=from_at))
    return london_instant(on=today + timedelta(days=1), wall=time(0))


def six_hours_or_midnight(*, from_at: datetime, rule: Literal["earlier", "later"]) -> datetime:
    """Return, in UTC, when an unauthorised absence in Wales must be reported as missing.

    The All Wales Protocol for missing children (2011) speaks of being away "less than six
    hours or before midnight" and leaves open whether the earlier or the later is meant, so
    each agency's settings say which.

    :raises BadLength: the rule is neither earlier nor later.
    :raises NaiveInstant: `from_at` has no time zone.
    """
    return hours_or_midnight(from_at=from_at, hours=SIX_HOURS, rule=rule)


def hours_or_midnight(
    *, from_at: datetime, hours: float, rule: Literal["earlier", "later"]
) -> datetime:
    """Return, in UTC, the end of some elapsed hours or the next midnight in London, by the rule.

    :raises BadLength: the rule is neither earlier nor later, or the hours cannot be used.
    :raises NaiveInstant: `from_at` has no time zone.
    """
    both = (
        as_utc(instant=from_at) + _elapsed(hours, timedelta(hours=1)),
        before_midnight(from_at=from_at),
    )
    match rule:
        case "earlier":
            return min(both)
        case "later":
            return max(both)
        case _:
            raise BadLength("The rule must be earlier or later.")


def _elapsed(length: float, unit: timedelta) -> timedelta:
    if not math.isfinite(length) or not 0 <= length <= LONGEST / unit:
        raise BadLength("The length must be between nothing and ten years.")
    return length * unit


def _whole_days(length: float) -> int:
    if not math.isfinite(length) or length != int(length):
        raise BadLength("Working days must be a whole number.")
    if not 1 <= length <= MOST_WORKING_DAYS:
        raise BadLength("Working days must be at least one and at most ten years' worth.")
    return int(length)
