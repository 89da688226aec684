"""Again and again: every definition at once, lower for the young, and before against after."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.engines.repeats import (
    BadDefinition,
    asked_for,
    before_and_after,
    calls_in_force,
    counts_back,
    episodes_in_force,
    no_fewer,
    patterns_in_force,
    read_definitions,
    recurs,
    stand,
)

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TODAY = episodes_in_force(on=NOON.date())
TIMES = st.lists(
    st.integers(min_value=0, max_value=800 * 24).map(lambda hours: NOON - timedelta(hours=hours)),
    max_size=40,
)
AGES = st.one_of(st.none(), st.integers(min_value=0, max_value=17))


def read(*days, age=15, at=NOON, definitions=TODAY):
    return {
        one.definition.id: one
        for one in stand(
            definitions=definitions, times=[NOON - day * DAY for day in days], age=age, at=at
        )
    }


def holds(*days, age=15):
    return {name for name, one in read(*days, age=age).items() if one.holds}


def test_several_definitions_hold_at_once_and_each_is_read_by_itself():
    assert holds(0) == set()
    assert holds(0, 200) == {"more_than_once"}
    assert holds(0, 20) == {"more_than_once", "two_in_28_days"}
    assert holds(0, 40, 90) == {"more_than_once", "three_in_90_days"}
    assert holds(0, 40, 91) == {"more_than_once"}
    assert {"three_in_30_days", "three_in_90_days"} <= holds(0, 10, 30)
    assert "five_in_30_days" in holds(0, 1, 2, 3, 30)
    assert "ten_in_a_year" in holds(*range(0, 361, 40))
    assert "six_ever" in holds(0, 500, 600, 700, 800, 900)


@pytest.mark.parametrize(("age", "held"), [(13, True), (14, False), (None, True), (6, True)])
def test_at_thirteen_two_in_ninety_days_are_enough_and_an_age_nobody_knows_counts(age, held):
    assert ("young_two_in_90_days" in holds(0, 90, age=age)) is held
    assert "young_two_in_90_days" not in holds(0, 91, age=age)


def test_what_held_once_is_seen_after_it_holds_no_more():
    one = read(300, 310, 320)["three_in_90_days"]
    assert (one.holds, one.held_ever, one.count, one.most) == (False, True, 0, 3)


def test_what_is_asked_for_is_said_once():
    asks = asked_for(standing=read(0, 1, 2, 3, age=12).values())
    assert sorted(asks) == sorted(set(asks))
    assert set(asks) == {"panel", "strategy_meeting", "plan"}
    assert asked_for(standing=read(0).values()) == ()


@pytest.mark.parametrize(
    ("texts", "again"),
    [
        (["Her mother", "with MUM, at the flat"], True),
        (["Her mother", "a friend"], False),
        (["a mummer", "grandmother"], False),
        ([], False),
    ],
)
def test_a_pattern_recurs_by_whole_words_in_enough_texts(texts, again):
    parent, _ = patterns_in_force(on=NOON.date())
    assert recurs(definition=parent, texts=texts) is again


def test_calls_have_their_own_definitions():
    (three,) = calls_in_force(on=NOON.date())
    assert read(0, 1, definitions=(three,))["three_calls_in_90_days"].holds is False
    assert read(0, 1, 90, definitions=(three,))["three_calls_in_90_days"].holds is True
    assert set(three.asks) == {"help_offer", "strategy_meeting"}


@given(times=TIMES, age=AGES)
def test_one_more_episode_never_ends_a_definition(times, age):
    before = stand(definitions=TODAY, times=times, age=age, at=NOON)
    after = stand(definitions=TODAY, times=[*times, NOON], age=age, at=NOON)
    for one, more in zip(before, after, strict=True):
        assert more.count == one.count + 1
        assert more.most >= one.most
        assert more.most >= more.count
        assert not (one.holds and not more.holds)
        assert not (one.holds and not one.held_ever)


@given(times=TIMES, younger=st.integers(0, 17), older=st.integers(0, 17))
def test_a_younger_child_is_never_asked_less_for(times, younger, older):
    younger, older = sorted((younger, older))
    for_younger = asked_for(standing=stand(definitions=TODAY, times=times, age=younger, at=NOON))
    for_older = asked_for(standing=stand(definitions=TODAY, times=times, age=older, at=NOON))
    unknown = asked_for(standing=stand(definitions=TODAY, times=times, age=None, at=NOON))
    assert set(for_older) <= set(for_younger) <= set(unknown)


@given(times=TIMES)
def test_the_order_of_what_was_told_does_not_matter(times):
    one = stand(definitions=TODAY, times=times, age=14, at=NOON)
    assert one == stand(definitions=TODAY, times=list(reversed(times)), age=14, at=NOON)


def test_what_lies_ahead_is_not_counted():
    assert read(-1, -2, -3)["three_in_90_days"].count == 0


# --- before and after -----------------------------------------------------------------------


def test_before_and_after_look_at_windows_of_one_length():
    began = NOON - 30 * DAY
    times = [NOON - days * DAY for days in (5, 31, 40, 59, 61)]
    said = before_and_after(began_at=began, times=times, at=NOON)
    assert (said.days, said.before, said.after, said.days_since_last) == (30, 3, 1, 5)
    assert said.fewer is True
    short = before_and_after(began_at=began, times=times, at=NOON, most_days=9)
    assert (short.days, short.before, short.after, short.fewer) == (9, 1, 0, True)


def test_on_the_first_day_there_is_nothing_to_say():
    said = before_and_after(began_at=NOON, times=[], at=NOON)
    assert (said.days, said.fewer, said.days_since_last) == (0, None, None)


@given(times=TIMES, days=st.integers(min_value=0, max_value=400))
def test_nothing_is_counted_on_both_sides(times, days):
    began = NOON - days * DAY
    said = before_and_after(began_at=began, times=times, at=NOON)
    assert said.before + said.after <= len(times)
    assert said.after == sum(began < when <= NOON for when in times)


@pytest.mark.parametrize(
    ("days", "none_better"),
    [
        ((5, 100), True),
        ((5, 100, 120), False),
        ((5, 10, 100), True),
        ((100, 120), False),
        ((), False),
        ((0, 89.9, 90, 179), True),
    ],
)
def test_no_fewer_in_ninety_days_than_in_the_ninety_before_is_no_improvement(days, none_better):
    times = [NOON - day * DAY for day in days]
    assert no_fewer(times=times, at=NOON, window=90 * DAY) is none_better


@given(times=TIMES, periods=st.integers(min_value=1, max_value=40))
def test_every_period_is_counted_once(times, periods):
    counts = counts_back(times=times, at=NOON, window=30 * DAY, periods=periods)
    assert len(counts) == periods
    assert sum(counts) == sum(NOON - when < periods * 30 * DAY for when in times)


# --- the file -------------------------------------------------------------------------------

ENTRY = '[[episodes]]\nid = "a"\nsince = {since}\nlabel = "A"\nat_least = {n}\nsource = "s"\n'


def test_a_later_entry_holds_from_its_day_on_and_the_first_holds_before():
    text = ENTRY.format(since="2020-01-01", n=3) + ENTRY.format(since="2022-01-01", n=2)
    found = read_definitions(text=text)["episodes"]
    assert [one.at_least for one in found] == [3, 2]
    from whereabouts.engines.repeats.definitions import _in_force

    for on, n in ((date(2019, 1, 1), 3), (date(2021, 1, 1), 3), (date(2022, 1, 1), 2)):
        assert [one.at_least for one in _in_force(found, on)] == [n]


@pytest.mark.parametrize(
    "text",
    [
        ENTRY.format(since="2020-01-01", n=0),
        ENTRY.format(since='"soon"', n=2),
        ENTRY.format(since="2020-01-01", n=2) * 2,
        ENTRY.format(since="2020-01-01", n=2) + 'asks = ["a_miracle"]\n',
        '[[calls]]\nid = "a"\nsince = 2020-01-01\nat_least = 1\nsource = "s"\n',
        ENTRY.format(since="2020-01-01", n=2) + "days = 0\n",
    ],
)
def test_an_entry_that_is_not_whole_is_refused(text):
    with pytest.raises(BadDefinition):
        read_definitions(text=text)


def test_every_definition_in_use_says_where_it_is_from():
    for one in (*TODAY, *calls_in_force(on=NOON.date())):
        assert one.source
        assert one.label
