"""Facts from records: counts, flags, placements and the clock; silence is never "no"."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.practice.risk.derived import (
    FLAG_FACTS,
    Derived,
    History,
    Lives,
    age_that_protects,
    as_plain,
    capped_age,
    carries_on,
    from_flags,
    from_history,
    from_placement,
    from_times,
    merged,
)
from whereabouts.records.people.vocabulary import FLAG_KINDS

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def days_ago(*days):
    return tuple(NOON - timedelta(days=day) for day in days)


def test_counts_are_over_their_own_windows():
    facts = from_history(
        history=History(reported_at=days_ago(1, 30, 31, 90, 91, 181)), at=NOON
    ).facts
    assert facts["episodes_30d"] == 2
    assert facts["episodes_90d"] == 4
    assert facts["episodes_180d"] == 5
    assert facts["episodes_ever"] == 6
    assert facts["first_time"] is False


def test_no_earlier_episode_is_known_from_the_registers():
    facts = from_history(history=History(), at=NOON).facts
    assert (facts["episodes_ever"], facts["first_time"]) == (0, True)
    assert facts["highest_previous_level"] == "none"


def test_a_silent_agency_makes_nought_unknown_but_not_what_was_counted():
    assert from_history(history=History(silent_agencies=True), at=NOON).facts == {}
    counted = from_history(
        history=History(silent_agencies=True, reported_at=days_ago(3)), at=NOON
    ).facts
    assert counted["episodes_ever"] == 1


def test_no_placement_on_record_says_nothing():
    assert from_placement(lives=None, reported_at=(), at=NOON).facts == {}


def test_a_placement_counts_episodes_from_its_first_day():
    lives = Lives(
        living_at="childrens_home", looked_after=True, out_of_area=None,
        started_on=date(2026, 11, 10),
    )  # fmt: skip
    facts = from_placement(lives=lives, reported_at=days_ago(1, 10, 11), at=NOON).facts
    assert facts["days_since_placement"] == 10
    assert facts["episodes_since_placement"] == 2
    assert facts["looked_after"] is True
    assert facts["outside_care"] is False
    assert "placed_out_of_area" not in facts


def test_whoever_is_not_looked_after_lives_outside_care_and_where_nobody_knows_neither_is_said():
    known = {"living_at": "kinship", "out_of_area": None, "started_on": date(2026, 11, 10)}

    def facts(looked_after):
        lives = Lives(looked_after=looked_after, **known)
        return from_placement(lives=lives, reported_at=(), at=NOON).facts

    assert facts(False)["outside_care"] is True
    assert {"looked_after", "outside_care"}.isdisjoint(facts(None))


@pytest.mark.parametrize(
    ("hour", "late"), [(21, False), (22, True), (23, True), (4, True), (5, False), (12, False)]
)
def test_late_is_from_ten_at_night_until_five(hour, late):
    reported = datetime(2026, 11, 20, hour, tzinfo=UTC)
    facts = from_times(last_seen_at=None, reported_at=reported, at=reported).facts
    assert facts["late_night"] is late


def test_local_time_counts_in_summer():
    reported = datetime(2026, 7, 1, 21, 30, tzinfo=UTC)  # half past ten in London
    assert from_times(last_seen_at=None, reported_at=reported, at=reported).facts["late_night"]


def test_hours_are_unknown_where_nobody_knows_when_the_child_was_seen():
    facts = from_times(last_seen_at=None, reported_at=NOON, at=NOON + timedelta(hours=2)).facts
    assert "hours_since_last_seen" not in facts
    assert facts["hours_since_reported"] == 2


def test_hours_are_never_negative():
    later = NOON + timedelta(minutes=1)
    facts = from_times(last_seen_at=later, reported_at=later, at=NOON).facts
    assert facts["hours_since_last_seen"] == facts["hours_since_reported"] == 0


def test_every_kind_of_flag_is_known_to_the_rules_or_said_not_to_be():
    no_fact = {"risk_of_offending"}
    mapped = {kind for kind, _ in FLAG_FACTS}
    assert {kind for kind, _ in FLAG_KINDS} - mapped == no_fact


def test_flags_become_facts_with_their_source():
    found = from_flags(
        flags=[("cse", "suspected", "a school"), ("suicide", "confirmed", "her GP"),
               ("risk_of_offending", "confirmed", "x")]
    )  # fmt: skip
    assert [(fact, value) for fact, value, _ in found] == [
        ("cse_flag", "suspected"),
        ("suicide_concern", True),
    ]
    assert found[0][2] == "flag, suspected: a school"


def test_whoever_turns_eighteen_while_missing_keeps_seventeen():
    assert [capped_age(age=age) for age in (None, 12, 17, 18, 19)] == [None, 12, 17, 17, 17]


AGES = st.none() | st.integers(min_value=0, max_value=60)


@given(believed=AGES, youngest=AGES)
def test_an_age_dispute_never_lowers_protection(believed, youngest):
    """The rules protect more the younger a child is, and ask where no age is known."""
    without = age_that_protects(believed=believed, youngest=youngest, disputed=False)
    with_it = age_that_protects(believed=believed, youngest=youngest, disputed=True)
    if without is None:
        assert with_it is None or with_it == min(youngest, 17)
    else:
        assert with_it is not None
        assert with_it <= without <= 17
    if youngest is not None:
        assert with_it is not None
        assert with_it <= youngest, "what the child said of themselves counts while it is disputed"


def test_without_a_dispute_what_is_not_believed_makes_nobody_younger():
    assert age_that_protects(believed=16, youngest=12, disputed=False) == 16
    assert age_that_protects(believed=16, youngest=12, disputed=True) == 12


def test_what_was_true_of_the_night_does_not_carry_on():
    assert carries_on(group="child")
    assert carries_on(group="exploitation")
    assert not carries_on(group="circumstances")


def test_the_first_part_to_know_a_fact_is_its_source():
    one, two = Derived(), Derived()
    one.know("age_years", 12, "record")
    one.know("sex", None, "record")
    two.know("age_years", 13, "report")
    whole = merged(parts=[one, two])
    assert (whole.facts, whole.sources) == ({"age_years": 12}, {"age_years": "record"})


def test_facts_are_kept_as_plain_numbers():
    assert as_plain({"a": 1.23456, "b": True, "c": 3}) == {"a": 1.23, "b": True, "c": 3}
