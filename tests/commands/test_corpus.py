"""The made-up nation: the same for the same seed, and as mixed as it says."""

from collections import Counter
from datetime import date

import numpy as np
import pytest

from whereabouts.interfaces.commands.corpus import (
    KINDS,
    make_people,
    make_questions,
    noted_again,
)


@pytest.fixture(scope="module")
def nation():
    """Return the people, made when a test first asks: not wherever tests are only collected."""
    return make_people(number=30_000, seed=7)


def test_the_same_seed_makes_the_same_people_and_questions(nation):
    again = make_people(number=30_000, seed=7)

    assert [again.uuid(row) for row in (0, 9, 29_999)] == [
        nation.uuid(row) for row in (0, 9, 29_999)
    ]
    assert [again.family_name(row) for row in range(500)] == [
        nation.family_name(row) for row in range(500)
    ]
    assert make_questions(people=again, number=44, seed=3) == make_questions(
        people=nation, number=44, seed=3
    )


def test_nobody_shares_a_key(nation):
    assert len({nation.uuid(row) for row in range(len(nation))}) == len(nation)
    assert all(nation.uuid(row).version == 7 for row in range(100))


def test_siblings_live_together_and_twins_share_a_birthday(nation):
    same = nation.household[1:] == nation.household[:-1]
    twins = same & (nation.born[1:] == nation.born[:-1])

    assert same.mean() > 0.3
    assert 0.003 < twins.sum() / len(nation) < 0.05
    for row in np.flatnonzero(same)[:200]:
        assert nation.address(row) == nation.address(row + 1)
    assert (nation.family[1:] == nation.family[:-1])[same].mean() > 0.8


def test_there_are_names_that_programs_take_for_something_else(nation):
    assert {"Null", "None", "True", "1e5", "O'Connor"} <= set(nation.family_words)


def test_there_are_three_hundred_thousand_surnames_to_draw_from(nation):
    assert len(set(nation.family_words)) > 300_000
    drawn = Counter(nation.family.tolist())
    assert len(drawn) > 10_000
    assert drawn.most_common(1)[0][1] < len(nation) * 0.02


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_every_kind_is_wrong_in_its_way(nation, kind):
    for each in make_questions(people=nation, number=60, seed=11, kinds=(kind,)):
        given, family = nation.given_name(each.truth), nation.family_name(each.truth)
        whole = each.name == f"{each.given} {family}" and each.given in (given, given.split()[0])
        if kind == "exact":
            assert whole
        elif kind == "date":
            assert each.born != f"{nation.birthday(each.truth):%d/%m/%Y}"
        elif kind == "typed_so_far":
            assert family.startswith(each.family)
        elif kind == "former_name":
            assert each.family == nation.former_name(each.truth)
        elif kind == "age_only":
            assert each.born.startswith("about ")
            assert each.place
            assert nation.address(each.truth).endswith(each.place)
        elif kind == "short_name":
            assert min(len(given.split()[0]), len(family)) <= 4


def test_second_records_are_of_different_people_and_have_whole_dates_or_years(nation):
    again = noted_again(people=nation, number=500, seed=5)

    assert len({each.truth for each in again}) == 500
    assert all(each.sex == nation.sex(each.truth) for each in again)
    assert {each.kind for each in again} < set(KINDS)
    assert all(date(2004, 1, 1) < nation.birthday(each.truth) < date(2026, 1, 1) for each in again)


def test_only_those_are_asked_for_who_were_named(nation):
    only = set(range(0, len(nation), 10))
    made = make_questions(people=nation, number=100, seed=5, only=only)

    assert {each.truth for each in made} <= only
    few = make_questions(people=nation, number=100, seed=5, only={1, 2, 3}, kinds=("exact",))
    assert {each.truth for each in few} == {1, 2, 3}
