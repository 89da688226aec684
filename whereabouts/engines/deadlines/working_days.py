"""Working days of England and of Wales: neither a weekend nor a bank holiday."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal, cast, get_args

import holidays

Calendar = Literal["england", "wales"]

# Codes of the kept library. Its England and its Wales agree today; a holiday proclaimed for
# one of them alone must not move the other's deadlines.
SUBDIVISIONS: dict[Calendar, str] = {"england": "ENG", "wales": "WLS"}

# The modern bank holidays begin with the Banking and Financial Dealings Act 1971; the library
# stops at 2100. Outside, it would silently say that no day is a holiday.
FIRST_YEAR, LAST_YEAR = 1972, 2100

SATURDAY = 5


# Days that law has moved since the kept library was published; see the file.
PROCLAIMED = Path(__file__).with_name("proclaimed.toml")


class UnknownCalendar(ValueError):
    """No bank holidays are known for this country or this year."""


def is_working_day(*, on: date, calendar: Calendar) -> bool:
    """Return whether offices are open on this date.

    :raises UnknownCalendar: the calendar is not England's or Wales's, or the year is not covered.
    """
    if calendar not in get_args(Calendar):
        raise UnknownCalendar("The calendar must be england or wales.")
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise UnknownCalendar(f"Bank holidays are known from {FIRST_YEAR} to {LAST_YEAR} only.")
    return on.weekday() < SATURDAY and on not in _bank_holidays(calendar, on.year)


def nth_working_day(*, after: date, count: int, calendar: Calendar) -> date:
    """Return the working day that is this many working days after a date, itself not counted.

    :raises UnknownCalendar: the calendar is not England's or Wales's, or the year is not covered.
    """
    on = after
    while count:
        on += timedelta(days=1)
        count -= is_working_day(on=on, calendar=calendar)
    return on


def bank_holiday_source() -> str:
    """Return who said which days are bank holidays, for the record."""
    days = proclaimed()
    more = f", {len(days)} proclaimed" if days else ""
    return f"holidays {version('holidays')} (GB: ENG, WLS){more}"


@dataclass(frozen=True, kw_only=True)
class Proclaimed:
    """A day that a proclamation made a holiday, or took back, in some of the calendars."""

    on: date
    calendars: tuple[str, ...]
    holiday: bool
    source: str


@lru_cache(maxsize=1)
def proclaimed() -> tuple[Proclaimed, ...]:
    """Return the days of the file of proclamations.

    :raises UnknownCalendar: the file names a calendar that there is not.
    """
    return read_proclaimed(text=PROCLAIMED.read_text(encoding="utf-8"))


def read_proclaimed(*, text: str) -> tuple[Proclaimed, ...]:
    """Return the days that a text in the form of the file names.

    :raises UnknownCalendar: it names a calendar that there is not.
    """
    days = tuple(
        Proclaimed(
            on=day["on"],
            calendars=tuple(day["calendars"]),
            holiday=day["holiday"],
            source=day["source"],
        )
        for day in tomllib.loads(text).get("days", [])
    )
    if any(set(day.calendars) - set(get_args(Calendar)) for day in days):
        raise UnknownCalendar("A proclamation is for england, wales or both.")
    return days


@lru_cache(maxsize=512)
def _bank_holidays(calendar: Calendar, year: int) -> frozenset[date]:
    # A frozen copy: the library's own object fills itself in while it is read, which two
    # threads can see half done.
    kept = holidays.country_holidays("GB", subdiv=SUBDIVISIONS[calendar], years=year, expand=False)
    days = set(cast("dict[date, str]", kept))
    for day in proclaimed():
        if calendar in day.calendars and day.on.year == year:
            (days.add if day.holiday else days.discard)(day.on)
    return frozenset(days)
