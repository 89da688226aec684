"""Every deadline of the packs, at every minute round every clock change of 2025 to 2035.

The oracle shares nothing with the engine: no zone tables and no holidays library. It knows the rule
of summer time and the law's rules for bank holidays, and steps from minute to minute, day to day.
"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from whereabouts.engines.deadlines import is_working_day
from whereabouts.foundations.outbox.rules import gathers_next
from whereabouts.journeys.clock.contacts import next_round
from whereabouts.practice.investigation.rules import due_of
from whereabouts.practice.risk import packs

YEARS = range(2025, 2036)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = 24 * 60
ROUND = 90  # minutes on either side


def minutes(instant):
    return int((instant - EPOCH).total_seconds()) // 60


def changes():
    """The minutes, counted from 1970, at which clocks go forward and back."""
    for year in range(2024, 2037):
        for month in (3, 10):
            last = date(year, month, 31)
            while last.weekday() != 6:
                last -= timedelta(days=1)
            yield minutes(datetime(last.year, last.month, last.day, 1, tzinfo=UTC))


CHANGES = list(changes())
OF_THESE_YEARS = [
    at for at in CHANGES if (EPOCH + timedelta(minutes=at)).year in YEARS
]  # fmt: skip


def summer(minute):
    """Whether clocks are an hour ahead: between a change in March and the next in October."""
    for place, (begins, ends) in enumerate(pairwise(CHANGES)):
        if begins <= minute < ends:
            return place % 2 == 0
    raise AssertionError("outside the years")


class Walls:
    """What a London clock shows at each minute of some days, found by stepping."""

    def __init__(self, since, until):
        self.since = since
        ahead = summer(since)
        self.wall = []
        turns = {at for at in CHANGES if since <= at < until}
        for minute in range(since, until):
            if minute in turns and minute != since:
                ahead = not ahead
            self.wall.append(minute + 60 * ahead)
        # The next midnight after each minute, stepping backwards.
        self.midnight = [0] * len(self.wall)
        coming = 0
        for place in range(len(self.wall) - 1, -1, -1):
            self.midnight[place] = coming
            if self.wall[place] % DAY == 0:
                coming = since + place

    def shows(self, minute):
        return self.wall[minute - self.since]

    def next_midnight(self, minute):
        found = self.midnight[minute - self.since]
        assert found
        return found


def easter(year):
    """Easter Sunday, by the rule of the Book of Common Prayer's tables (Gregorian computus)."""
    golden, century = year % 19, year // 100
    skipped = century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15
    epact = skipped % 30
    moon = epact - (epact // 28) * (1 - (epact // 28) * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    day = moon - weekday
    month = 3 + (day + 40) // 44
    return date(year, month, day + 28 - 31 * (month // 4))


def first_monday(year, month):
    on = date(year, month, 1)
    while on.weekday():
        on += timedelta(days=1)
    return on


def last_monday(year, month):
    on = date(year, month, 31)
    while on.weekday():
        on -= timedelta(days=1)
    return on


def bank_holidays(year):
    """England's and Wales's, by the Act of 1971 and the yearly proclamations: alike in law."""
    days = {
        easter(year) - timedelta(days=2), easter(year) + timedelta(days=1),
        first_monday(year, 5), last_monday(year, 5), last_monday(year, 8),
    }  # fmt: skip
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        on = fixed
        while on.weekday() >= 5 or on in days:
            on += timedelta(days=1)
        days.add(on)
    return days


HOLIDAYS = {on for year in range(2024, 2037) for on in bank_holidays(year)}


def working(on):
    return on.weekday() < 5 and on not in HOLIDAYS


def due_in_working_days(wall, count):
    """The minute of 17:00 in London on the last of so many working days after a wall minute."""
    on = (EPOCH + timedelta(minutes=wall)).date()
    while count:
        on += timedelta(days=1)
        count -= working(on)
    at_five = minutes(datetime(on.year, on.month, on.day, 17, tzinfo=UTC))
    return at_five - 60 * summer(at_five)


def clocks():
    """Every clock that any pack sets, once each: (length, unit, calendar)."""
    found = set()
    for day in ("2016-06-01", "2026-06-01"):
        pack = packs.in_force(at=datetime.fromisoformat(f"{day}T12:00+00:00"))
        for one in (*pack.deadlines, *pack.obligations.values()):
            found.add((one.length, one.unit, one.calendar))
        for one in pack.tasks:
            found.add((one.length, one.unit, "england"))
    return sorted(found)


def expected(minute, walls, length, unit):
    if unit in ("hours", "days"):
        return minute + round(length * (60 if unit == "hours" else DAY))
    if unit == "working_days":
        return due_in_working_days(walls.shows(minute), length)
    both = (minute + round(length * 60), walls.next_midnight(minute))
    return {"hours_or_earlier_midnight": min, "hours_or_later_midnight": max}[unit](both)


def starts(change, length, unit):
    """Minutes round the change, and minutes whose deadline falls round it."""
    yield from range(change - ROUND, change + ROUND + 1)
    if unit != "working_days":
        before = change - round(length * (DAY if unit == "days" else 60))
        yield from range(before - ROUND, before + ROUND + 1)


CLOCKS = clocks()


def test_the_packs_have_every_unit_that_is_tried_here():
    assert {unit for _, unit, _ in CLOCKS} == {
        "hours", "days", "working_days", "hours_or_earlier_midnight",
    }  # fmt: skip
    assert len(CLOCKS) >= 20


@pytest.mark.parametrize("calendar", ["england", "wales"])
def test_the_oracle_and_the_kept_library_agree_on_every_day(calendar):
    on = date(2025, 1, 1)
    while on.year in YEARS:
        assert is_working_day(on=on, calendar=calendar) == working(on), on
        on += timedelta(days=1)


@pytest.mark.parametrize(
    ("length", "unit", "calendar"), [*CLOCKS, (6, "hours_or_later_midnight", "wales")]
)
def test_every_minute_of_every_clock_change_agrees_with_the_oracle(length, unit, calendar):
    clock = {"from": "then", "length": length, "unit": unit, "calendar": calendar}
    tried = 0
    for change in OF_THESE_YEARS:
        reach = round(length * {"hours": 60, "days": DAY}.get(unit, 60)) + 2 * DAY
        elapsed = unit in ("hours", "days")
        walls = None if elapsed else Walls(change - reach - ROUND, change + 3 * DAY)
        for minute in starts(change, length, unit):
            due = due_of(clock=clock, happened={"then": EPOCH + timedelta(minutes=minute)})
            assert due is not None
            assert minutes(due) == expected(minute, walls, length, unit), EPOCH + timedelta(
                minutes=minute
            )
            tried += 1
    assert tried >= 22 * (2 * ROUND + 1)


# What comes at an hour of London's clock and not after a length: the morning's reconciliation, and
# what can wait.
HOURS = {"six": (time(6),), "digests": (time(6), time(14), time(22))}


@pytest.mark.parametrize("which", sorted(HOURS))
def test_every_minute_of_every_clock_change_has_the_next_hour_that_a_london_clock_shows(which):
    shown = {hour.hour * 60 + hour.minute for hour in HOURS[which]}
    for change in OF_THESE_YEARS:
        walls = Walls(change - ROUND, change + 2 * DAY)
        coming, later = {}, None
        for minute in range(change + 2 * DAY - 1, change - ROUND - 1, -1):
            coming[minute] = later
            if walls.shows(minute) % DAY in shown:
                later = minute
        for minute in range(change - ROUND, change + ROUND + 1):
            after = EPOCH + timedelta(minutes=minute)
            found = (
                next_round(after=after)
                if which == "six"
                else gathers_next(after=after, times=HOURS[which])
            )
            assert minutes(found) == coming[minute], after
