"""What an agency follows, as lines beside it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.foundations.agencies.rules import (
    followed_on,
    followed_within,
    following_as_lines,
    followings_of,
)

MAY, JUNE, JULY = (date(2026, month, 1) for month in (5, 6, 7))
A_DAY = timedelta(days=1)


def test_a_line_a_row_the_earliest_first():
    rows = [("b", JUNE, None), ("a", JUNE, JULY), ("c", MAY, JUNE)]
    assert following_as_lines(rows=rows) == (
        "c 2026-05-01 2026-06-01\na 2026-06-01 2026-07-01\nb 2026-06-01"
    )
    assert following_as_lines(rows=[]) == ""


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (MAY - A_DAY, ()),
        (MAY, ("c",)),
        (JUNE - A_DAY, ("c",)),
        (JUNE, ("a", "b")),
        (JULY - A_DAY, ("a", "b")),
        (JULY, ("b",)),
    ],
)
def test_the_first_day_counts_and_the_day_that_ends_it_does_not(day, found):
    lines = following_as_lines(rows=[("b", JUNE, None), ("a", JUNE, JULY), ("c", MAY, JUNE)])
    assert followed_on(lines=lines, day=day) == found


def test_what_ended_on_the_day_on_which_it_began_was_followed_on_no_day():
    lines = following_as_lines(rows=[("a", JUNE, JUNE)])
    assert followed_on(lines=lines, day=JUNE) == ()
    assert followed_within(lines=lines, first=MAY, last=JULY) == ()


DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 1, 12))
ROWS = st.lists(
    st.tuples(st.sampled_from("abc"), DAYS, st.none() | st.integers(0, 9)).map(
        lambda row: (row[0], row[1], None if row[2] is None else row[1] + row[2] * A_DAY)
    ),
    max_size=5,
)


@given(rows=ROWS)
def test_the_lines_give_back_the_rows_that_they_were_made_of(rows):
    assert sorted(followings_of(lines=following_as_lines(rows=rows)), key=str) == sorted(
        rows, key=str
    )


@given(rows=ROWS, first=DAYS, days=st.integers(0, 12))
def test_of_a_time_is_what_was_followed_on_any_of_its_days(rows, first, days):
    lines = following_as_lines(rows=rows)
    each = {
        pack
        for number in range(days + 1)
        for pack in followed_on(lines=lines, day=first + number * A_DAY)
    }
    found = followed_within(lines=lines, first=first, last=first + days * A_DAY)
    assert found == tuple(sorted(each))
