"""Words for how far away a deadline is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.engines.deadlines import NaiveInstant, in_words

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "due now"),
        (0.5, "in less than a minute"),
        (1, "in 1 minute"),
        (35, "in 35 minutes"),
        (60, "in 1 hour"),
        (130, "in 2 hours 10 minutes"),
        (61.9, "in 1 hour 1 minute"),
        (24 * 60, "in 1 day"),
        (27 * 60 + 59, "in 1 day 3 hours"),
        (72 * 60, "in 3 days"),
        (-0.5, "less than a minute overdue"),
        (-35, "35 minutes overdue"),
        (-130, "2 hours 10 minutes overdue"),
        (-49 * 60, "2 days 1 hour overdue"),
    ],
)
def test_a_deadline_is_told_as_people_say_it(minutes, words):
    assert in_words(due=NOON + timedelta(minutes=minutes), at=NOON) == words


@given(st.integers(-10_000_000, 10_000_000))
def test_only_what_is_past_is_called_overdue(seconds):
    words = in_words(due=NOON + timedelta(seconds=seconds), at=NOON)
    assert words.endswith("overdue") == (seconds < 0)
    assert words.startswith("in ") == (seconds > 0)
    assert " 0 " not in f" {words} "


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(NaiveInstant):
        in_words(due=NOON.replace(tzinfo=None), at=NOON)
    with pytest.raises(NaiveInstant):
        in_words(due=NOON, at=NOON.replace(tzinfo=None))
