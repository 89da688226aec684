"""Gradings side by side, and the pattern of a home; from plain values."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from whereabouts.insight.lookups.home_pattern import Away, pattern_of
from whereabouts.practice.partners import rules
from whereabouts.practice.partners.rules import Graded

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def graded(agency, level, *, days=0, decides=False):
    return Graded(agency=agency, level=level, at=NOON + days * DAY, decides=decides)


def test_each_agency_s_latest_grading_stands_and_the_police_s_stands_first():
    shown = rules.side_by_side(
        gradings=[
            graded("Council", "high", days=2), graded("Council", "low"),
            graded("Home", "medium"), graded("Police", "medium", decides=True),
        ]
    )  # fmt: skip
    assert [(one.agency, one.level) for one in shown.gradings] == [
        ("Police", "medium"), ("Council", "high"), ("Home", "medium"),
    ]  # fmt: skip
    assert shown.differ
    assert shown.lower_than_a_partner


def test_where_all_say_the_same_nothing_differs():
    shown = rules.side_by_side(
        gradings=[graded("Police", "low", decides=True), graded("Home", "low")]
    )
    assert not shown.differ
    assert not shown.lower_than_a_partner


def test_lower_than_a_partner_needs_something_that_stands():
    shown = rules.side_by_side(gradings=[graded("Home", "low"), graded("Council", "high")])
    assert shown.differ
    assert not shown.lower_than_a_partner


def test_what_an_agency_says_for_itself_never_hides_what_stands():
    shown = rules.side_by_side(
        gradings=[graded("Police", "low", decides=True), graded("Police", "high", days=1)]
    )
    assert [(one.level, one.decides) for one in shown.gradings] == [("low", True), ("high", False)]
    assert shown.lower_than_a_partner


@given(
    st.lists(
        st.tuples(st.sampled_from("ABCD"), st.sampled_from(rules.LEVELS), st.integers(0, 9)),
        max_size=12,
    )
)
def test_no_level_is_shown_that_no_agency_gave(rows):
    shown = rules.side_by_side(
        gradings=[graded(agency, level, days=days) for agency, level, days in rows]
    )
    assert {(one.agency, one.level) for one in shown.gradings} <= {
        (agency, level) for agency, level, _ in rows
    }
    assert {one.agency for one in shown.gradings} == {agency for agency, _, _ in rows}


# --- the pattern of a home ------------------------------------------------------------


def test_a_home_without_episodes_has_twelve_empty_months():
    pattern = pattern_of(episodes=[], at=NOON)
    assert (pattern.total, pattern.usual_hours, len(pattern.months)) == (0, None, 12)
    assert pattern.months[-1] == ("Nov 2026", 0)
    assert pattern.months[0][0] == "Dec 2025"


def test_episodes_are_counted_by_month_hour_and_day_and_children_once():
    friday_night = datetime(2026, 11, 13, 21, 0, tzinfo=UTC)
    pattern = pattern_of(
        episodes=[
            Away(started_at=friday_night, ended_at=friday_night + timedelta(hours=4), child=1),
            Away(started_at=friday_night - 7 * DAY, ended_at=friday_night - 6 * DAY, child=1),
            Away(started_at=NOON - timedelta(hours=2), ended_at=None, child=2),
            Away(started_at=NOON - 500 * DAY, ended_at=NOON - 499 * DAY, child=3),
        ],
        at=NOON,
    )
    assert (pattern.total, pattern.children, pattern.most_in_a_month) == (3, 2, 3)
    assert dict(pattern.parts_of_day)["18 to 24"] == 2
    assert dict(pattern.days)["Fri"] == 3
    assert pattern.hours_away == 30.0
    assert pattern.usual_hours == 4.0
