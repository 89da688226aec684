"""What a partnership's agencies hold is laid together: each once, its own alone, for its days."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from whereabouts.insight.figures.comparing import effects
from whereabouts.insight.figures.facts import (
    Adults,
    Belongs,
    EpisodeFact,
    Facts,
    Helped,
    Quiet,
    Said,
    Talk,
)
from whereabouts.insight.figures.together import Part, together

SINCE, UNTIL = datetime(2025, 11, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)
OURS, THEIRS = UUID(int=1), UUID(int=2)
MINE = frozenset({Belongs(authority=OURS)})
NOT_MINE = frozenset({Belongs(authority=THEIRS)})


def an_episode(key, person="a", *, day=30, **more):
    return EpisodeFact(
        key=key, person=person, force="Northmoor Police", authority="", reported_at=SINCE + day * DAY,
        **more,
    )  # fmt: skip


def a_part(*episodes, areas=None, only_ours=False, days=((date(2020, 1, 1), None),), whole=True,
           **more):  # fmt: skip
    return Part(
        facts=Facts(
            since=SINCE, until=UNTIL, agency="x", episodes=episodes, helped=more.pop("helped", ()),
            adults=Adults(linked=0, of_several_children=0), areas=areas or {}, **more,
        ),
        days=days, whole=whole, only_ours=only_ours,
    )  # fmt: skip


def keys(*parts):
    made = together(parts=parts, authorities=frozenset({OURS}), agency="Board")
    return [one.key for one in made.facts.episodes], made


def test_what_two_agencies_hold_of_one_episode_counts_once_with_what_each_knows():
    at = SINCE + 31 * DAY
    police = a_part(
        an_episode("1", harm="denied", found_by="police", tasks=3, looked_after=None,
                   prevention=Talk(due=True, held_at=at, childs_view=True)),
    )  # fmt: skip
    council = a_part(
        an_episode("1", harm="told", ethnicity="BAFR", looked_after=False, used_in_plan=True,
                   independent=Talk(due=True, offered=True, declined=True, country="wales")),
        areas={"a": MINE},
    )  # fmt: skip
    found, made = keys(police, council)
    assert found == ["1"]
    (one,) = made.facts.episodes
    assert (one.harm, one.found_by, one.ethnicity, one.tasks) == ("told", "police", "BAFR", 3)
    assert one.looked_after is False
    assert one.used_in_plan
    assert (one.prevention.held_at, one.prevention.childs_view) == (at, True)
    assert one.independent == Talk(due=True, offered=True, declined=True, country="wales")


def test_a_child_of_another_authority_is_not_counted_whoever_recorded_them():
    police = a_part(an_episode("1"), an_episode("2", "b"), areas={"a": MINE, "b": NOT_MINE},
                    only_ours=True)  # fmt: skip
    assert keys(police)[0] == ["1"]


def test_a_child_whom_another_authority_placed_here_is_counted():
    here = frozenset({Belongs(authority=THEIRS), Belongs(authority=OURS)})
    assert keys(a_part(an_episode("1"), areas={"a": here}))[0] == ["1"]


@pytest.mark.parametrize(("day", "counted"), [(9, False), (10, True), (20, True), (21, False)])
def test_a_child_is_an_authoritys_on_the_days_that_it_is(day, counted):
    first = SINCE.date()
    spans = frozenset({
        Belongs(authority=OURS, from_on=first + 10 * DAY, until_on=first + 20 * DAY),
        Belongs(authority=THEIRS, until_on=first + 9 * DAY),
        Belongs(authority=THEIRS, from_on=first + 21 * DAY),
    })  # fmt: skip
    found, _ = keys(a_part(an_episode("1", day=day), areas={"a": spans}))
    assert bool(found) is counted


def test_where_nobody_recorded_whose_a_child_is_only_a_force_of_these_authorities_alone_counts():
    assert keys(a_part(an_episode("1"), only_ours=True))[0] == ["1"]
    found, made = keys(a_part(an_episode("1"), an_episode("2", "b"), areas={"b": MINE}))
    assert found == ["2"]
    # That one was left out is told, and not as if nobody had been missing.
    assert made.whose_unknown == 1


@pytest.mark.parametrize(("day", "counted"), [(9, False), (10, True), (19, True), (20, False)])
def test_an_agency_counts_for_the_days_on_which_it_is_covered(day, counted):
    first = SINCE.date()
    part = a_part(
        an_episode("1", day=day), areas={"a": MINE},
        days=((first + 10 * DAY, first + 20 * DAY),), whole=False,
    )  # fmt: skip
    assert bool(keys(part)[0]) is counted


def test_help_is_not_compared_of_whom_the_partnership_follows_for_a_part_of_the_time():
    given = (Helped(person="a", kind="Trigger plan", at=SINCE + 150 * DAY),)
    both = [an_episode(f"{day}", day=day) for day in (-50, 120, 160)]
    whole = a_part(*both, areas={"a": MINE}, helped=given)
    _, made = keys(whole)
    assert [one.children for one in effects(facts=made.facts, days=90)] == [1]
    _, made = keys(replace(whole, whole=False, days=((date(2025, 12, 1), None),)))
    assert made.facts.episodes
    assert effects(facts=made.facts, days=90) == []


def test_of_help_words_and_adults_only_what_is_of_its_own_children_is_counted():
    part = a_part(
        an_episode("1"), an_episode("2", "b"), areas={"a": MINE, "b": NOT_MINE, "c": MINE},
        helped=(Helped(person="b", kind="Trigger plan", at=SINCE),),
        quiet=tuple(Quiet(person=one, kind="k", days_then=9, days_now=1) for one in "abc"),
        says=tuple(Said(person=one, words="Better") for one in "abc"),
        links=frozenset({("x", "a"), ("x", "b"), ("y", "b"), ("z", "a"), ("z", "c")}),
    )  # fmt: skip
    facts = keys(part)[1].facts
    assert facts.helped == ()
    assert [one.person for one in facts.quiet] == ["a", "c"]
    assert [one.person for one in facts.says] == ["a", "c"]
    assert facts.adults == Adults(linked=2, of_several_children=1)


def test_who_knows_of_the_later_episode_and_of_the_childs_word_is_believed():
    one = a_part(
        areas={"a": MINE}, quiet=(Quiet(person="a", kind="k", days_then=None, days_now=300),),
        says=(Said(person="a", words="Worse"),),
    )  # fmt: skip
    other = a_part(
        quiet=(Quiet(person="a", kind="k", days_then=12, days_now=40),),
        says=(Said(person="a", words="Not asked"),),
    )  # fmt: skip
    facts = keys(one, other)[1].facts
    assert facts.quiet == (Quiet(person="a", kind="k", days_then=12, days_now=40),)
    assert [said.words for said in facts.says] == ["Worse"]
