"""Who comes before a panel besides those away again and again, and what a meeting wants."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.foundations.agencies.rules import AGENCY_KINDS
from whereabouts.practice.meetings import rules
from whereabouts.practice.meetings.rules import BadAgenda, Lately, Reason
from whereabouts.practice.meetings.vocabulary import KINDS
from whereabouts.records.episodes.rules import LEVEL_ORDER
from whereabouts.records.people.vocabulary import FLAG_KINDS

TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SERIOUSNESS = ("none_apparent", "some", "serious", "grave")


def met(episodes, flags=()):
    return rules.reasons_met(
        asked=rules.reasons(on=TODAY), episodes=episodes, flags=flags, at=NOON,
        levels=LEVEL_ORDER, seriousness=SERIOUSNESS,
    )  # fmt: skip


def away(days, level="low", seriousness="some"):
    return Lately(level=level, seriousness=seriousness, reported_at=NOON - days * DAY)


@pytest.mark.parametrize(
    ("episodes", "flags", "expected"),
    [
        ([away(1)], (), ()),
        ([away(30, "high")], (), ("graded_high",)),
        ([away(31, "high")], (), ()),
        ([away(90, seriousness="grave")], (), ("grave_harm",)),
        ([away(91, seriousness="grave")], (), ()),
        ([away(90)], ("cce",), ("exploited",)),
        ([away(91)], ("cce",), ()),
        ([], ("cse",), ()),  # flagged, and not away: no panel for going missing
        ([away(1)], ("mental_health",), ()),
        ([away(-1, "high")], (), ()),  # what lies ahead counts for nothing
    ],
)
def test_a_child_comes_before_a_panel_for_harm_feared_once_as_for_a_count(
    episodes, flags, expected
):
    assert met(episodes, flags) == expected


@given(days=st.lists(st.integers(0, 200), max_size=8), more=st.integers(0, 200))
def test_another_episode_never_takes_a_reason_away(days, more):
    before = [away(one, "high" if one % 2 else "low") for one in days]
    after = [*before, away(more, "high", "grave")]
    assert set(met(before)) <= set(met(after))


def test_every_entry_of_the_file_says_something_that_exists():
    flags, kinds, agencies = dict(FLAG_KINDS), dict(KINDS), dict(AGENCY_KINDS)
    for one in rules.reasons(on=TODAY):
        assert set(one.flags) <= set(flags)
        assert not one.level or one.level in LEVEL_ORDER
        assert not one.seriousness or one.seriousness in SERIOUSNESS
    for kind in kinds:
        assert set(rules.wanted(kind=kind, on=TODAY)) <= set(agencies)
    follows = [one for kind in (*kinds, "enquiry") for one in rules.follows(kind=kind, on=TODAY)]
    assert {one.id for one in follows} == {"full_meeting", "conference"}
    assert all(one.owner in agencies and one.working_days > 0 for one in follows)


def test_before_its_first_day_nothing_of_the_file_holds():
    early = date(2015, 2, 28)
    assert rules.reasons(on=early) == ()
    assert rules.wanted(kind="strategy", on=early) == ()


@pytest.mark.parametrize(
    "text",
    [
        '[[reasons]]\nid = "x"\nlabel = "x"\ndays = 1\nlevel = "high"\nsince = 2020-01-01',
        '[[reasons]]\nid = "x"\nsource = "x"\ndays = 1\nlevel = "high"',
        '[[reasons]]\nid = "x"\nsource = "x"\nsince = 2020-01-01\ndays = 1',
        '[[reasons]]\nid = "x"\nsource = "x"\nsince = 2020-01-01\nlevel = "high"\ndays = 0',
        '[[reasons]]\nid = "x"\nsource = "x"\nsince = 2020-01-01\ndays = 1\nlevel = "low"\nflags = ["cse"]',
        '[[wanted]]\nkind = "panel"\nagencies = []\nsince = 2020-01-01',
    ],
)
def test_an_entry_that_is_not_whole_is_refused(text):
    with pytest.raises(BadAgenda):
        rules.read_agenda(text=text)


@pytest.mark.parametrize(
    ("there", "needed", "expected"),
    [
        (["authority", "health"], ["authority", "police_force", "health"], ("police_force",)),
        (["authority", "transport_police", "health"], ["authority", "police_force"], ()),
        ([], [], ()),
    ],
)
def test_the_transport_police_are_police_and_whoever_is_missing_is_named(there, needed, expected):
    assert rules.lacking(kinds=there, needed=needed) == expected


@pytest.mark.parametrize(
    ("first", "second", "second_accepted", "expected"),
    [
        (False, False, False, ("first",)),
        (True, False, False, ()),
        (True, True, False, ("second",)),
        (False, True, True, ("first",)),
        (True, True, True, ()),
    ],
)
def test_an_action_waits_for_each_of_its_owners(first, second, second_accepted, expected):
    assert (
        rules.owners_left(first_accepted=first, second=second, second_accepted=second_accepted)
        == expected
    )


def test_the_latest_entry_that_has_begun_stands():
    early = Reason(id="x", since=date(2015, 1, 1), label="a", days=1, source="s", level="high")
    late = Reason(id="x", since=date(2020, 1, 1), label="b", days=9, source="s", level="high")
    assert [one.label for one in rules._standing([late, early], date(2019, 1, 1))] == ["a"]
    assert [one.label for one in rules._standing([early, late], date(2020, 1, 1))] == ["b"]
