"""What lies on a beat, whom we worry about most, which shift it is, and what is a hot spot."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.practice.street import rules
from whereabouts.practice.street.rules import BadStreet, Worry

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SERIOUSNESS = ("none_apparent", "some", "serious", "grave")
LEVELS = ("absent", "low", "medium", "high")
ONE, TWO, THREE = (UUID(int=number) for number in range(1, 4))


@pytest.mark.parametrize(
    ("places", "line", "expected"),
    [
        (["ZZ1"], "1 Plain Road, ZZ1 1ZZ", True),
        (["zz1 "], "1 Plain Road zz11zz", True),
        (["ZZ1"], "1 Plain Road, ZZ11 1ZZ", False),  # another district
        (["ZZ1"], "Bus ZZ1 to the quay", False),  # a number on a bus is no postcode
        (["Made-up Arcade"], "outside the made up arcade, by the tills", True),
        (["Arcade"], "the Arcadeway", False),
        (["Quay"], "", False),
        (["  "], "anything at all", False),
        ([], "1 Plain Road, ZZ1 1ZZ", False),
    ],
)
def test_a_line_lies_on_a_beat_by_a_postcodes_district_or_a_whole_name(places, line, expected):
    assert rules.lies_on(places=places, lines=[line]) is expected


def worry(child=ONE, **more):
    given = {
        "seriousness": "some", "level": "low", "exploited": False, "count": 1, "last_at": NOON,
    }  # fmt: skip
    return Worry(child=child, **{**given, **more})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"seriousness": "grave", "count": 1}, {"seriousness": "serious", "count": 40}),
        ({"exploited": True, "count": 1}, {"count": 40, "level": "high"}),
        ({"level": "high", "count": 1}, {"count": 40}),
        ({"count": 3}, {"count": 2}),
        ({"last_at": NOON}, {"last_at": NOON - timedelta(days=1)}),
        ({"seriousness": "some"}, {"seriousness": "not a word of the scale"}),
    ],
)
def test_whom_we_worry_about_most_is_by_harm_and_a_count_comes_last(first, second):
    found = [worry(TWO, **second), worry(ONE, **first)]
    order = rules.by_worry(found=found, seriousness=SERIOUSNESS, levels=LEVELS)
    assert [one.child for one in order] == [ONE, TWO]


@given(
    st.lists(
        st.tuples(st.sampled_from(SERIOUSNESS), st.booleans(), st.integers(0, 60)),
        min_size=1, max_size=12,
    )
)  # fmt: skip
def test_no_count_lifts_a_child_over_one_for_whom_more_is_feared(children):
    found = [
        worry(UUID(int=number), seriousness=grave, exploited=used, count=count)
        for number, (grave, used, count) in enumerate(children)
    ]
    order = rules.by_worry(found=found, seriousness=SERIOUSNESS, levels=LEVELS)
    feared = [SERIOUSNESS.index(one.seriousness) for one in order]
    assert feared == sorted(feared, reverse=True)
    assert sorted(order, key=lambda one: one.child) == found


def test_a_hot_spot_takes_several_children_and_is_shown_as_it_was_written_most():
    seen = [
        (ONE, "Made-up Arcade"), (TWO, "made up arcade"), (TWO, "made up arcade"), (ONE, "Quay"),
        (ONE, "quay"), (THREE, ""), (THREE, "  "),
    ]  # fmt: skip
    assert rules.hot_spots(seen=seen, at_least=2) == [("made up arcade", 2)]


@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [
        (7, 0, datetime(2026, 11, 20, 7, tzinfo=UTC)),
        (6, 59, datetime(2026, 11, 19, 23, tzinfo=UTC)),
        (14, 59, datetime(2026, 11, 20, 7, tzinfo=UTC)),
        (15, 0, datetime(2026, 11, 20, 15, tzinfo=UTC)),
        (23, 30, datetime(2026, 11, 20, 23, tzinfo=UTC)),
    ],
)
def test_a_shift_began_at_the_last_hour_at_which_one_begins(hour, minute, expected):
    local = datetime(2026, 11, 20, hour, minute, tzinfo=UTC)
    assert rules.shift_began(local=local, hours=[time(23), time(7), time(15)]) == expected


def test_a_sum_tells_whether_a_briefing_changed_whatever_its_order():
    assert rules.digest(keys=["a", "b"]) == rules.digest(keys=["b", "a"])
    assert rules.digest(keys=["a", "b"]) != rules.digest(keys=["a"])


ENTRY = """
[[briefing]]
since = {since}
worried_most = {most}
worried_days = 90
hot_spot_children = 2
hot_spot_days = 90
hidden_seconds = 180
source = "made up"
status = "proposed"
"""


def test_the_entry_that_has_begun_last_stands_and_before_all_the_first():
    early = ENTRY.format(since="2015-03-01", most=10)
    found = rules.read_street(text=early + ENTRY.format(since="2020-01-01", most=5))
    assert [one.worried_most for one in found] == [10, 5]
    assert rules.measure(on=date(2026, 11, 20)).worried_most == 10
    assert rules.measure(on=date(1999, 1, 1)).worried_most == 10


@pytest.mark.parametrize(
    "text",
    [
        "",
        ENTRY.format(since="2015-03-01", most=0),
        ENTRY.format(since='"soon"', most=10),
        ENTRY.format(since="2015-03-01", most=10).replace('source = "made up"', ""),
        ENTRY.format(since="2015-03-01", most=10).replace("hot_spot_days = 90", ""),
    ],
)
def test_an_entry_that_is_not_whole_is_refused(text):
    with pytest.raises(BadStreet):
        rules.read_street(text=text)
