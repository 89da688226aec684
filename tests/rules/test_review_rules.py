"""The ladder of reviews: by level, from the pack alone, every limit kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from whereabouts.engines.deadlines import length_of
from whereabouts.engines.policy import LEVELS, Deadline
from whereabouts.practice.risk import packs
from whereabouts.practice.supervision import rules

REPORTED = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def limit(key, length, *, level="medium", unit="hours", to="supervisor", repeats=False):
    return Deadline(
        key=key, event="report", length=length, unit=unit, calendar="england", source="made up",
        status="proposed", level=level, to=to, repeats=repeats,
    )  # fmt: skip


def ladder(limits, level="medium", began_at=REPORTED):
    return rules.rungs_of_level(limits=limits, level=level, reported_at=REPORTED, began_at=began_at)


def in_force():
    return packs.in_force(at=REPORTED).deadlines


def hours_of(rungs):
    return [(rung.key, (rung.due_at - REPORTED) / HOUR) for rung in rungs]


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("absent", [("review_first_lowest", 1), ("raise_lowest_to_medium", 6.25)]),
        ("low", [("review_first_low", 2), ("raise_low_to_medium", 12.25)]),
        (
            "medium",
            [
                ("review_first_medium", 2),
                ("review_inspector_medium", 6),
                ("review_detective_inspector_medium", 24),
                ("review_detective_chief_inspector_medium", 48),
            ],
        ),
        ("high", [("review_first_high", 0.25)]),
    ],
)
def test_each_level_has_the_ladder_of_the_pack_in_force(level, expected):
    assert hours_of(ladder(in_force(), level)) == expected


def test_a_long_absence_is_looked_at_after_72_hours_and_on_to_twelve_months():
    steps = rules.rungs_of_length(limits=in_force(), reported_at=REPORTED)
    days = [(step.due_at - REPORTED).days for step in steps]
    assert days == [3, 7, 14, 28, 91, 182, 274, 365]
    yearly = rules.repeating(limits=in_force(), level="")
    assert [(one.key, one.length, one.unit) for one in yearly] == [("review_yearly", 365, "days")]


def test_whoever_a_pack_asks_is_somebody_with_a_rank():
    asked = {one.to for one in in_force() if one.key.startswith((rules.REVIEW, rules.RAISE))}
    assert asked <= set(rules.RANK_OF)


@pytest.mark.parametrize(
    ("reported_at", "expected"),
    [
        (datetime(2026, 11, 20, 17, 59, tzinfo=UTC), datetime(2026, 11, 20, 23, 59, tzinfo=UTC)),
        (datetime(2026, 11, 20, 18, 0, tzinfo=UTC), datetime(2026, 11, 21, 0, 0, tzinfo=UTC)),
        (datetime(2026, 11, 20, 18, 1, tzinfo=UTC), datetime(2026, 11, 21, 0, 0, tzinfo=UTC)),
        # Summer time: midnight in London is 23:00 in UTC.
        (datetime(2026, 7, 20, 22, 0, tzinfo=UTC), datetime(2026, 7, 20, 23, 0, tzinfo=UTC)),
    ],
)
def test_medium_is_proposed_after_six_hours_or_at_midnight_whichever_is_earlier(
    reported_at, expected
):
    rungs = rules.rungs_of_level(
        limits=in_force(), level="absent", reported_at=reported_at, began_at=reported_at
    )
    raises = [rung for rung in rungs if rung.key.startswith(rules.RAISE)]
    assert [rung.opens_at for rung in raises] == [expected]
    assert raises[0].due_at == expected + timedelta(minutes=15)


def test_a_ladder_that_begins_later_keeps_to_the_report_where_it_still_can():
    later = ladder(in_force(), began_at=REPORTED + 7 * HOUR)
    assert hours_of(later) == [
        ("review_first_medium", 9),
        ("review_inspector_medium", 13),
        ("review_detective_inspector_medium", 24),
        ("review_detective_chief_inspector_medium", 48),
    ]


def test_one_early_look_is_not_all_of_them():
    opens = [(rung.opens_at - REPORTED) / HOUR for rung in ladder(in_force())]
    assert opens == [0, 3, 12, 24]
    steps = rules.rungs_of_length(limits=in_force(), reported_at=REPORTED)
    assert [(step.opens_at - REPORTED) / HOUR for step in steps[:3]] == [36, 84, 168]


def test_the_lowest_ends_24_hours_after_the_report_and_never_later():
    ends = rules.lowest_ends_at(limits=in_force(), reported_at=REPORTED)
    assert ends == REPORTED + 24 * HOUR
    assert rules.lowest_ends_at(limits=[], reported_at=REPORTED) is None


def test_a_pack_that_names_somebody_unknown_asks_for_an_inspector():
    assert rules.rank_for(to="somebody_else") == "inspector"


LIMITS = some.builds(
    limit,
    key=some.sampled_from([f"review_{name}" for name in "abcdef"] + ["raise_x", "pnc_entry"]),
    length=some.floats(min_value=0.25, max_value=500, allow_nan=False),
    level=some.sampled_from(LEVELS),
)


@settings(max_examples=200, deadline=None)
@given(
    limits=some.lists(LIMITS, unique_by=lambda one: (one.key, one.level), max_size=12),
    level=some.sampled_from(LEVELS),
    hours=some.floats(min_value=0, max_value=600, allow_nan=False),
)
def test_any_pack_gives_its_own_ladder_and_no_gap_longer_than_it_says(limits, level, hours):
    began_at = REPORTED + timedelta(hours=hours)
    rungs = ladder(limits, level, began_at)
    asked = {one.key: one for one in limits if one.level == level}
    wanted = {key for key in asked if key.startswith(("review_", "raise_"))}
    assert {rung.key for rung in rungs} == wanted
    for rung in rungs:
        length = timedelta(hours=asked[rung.key].length)
        grace = (
            length_of(key="proposal_answered", at=rung.opens_at)
            if rung.key.startswith("raise_")
            else timedelta()
        )
        assert rung.due_at - grace in (REPORTED + length, began_at + length)
        assert rung.due_at - grace > began_at or hours == 0
        assert rung.opens_at <= rung.due_at
    singles = [rung for rung in rungs if rung.key.startswith("review_")]
    assert singles == sorted(singles, key=lambda rung: rung.due_at)
    if singles:
        assert singles[0].opens_at == min(began_at, singles[0].due_at)


def test_another_pack_gives_another_ladder():
    stricter = [
        replace(one, length=1) if one.key == "review_first_medium" else one for one in in_force()
    ]
    assert hours_of(ladder(stricter))[0] == ("review_first_medium", 1)
    assert hours_of(ladder(in_force()))[0] == ("review_first_medium", 2)
