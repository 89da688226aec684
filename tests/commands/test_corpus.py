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

PEOPLE = make_people(number=30_000, seed=7)


def test_the_same_seed_makes_the_same_people_and_questions():
    again = make_people(number=30_000, seed=7)

    assert [again.uuid(row) for row in (0, 9, 29_999)] == [
        PEOPLE.uuid(row) for row in (0, 9, 29_999)
    ]
    assert [again.family_name(row) for row in range(500)] == [
        PEOPLE.family_name(row) for row in range(500)
    ]
    assert make_questions(people=again, number=44, seed=3) == make_questions(
        people=PEOPLE, number=44, seed=3
    )


def test_nobody_shares_a_key():
    assert len({PEOPLE.uuid(row) for row in range(len(PEOPLE))}) == len(PEOPLE)
    assert all(PEOPLE.uuid(row).version == 7 for row in range(100))


def test_siblings_live_together_and_twins_share_a_birthday():
    same = PEOPLE.household[1:] == PEOPLE.household[:-1]
    twins = same & (PEOPLE.born[1:] == PEOPLE.born[:-1])

    assert same.mean() > 0.3
    assert 0.003 < twins.sum() / len(PEOPLE) < 0.05
    for row in np.flatnonzero(same)[:200]:
        assert PEOPLE.address(row) == PEOPLE.address(row + 1)
    assert (PEOPLE.family[1:] == PEOPLE.family[:-1])[same].mean() > 0.8


def test_there_are_names_that_programs_take_for_something_else():
    assert {"Null", "None", "True", "1e5", "O'Connor"} <= set(PEOPLE.family_words)


def test_there_are_three_hundred_thousand_surnames_to_draw_from():
    assert len(set(PEOPLE.family_words)) > 300_000
    drawn = Counter(PEOPLE.family.tolist())
    assert len(drawn) > 10_000
    assert drawn.most_common(1)[0][1] < len(PEOPLE) * 0.02


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_every_kind_is_wrong_in_its_way(kind):
    for each in make_questions(people=PEOPLE, number=60, seed=11, kinds=(kind,)):
        given, family = PEOPLE.given_name(each.truth), PEOPLE.family_name(each.truth)
        whole = each.name == f"{each.given} {family}" and each.given in (given, given.split()[0])
        if kind == "exact":
            assert whole
        elif kind == "date":
            assert each.born != f"{PEOPLE.birthday(each.truth):%d/%m/%Y}"
        elif kind == "typed_so_far":
            assert family.startswith(each.family)
        elif kind == "former_name":
            assert each.family == PEOPLE.former_name(each.truth)
        elif kind == "age_only":
            assert each.born.startswith("about ")
            assert each.place
            assert PEOPLE.address(each.truth).endswith(each.place)
        elif kind == "short_name":
            assert min(len(given.split()[0]), len(family)) <= 4


def test_second_records_are_of_different_people_and_have_whole_dates_or_years():
    again = noted_again(people=PEOPLE, number=500, seed=5)

    assert len({each.truth for each in again}) == 500
    assert all(each.sex == PEOPLE.sex(each.truth) for each in again)
    assert {each.kind for each in again} < set(KINDS)
    assert all(date(2004, 1, 1) < PEOPLE.birthday(each.truth) < date(2026, 1, 1) for each in again)


def test_only_those_are_asked_for_who_were_named():
    only = set(range(0, len(PEOPLE), 10))
    made = make_questions(people=PEOPLE, number=100, seed=5, only=only)

    assert {each.truth for each in made} <= only
    few = make_questions(people=PEOPLE, number=100, seed=5, only={1, 2, 3}, kinds=("exact",))
    assert {each.truth for each in few} == {1, 2, 3}
