"""Deadlines hold across clock changes, weekends and bank holidays."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.engines.deadlines import (
    BadLength,
    NaiveInstant,
    UnknownCalendar,
    bank_holiday_source,
    before_midnight,
    due_at,
    is_working_day,
    six_hours_or_midnight,
)

YEARS = range(2025, 2036)
HOUR = timedelta(hours=1)


def last_sunday(year, month):
    """The last Sunday of a month, without a calendar library."""
    end = date(year, month, 31)
    return end - timedelta(days=(end.weekday() + 1) % 7)


def clocks_go_forward(year):
    return datetime(year, 3, last_sunday(year, 3).day, 1, tzinfo=UTC)


def clocks_go_back(year):
    return datetime(year, 10, last_sunday(year, 10).day, 1, tzinfo=UTC)


def london_wall(instant):
    """What a London clock shows, by the summer time rule itself and not the zone tables."""
    summer = clocks_go_forward(instant.year) <= instant < clocks_go_back(instant.year)
    return (instant + HOUR if summer else instant).replace(tzinfo=None)


def from_london(wall):
    """The only UTC instants that a London clock can mean by this, earliest first."""
    guess = wall.replace(tzinfo=UTC)
    return [at for at in (guess - HOUR, guess) if london_wall(at) == wall]


def hours_round_clock_changes():
    for year in YEARS:
        for change in (clocks_go_forward(year), clocks_go_back(year)):
            for hours in range(-30, 31):
                yield change + hours * HOUR


def test_hours_are_elapsed_hours_on_every_clock_change_night():
    for start in hours_round_clock_changes():
        for length in (1, 6, 24, 72, 0.5):
            due = due_at(from_at=start, length=length, unit="hours", calendar="wales")
            assert due.timestamp() == start.timestamp() + length * 3600
            shift = (london_wall(due) - london_wall(start)) - (due - start)
            assert shift in (timedelta(0), HOUR, -HOUR)
            assert due.utcoffset() == timedelta(0)


def test_minutes_are_elapsed_minutes():
    start = datetime(2026, 10, 25, 0, 50, tzinfo=UTC)
    assert due_at(from_at=start, length=30, unit="minutes") == start + timedelta(minutes=30)


def test_midnight_is_the_next_one_in_london_round_every_clock_change():
    for start in hours_round_clock_changes():
        due = before_midnight(from_at=start)
        wall = london_wall(due)
        assert (wall.hour, wall.minute, wall.second) == (0, 0, 0)
        assert wall.date() == london_wall(start).date() + timedelta(days=1)
        assert timedelta(0) < due - start <= timedelta(hours=25)


def test_at_midnight_the_next_midnight_is_a_day_away():
    midnight = datetime(2026, 1, 10, tzinfo=UTC)
    assert before_midnight(from_at=midnight) == midnight + timedelta(days=1)


def test_summer_midnight_is_eleven_in_the_evening_utc():
    assert before_midnight(from_at=datetime(2026, 7, 1, 12, tzinfo=UTC)) == datetime(
        2026, 7, 1, 23, tzinfo=UTC
    )
    assert before_midnight(from_at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == datetime(
        2026, 7, 2, 23, tzinfo=UTC
    )


def test_six_hours_or_midnight_obeys_the_rule_that_was_chosen():
    evening = datetime(2026, 1, 10, 20, tzinfo=UTC)
    midnight, six_hours = datetime(2026, 1, 11, tzinfo=UTC), datetime(2026, 1, 11, 2, tzinfo=UTC)
    assert six_hours_or_midnight(from_at=evening, rule="earlier") == midnight
    assert six_hours_or_midnight(from_at=evening, rule="later") == six_hours
    morning = datetime(2026, 1, 10, 9, tzinfo=UTC)
    assert six_hours_or_midnight(from_at=morning, rule="earlier") == morning + 6 * HOUR
    assert six_hours_or_midnight(from_at=morning, rule="later") == midnight


def test_six_hours_are_elapsed_and_midnight_is_local_on_clock_change_nights():
    for start in hours_round_clock_changes():
        both = {start + 6 * HOUR, before_midnight(from_at=start)}
        assert six_hours_or_midnight(from_at=start, rule="earlier") == min(both)
        assert six_hours_or_midnight(from_at=start, rule="later") == max(both)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        # Thursday before Easter 2026; Good Friday and Easter Monday do not count.
        ("2026-04-02T12:00", 1, "2026-04-07T16:00"),
        # Friday evening in winter.
        ("2026-01-09T22:00", 1, "2026-01-12T17:00"),
        # Five working days across Christmas, Boxing Day (a Saturday, kept on Monday), New Year.
        ("2026-12-23T09:00", 5, "2027-01-04T17:00"),
        # 23:30 UTC in July is already the next day in London.
        ("2026-07-01T23:30", 1, "2026-07-03T16:00"),
        ("2026-07-01T22:30", 1, "2026-07-02T16:00"),
        # The state funeral of September 2022 and the jubilee of June 2022.
        ("2022-09-16T12:00", 1, "2022-09-20T16:00"),
        ("2022-06-01T12:00", 1, "2022-06-06T16:00"),
    ],
)
@pytest.mark.parametrize("calendar", ["england", "wales"])
def test_working_days_leave_out_weekends_bank_holidays_and_the_first_day(
    start, days, due, calendar
):
    assert due_at(
        from_at=datetime.fromisoformat(start).replace(tzinfo=UTC),
        length=days,
        unit="working_days",
        calendar=calendar,
    ) == datetime.fromisoformat(due).replace(tzinfo=UTC)


# Written down by us from the published dates, so that the library is not its own judge.
PUBLISHED = """
    2025-01-01 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2025-12-25 2025-12-26
    2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28
    2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28
    2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26
