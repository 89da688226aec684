"""Times are read as callers say them, on the clocks of England and Wales."""

from datetime import UTC, datetime

import pytest

from whereabouts.interfaces.web.report.times import BadTime, moment

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("clock", "day", "meant"),
    [
        ("10:15", "", (20, 10, 15)),
        ("1015", "today", (20, 10, 15)),
        ("9.30am", "", (20, 9, 30)),
        ("9 am", "", (20, 9, 0)),
        ("12am", "", (20, 0, 0)),
        ("12pm", "yesterday", (19, 12, 0)),
        ("22:40", "", (19, 22, 40)),
        ("9.30pm", "yesterday", (19, 21, 30)),
        ("midnight", "", (20, 0, 0)),
        ("noon", "19/11", (19, 12, 0)),
        ("8", "18 Nov 2026", (18, 8, 0)),
        ("8", "2026-11-17", (17, 8, 0)),
        ("8", "wednesday", (18, 8, 0)),
    ],
)
def test_a_time_is_read_as_it_is_said(clock, day, meant):
    found = moment(clock=clock, day=day, at=NOON)
    assert (found.day, found.hour, found.minute) == meant


def test_summer_time_is_an_hour_ahead():
    at = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    assert moment(clock="10:15", day="", at=at) == datetime(2026, 7, 1, 9, 15, tzinfo=UTC)


def test_of_two_equal_times_the_earlier_is_taken():
    at = datetime(2026, 10, 25, 12, 0, tzinfo=UTC)
    assert moment(clock="1:30", day="", at=at) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("clock", "day", "part"),
    [
        ("", "", "time"),
        ("25:00", "", "time"),
        ("10:61", "", "time"),
        ("13pm", "", "time"),
        ("soon", "", "time"),
        ("١٢:٣٠", "", "time"),
        ("23:00", "today", "time"),
        ("10:00", "31/2/2026", "day"),
        ("10:00", "31/13", "day"),
        ("10:00", "whenever", "day"),
        ("10:00", "1/1/1900", "day"),
        ("10:00", "١/١", "day"),
        ("10:00", "29 febtember", "day"),
        ("10:00", "0/0/0000", "day"),
        ("10:00", "9999-99-99", "day"),
        ("10:00", "1 Dec 2026", "time"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_part(clock, day, part):
    with pytest.raises(BadTime) as refused:
        moment(clock=clock, day=day, at=NOON)
    assert refused.value.part == part


def test_an_hour_that_the_clocks_left_out_did_not_happen():
    at = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
    with pytest.raises(BadTime) as refused:
        moment(clock="1:30", day="", at=at)
    assert "clocks went forward" in str(refused.value)
