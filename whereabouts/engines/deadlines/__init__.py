"""When something is due: elapsed time, working days, and the midnight of England and Wales."""

from whereabouts.engines.deadlines.due import (
    BadLength,
    Unit,
    before_midnight,
    due_at,
    six_hours_or_midnight,
)
from whereabouts.engines.deadlines.instants import NaiveInstant, london_date, london_instant
from whereabouts.engines.deadlines.lengths import UnknownLength, length_of, times_of
from whereabouts.engines.deadlines.wording import in_words
from whereabouts.engines.deadlines.working_days import (
    Calendar,
    UnknownCalendar,
    bank_holiday_source,
    is_working_day,
)

__all__ = [
    "BadLength",
    "Calendar",
    "NaiveInstant",
    "Unit",
    "UnknownCalendar",
    "UnknownLength",
    "bank_holiday_source",
    "before_midnight",
    "due_at",
    "in_words",
    "is_working_day",
    "length_of",
    "london_date",
    "london_instant",
    "six_hours_or_midnight",
    "times_of",
]
