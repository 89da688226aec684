"""Who must acknowledge a placement out of area, until when, and what is red; from plain values."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.records.placements import rules
from whereabouts.records.placements.rules import Asked

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))
WHOLE = {
    "risks": ["cse"], "why_suitable": "Small.", "risk_pack": "Texts.", "plan": "School.",
    "at_a_distance": False, "director": "", "approved_on": None,
}  # fmt: skip


def test_a_day_ends_at_midnight_in_london_winter_and_summer():
    assert rules.end_of_day(on=date(2026, 11, 20)) == datetime(2026, 11, 21, tzinfo=UTC)
    assert rules.end_of_day(on=date(2026, 7, 1)) == datetime(2026, 7, 1, 23, tzinfo=UTC)


def test_a_child_is_there_when_it_is_said_and_else_by_the_end_of_the_day():
    day = date(2026, 11, 20)
    assert rules.arrival(started_on=day, arrives_at=NOON) == NOON
    assert rules.arrival(started_on=day, arrives_at=None) == rules.end_of_day(on=day)


def test_in_an_emergency_there_are_some_hours_more():
    given_ = {"arrives_at": NOON, "grace": 4 * HOUR}
    assert rules.acknowledged_by_then(emergency=False, **given_) == NOON
    assert rules.acknowledged_by_then(emergency=True, **given_) == NOON + 4 * HOUR


def test_every_part_that_is_known_is_asked_and_no_other():
    asked = rules.parts_of(host_authority=ONE, host_force=TWO, home=THREE)
    assert asked == [("host_authority", ONE), ("host_police", TWO), ("receiving_home", THREE)]
    assert rules.parts_of(host_authority=None, host_force=TWO, home=None) == [("host_police", TWO)]


@pytest.mark.parametrize(
    ("more", "colour"),
    [
        ({}, "waiting"),
        ({"due_at": NOON}, "red"),
        ({"due_at": NOON - HOUR}, "red"),
        ({"acknowledged_at": NOON}, "told"),
        ({"acknowledged_at": NOON, "due_at": NOON - HOUR}, "late"),
        ({"withdrawn_at": NOON, "due_at": NOON - HOUR}, "withdrawn"),
    ],
)
def test_a_part_is_told_late_waiting_red_or_not_asked_any_more(more, colour):
    asked = Asked(**{"part": "host_police", "due_at": NOON + HOUR, **more})
    assert rules.colour(asked=asked, at=NOON) == colour
    assert rules.is_red(asked=[asked], at=NOON) == (colour == "red")


@given(due=st.integers(-50, 50), done=st.none() | st.integers(-50, 50), looked=st.integers(-50, 50))
def test_nothing_past_its_date_and_unacknowledged_looks_well(due, done, looked):
    asked = Asked(
        part="host_police", due_at=NOON + due * HOUR,
        acknowledged_at=None if done is None else NOON + done * HOUR,
    )  # fmt: skip
    colour = rules.colour(asked=asked, at=NOON + looked * HOUR)
    if done is None:
        assert colour == ("red" if due <= looked else "waiting")
    else:
        assert colour == ("late" if done > due else "told")


def test_a_whole_notice_lacks_nothing():
    assert rules.lacks(**WHOLE) == {}


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ({"risks": []}, {"risks"}),
        ({"why_suitable": " "}, {"why_suitable"}),
        ({"risk_pack": ""}, {"risk_pack"}),
        ({"plan": ""}, {"plan"}),
        ({"at_a_distance": None}, {"at_a_distance"}),
        ({"at_a_distance": True}, {"director", "approved_on"}),
        ({"at_a_distance": True, "director": "A Director"}, {"approved_on"}),
        ({"at_a_distance": True, "director": "A", "approved_on": date(2026, 11, 1)}, set()),
    ],
)
def test_what_a_notice_lacks_is_named_by_field(more, missing):
    assert set(rules.lacks(**{**WHOLE, **more})) == missing


@pytest.mark.parametrize(
    ("flags", "risks", "alert", "grave"),
    [
        (set(), [], None, False),
        ({"communication_need"}, ["health"], None, False),
        ({"cse"}, [], None, True),
        ({"highest_risk_cohort"}, [], None, True),
        (set(), ["gang"], None, True),
        (set(), [], NOON, True),
    ],
)
def test_red_interrupts_where_somebody_exploits_the_child_or_looks_for_them(
    flags, risks, alert, grave
):
    assert rules.is_grave(flags=flags, risks=risks, alert=alert) is grave


def test_a_share_of_nothing_is_nothing():
    assert rules.share(part=0, whole=0) is None
    assert rules.share(part=1, whole=3) == 33
    assert rules.share(part=3, whole=3) == 100
