"""How loud a notice is, who hears it, and when it is tried again."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.foundations.outbox import rules

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
KINDS = st.sampled_from([*sorted(rules.INTERRUPTING | rules.DIGESTED), "new_episode", "task_due"])


# HIGH apart, what may interrupt and by which of the reasons; one more is one more reason to give.
REASONS = {
    "proposal_waiting": "a waiting bar",
    "closure_block": "a waiting bar",
    "first_attendance": "a missed first attendance",
    "adult_approaching": "an adult approaching",
    "alert_unread_on_arrival": "an adult approaching",
    "feed_silent": "a silent feed",
    "heartbeat_silent": "a silent feed",
    # HIGH that nobody has written down yet.
    "child_in_danger": "high",
    "stands_too_low": "high",
    # A child waits for somewhere safe at night and nobody answers: a manager on call alone hears.
    "place_silent": "a silent duty team",
}


def test_what_interrupts_is_a_closed_list_with_a_reason_each():
    assert frozenset(REASONS) == rules.INTERRUPTING
    assert not rules.INTERRUPTING & (rules.DIGESTED | rules.NEVER_INTERRUPTING)


@given(kind=KINDS, asked=st.sampled_from(rules.LOUDNESS), high=st.booleans())
def test_only_high_and_the_named_kinds_ever_interrupt(kind, asked, high):
    if rules.loudness_of(kind=kind, asked=asked, high=high) == "interrupt":
        assert kind in rules.INTERRUPTING or high


@pytest.mark.parametrize(
    ("kind", "asked", "high", "heard"),
    [
        ("new_episode", "interrupt", True, "interrupt"),
        ("new_episode", "interrupt", False, "list"),
        ("new_episode", "list", True, "list"),
        ("proposal_waiting", "list", False, "interrupt"),
        ("first_attendance", "list", False, "interrupt"),
        ("adult_approaching", "list", False, "interrupt"),
        ("feed_silent", "list", False, "interrupt"),
        ("bar_passed", "list", False, "digest"),
        ("bar_passed", "list", True, "list"),
        ("hand_over", "digest", False, "digest"),
    ],
)
def test_each_loudness_has_its_reasons(kind, asked, high, heard):
    assert rules.loudness_of(kind=kind, asked=asked, high=high) == heard


@pytest.mark.parametrize(
    ("least", "loudness", "told"),
    [
        ("interrupt", "interrupt", True),
        ("interrupt", "list", False),
        ("list", "interrupt", True),
        ("list", "list", True),
        ("list", "digest", False),
        ("digest", "digest", True),
    ],
)
def test_an_endpoint_hears_what_is_at_least_as_loud_as_it_wants(least, loudness, told):
    ear = rules.Ear(channel="email", role="", member=None, least=least)
    assert rules.hears(ear=ear, roles=("supervisor",), member=None, loudness=loudness) is told


def test_an_endpoint_of_a_role_or_of_a_member_hears_of_nobody_elses():
    me, other = uuid4(), uuid4()
    of_role = rules.Ear(channel="email", role="supervisor", member=None, least="list")
    mine = rules.Ear(channel="email", role="", member=me, least="list")

    def hears(ear, *, role="supervisor", member=None):
        return rules.hears(ear=ear, roles=(role,), member=member, loudness="list")

    assert hears(of_role)
    assert not hears(of_role, role="duty_inspector")
    assert hears(mine, member=me)
    assert hears(mine)
    assert not hears(mine, member=other)


@given(tries=st.integers(min_value=1, max_value=400))
def test_steps_back_grow_and_end_at_ten_minutes(tries):
    this = rules.next_try(tries=tries, at=NOON) - NOON
    later = rules.next_try(tries=tries + 1, at=NOON) - NOON
    assert timedelta(seconds=5) <= this <= later <= timedelta(minutes=10)


def test_a_receiver_who_is_away_for_two_hours_loses_nothing_and_is_alarmed_in_five_minutes():
    waited, silent_after = timedelta(), None
    for tries in range(1, rules.MOST_TRIES):
        assert not rules.is_dead(tries=tries, refused=False)
        if tries == rules.SILENT_AFTER_TRIES:
            silent_after = waited
        waited += rules.next_try(tries=tries, at=NOON) - NOON
    assert silent_after <= timedelta(minutes=5)
    assert waited >= timedelta(hours=1, minutes=45)
    assert rules.is_dead(tries=rules.MOST_TRIES, refused=False)
    assert rules.is_dead(tries=1, refused=True)


def test_a_line_is_a_childs_or_else_its_subjects_and_names_neither():
    child, other = uuid4(), uuid4()
    line = rules.line_of(child=child, subject="episode:1")
    assert line == rules.line_of(child=child, subject="episode:2")
    assert line != rules.line_of(child=other, subject="episode:1")
    assert rules.line_of(child=None, subject="a:1") != rules.line_of(child=None, subject="a:2")
    assert child.hex[:8] not in line
