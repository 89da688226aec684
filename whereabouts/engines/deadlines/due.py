"""The instant when something is due."""

import math
from datetime import datetime, time, timedelta
from typing import Literal

from whereabouts.engines.deadlines.instants import (
    WORKING_DAY_ENDS,
    as_utc,
    london_date,
    london_instant,
)
from whereabouts.engines.deadlines.working_days import Calendar, nth_working_day

Unit = Literal["minutes", "hours", "days", "working_days", "midnights"]

# No duty in a child's case runs longer; a larger number is a slip, not a deadline.
LONGEST = timedelta(days=3660)
MOST_WORKING_DAYS = 2600

SIX_HOURS = timedelta(hours=6)


class BadLength(ValueError):
    """The length of time, its unit, or the rule for ending it cannot be used."""


def due_at(
    *, from_at: datetime, length: float, unit: Unit, calendar: Calendar = "england"
) -> datetime:
    """Return, in UTC, when something is due that may take this long.

    Minutes, hours and days are elapsed time, whatever the clocks do. Working days are counted on
    London dates, the date of `from_at` left out, and end at 17:00 in London on the last one. One
    midnight is the next in London, strictly later.

    :raises BadLength: the length is negative, not finite, over ten years, or not a whole
        number of at least one where working days or midnights are meant; or the unit is not
        known.
    :raises NaiveInstant: `from_at` has no time zone.
    :raises UnknownCalendar: no bank holidays are known for the calendar or the year.
    """
    start = as_utc(instant=from_at)
    match unit:
        case "minutes":
            return start + _elapsed(length, timedelta(minutes=1))
        case "hours":
            return start + _elapsed(length, timedelta(hours=1))
        case "days":
            return start + _elapsed(length, timedelta(days=1))
        case "working_days":
            last = nth_working_day(
                after=london_date(instant=start), count=_whole_days(length), calendar=calendar
            )
            return london_instant(on=last, wall=WORKING_DAY_ENDS)
        case "midnights":
            days = timedelta(days=_whole_days(length))
            return london_instant(on=london_date(instant=start) + days, wall=time(0))
        case _:
            raise BadLength("The unit must be minutes, hours, days, working_days or midnights.")


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
    after_six_hours = as_utc(instant=from_at) + SIX_HOURS
    midnight = before_midnight(from_at=from_at)
    match rule:
        case "earlier":
            return min(after_six_hours, midnight)
        case "later":
            return max(after_six_hours, midnight)
        case _:
            raise BadLength("The rule must be earlier or later.")


def _elapsed(length: float, unit: timedelta) -> timedelta:
    if not math.isfinite(length) or not 0 <= length <= LONGEST / unit:
        raise BadLength("The length must be between nothing and ten years.")
    return length * unit


def _whole_days(length: float) -> int:
    if not math.isfinite(length) or length != int(length):
        raise BadLength("Working days and midnights must be a whole number.")
    if not 1 <= length <= MOST_WORKING_DAYS:
        raise BadLength("Days must be at least one and at most ten years' worth.")
    return int(length)
