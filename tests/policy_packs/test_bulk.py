"""Many episodes at once: the same answers as one at a time, from the same rules."""

import random

import numpy as np
import pytest

from whereabouts.engines.policy import BadValue, PackLibrary, UnknownFact, evaluate
from whereabouts.engines.policy.bulk import (
    Columns,
    case_of,
    check_columns,
    columns_of,
    grade_all,
    joined,
    may_hold,
)
from whereabouts.interfaces.commands.bench_rules import made_up_case

SAME = ("level", "floor", "seriousness", "immediacy", "possible_level", "possible_floor")
PACKS = ("app-2017", "acpo-2010", "all-wales-2011", "app-2026")


def made_up(library: PackLibrary, number: int, seed: int) -> list[dict]:
    chance = random.Random(seed)
    return [made_up_case(vocabulary=library.vocabulary, chance=chance) for _ in range(number)]


def single(pack, case):
    result = evaluate(pack=pack, facts=case)
    fired = list(dict.fromkeys(row["clause"] for row in result["fired"]))
    return {**{name: result[name] for name in SAME}, "fired": fired}


def differing(pack, cases, **how):
    columns = columns_of(vocabulary=pack.vocabulary, cases=cases)
    grades = grade_all(pack=pack, columns=columns, **how)
    return [
        number
        for number, case in enumerate(cases)
        if grades.row(number=number) != single(pack, case)
    ]


@pytest.mark.parametrize("name", PACKS)
def test_every_answer_is_that_of_a_single_evaluation(library, name):
    pack = library.named(pack_id=name)
    assert differing(pack, made_up(library, 1_200, seed=7), at_a_time=500) == []


@pytest.mark.full
def test_a_hundred_thousand_random_episodes_are_answered_alike(library, pack):
    assert differing(pack, made_up(library, 100_000, seed=2016)) == []


def test_a_partnerships_own_clauses_are_among_them(library_with_local_packs):
    library = library_with_local_packs
    pack = library.named(pack_id="app-2017", local="eastmere")
    cases = made_up(library, 600, seed=8)
    assert differing(pack, cases) == []
    columns = columns_of(vocabulary=library.vocabulary, cases=cases)
    assert grade_all(pack=pack, columns=columns).counts()["EASTMERE-1/1"] > 0


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        ({"age_years": 9}, "high"),
        ({"age_years": 10}, "medium"),
        ({"weather": "severe", "hours_since_last_seen": 3}, "medium"),
        ({"age_years": None}, "medium"),
        ({}, "medium"),
    ],
)
def test_thresholds_hold_at_their_value_and_the_unknown_meets_none(pack, facts, level):
    assert differing(pack, [facts, {"sex": "F"}]) == []
    columns = columns_of(vocabulary=pack.vocabulary, cases=[facts])
    assert grade_all(pack=pack, columns=columns).row(number=0)["level"] == level


def test_where_each_clause_holds_is_counted_and_told_by_row(pack):
    cases = [{"age_years": 9}, {"age_years": 12}, {}, {"cse_flag": "confirmed"}]
    grades = grade_all(pack=pack, columns=columns_of(vocabulary=pack.vocabulary, cases=cases))
    assert grades.holds(clause="RF05/2").tolist() == [True, True, False, False]
    assert grades.counts()["RF05/1"] == 1
    assert grades.counts()["RF01/1"] == len(cases)


def test_a_row_comes_back_as_the_facts_it_was_made_of(library):
    cases = made_up(library, 300, seed=9)
    columns = columns_of(vocabulary=library.vocabulary, cases=cases)
    check_columns(vocabulary=library.vocabulary, columns=columns)
    for number, case in enumerate(cases):
        assert case_of(vocabulary=library.vocabulary, columns=columns, number=number) == case


def test_where_a_clause_may_hold_is_where_it_fires_or_is_undecided(library, pack):
    cases = made_up(library, 300, seed=12)
    columns = columns_of(vocabulary=library.vocabulary, cases=cases)
    results = [evaluate(pack=pack, facts=case) for case in cases]
    for rule in pack.rules:
        for clause in rule.clauses:
            may = may_hold(clause=clause, vocabulary=library.vocabulary, columns=columns)
            assert may.tolist() == [
                any(row["clause"] == clause.id for row in (*made["fired"], *made["undecided"]))
                for made in results
            ], clause.id


def test_no_rows_are_no_answers(pack):
    grades = grade_all(pack=pack, columns=Columns(0, {}))
    assert len(grades.level) == 0
    assert set(grades.counts().values()) == {0}


def test_facts_without_any_column_are_unknown(pack):
    grades = grade_all(pack=pack, columns=Columns(3, {}))
    assert grades.row(number=2) == single(pack, {})


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"shoe_size": [4]}, UnknownFact),
        ({"age_years": [18]}, BadValue),
        ({"cse_flag": [3]}, BadValue),
        ({"late_night": [2]}, BadValue),
        ({"hours_since_reported": [-2.0]}, BadValue),
        ({"age_years": [9, 10]}, BadValue),
    ],
)
def test_columns_outside_the_vocabulary_are_refused_by_name(library, values, refusal):
    columns = Columns(1, {name: np.array(column) for name, column in values.items()})
    with pytest.raises(refusal, match=next(iter(values))):
        check_columns(vocabulary=library.vocabulary, columns=columns)


def test_cases_outside_the_vocabulary_are_refused_by_name(library):
    for case, refusal in (({"shoe_size": 4}, UnknownFact), ({"age_years": 18}, BadValue)):
        with pytest.raises(refusal):
            columns_of(vocabulary=library.vocabulary, cases=[case])


def test_parts_read_one_by_one_are_the_columns_that_all_of_them_make_at_once(library):
    cases = [*made_up(library, 7, seed=3), {}, {"age_years": 12}]
    whole = columns_of(vocabulary=library.vocabulary, cases=cases)
    parts = [
        columns_of(vocabulary=library.vocabulary, cases=some)
        for some in (cases[:3], [], cases[3:8], cases[8:])
    ]
    found = joined(vocabulary=library.vocabulary, parts=parts)
    assert found.rows == whole.rows
    assert list(found.values) == list(whole.values)
    for name, column in whole.values.items():
        assert found.values[name].dtype == column.dtype
        assert np.array_equal(found.values[name], column, equal_nan=column.dtype.kind == "f")
    assert joined(vocabulary=library.vocabulary, parts=[]).rows == 0