"""
BANK_HOLIDAYS = {date.fromisoformat(day) for day in PUBLISHED.split()}


def naive_working_day(start, days):
    """Count days one at a time, from the instant itself, with our own list of holidays."""
    day = london_wall(start).date()
    counted = 0
    while counted < days:
        day = date.fromordinal(day.toordinal() + 1)
        if day.isoweekday() <= 5 and day not in BANK_HOLIDAYS:
            counted += 1
    (due,) = from_london(datetime(day.year, day.month, day.day, 17))
    return due


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2028, 6, 30)),
    st.integers(1, 90),
    st.sampled_from(["england", "wales"]),
)
def test_working_days_agree_with_counting_one_day_at_a_time(start, days, calendar):
    start = start.replace(tzinfo=UTC)
    due = due_at(from_at=start, length=days, unit="working_days", calendar=calendar)
    assert due == naive_working_day(start, days)
    assert due > start


@given(st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1)), st.integers(1, 60))
def test_another_working_day_is_always_later(start, days):
    start = start.replace(tzinfo=UTC)
    sooner, later = (
        due_at(from_at=start, length=length, unit="working_days", calendar="england")
        for length in (days, days + 1)
    )
    assert sooner < later


def test_any_time_zone_means_the_same_instant():
    far = timezone(timedelta(hours=9))
    here = datetime(2026, 5, 1, 3, tzinfo=UTC)
    for unit in ("hours", "working_days"):
        assert due_at(from_at=here.astimezone(far), length=2, unit=unit) == due_at(
            from_at=here, length=2, unit=unit
        )


@pytest.mark.parametrize(
    ("length", "unit"),
    [
        (-1, "hours"),
        (float("nan"), "hours"),
        (float("inf"), "minutes"),
        (1e9, "hours"),
        (1.5, "working_days"),
        (0, "working_days"),
        (-3, "working_days"),
        (10_000, "working_days"),
        (float("nan"), "working_days"),
        (1, "fortnights"),
    ],
)
def test_a_length_that_cannot_be_meant_is_refused(length, unit):
    with pytest.raises(BadLength):
        due_at(from_at=datetime(2026, 1, 1, tzinfo=UTC), length=length, unit=unit)


def test_a_rule_that_is_neither_earlier_nor_later_is_refused():
    with pytest.raises(BadLength):
        six_hours_or_midnight(from_at=datetime(2026, 1, 1, tzinfo=UTC), rule="whenever")


def test_a_time_without_a_zone_is_refused_everywhere():
    naive = datetime(2026, 1, 1)
    with pytest.raises(NaiveInstant):
        due_at(from_at=naive, length=1, unit="hours")
    with pytest.raises(NaiveInstant):
        before_midnight(from_at=naive)
    with pytest.raises(NaiveInstant):
        six_hours_or_midnight(from_at=naive, rule="later")


def test_an_unknown_calendar_is_refused():
    with pytest.raises(UnknownCalendar, match="england or wales"):
        is_working_day(on=date(2026, 1, 1), calendar="scotland")


@pytest.mark.parametrize("year", [1971, 2101])
def test_a_year_without_known_bank_holidays_is_refused(year):
    with pytest.raises(UnknownCalendar, match="from 1972 to 2100"):
        is_working_day(on=date(year, 6, 1), calendar="wales")


def test_the_record_can_say_where_bank_holidays_came_from():
    library, version, *_ = bank_holiday_source().split()
    assert library == "holidays"
    assert version[0].isdigit()


def test_a_proclaimed_holiday_moves_the_deadlines_of_its_own_calendar_alone(monkeypatch):
    from whereabouts.engines.deadlines import working_days

    text = """
        [[days]]
        on = 2031-05-12
        calendars = ["wales"]
        holiday = true
        source = "made up"
        [[days]]
        on = 2031-12-26
        calendars = ["england", "wales"]
        holiday = false
        source = "made up"
    """
    days = working_days.read_proclaimed(text=text)
    before = bank_holiday_source()
    monkeypatch.setattr(working_days, "proclaimed", lambda: days)
    working_days._bank_holidays.cache_clear()
    try:
        friday = datetime(2031, 5, 9, 9, tzinfo=UTC)
        monday, tuesday = (datetime(2031, 5, day, 16, tzinfo=UTC) for day in (12, 13))
        assert due_at(from_at=friday, length=1, unit="working_days", calendar="england") == monday
        assert due_at(from_at=friday, length=1, unit="working_days", calendar="wales") == tuesday
        assert is_working_day(on=date(2031, 12, 26), calendar="england")
        assert bank_holiday_source() == f"{before}, 2 proclaimed"
    finally:
        working_days._bank_holidays.cache_clear()


def test_a_proclamation_for_elsewhere_is_refused():
    from whereabouts.engines.deadlines.working_days import proclaimed, read_proclaimed

    with pytest.raises(UnknownCalendar):
        read_proclaimed(
            text='[[days]]\non = 2031-05-12\ncalendars = ["mars"]\nholiday = true\nsource = "x"'
        )
    assert all(day.source for day in proclaimed())
