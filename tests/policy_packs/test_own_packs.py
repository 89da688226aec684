"""Many episodes, each under its recorder's own pack: the same answers as one at a time."""

import random
from datetime import date, timedelta

import numpy as np
import pytest

from tests.policy_packs.test_bulk import SAME, made_up, single
from whereabouts.engines.policy import NoPackInForce, PackLibrary
from whereabouts.engines.policy.bulk import columns_of, grade_all, grade_each
from whereabouts.engines.policy.own_packs import EPOCH, Practice, in_turn, packs_of

FIRST = date(2005, 1, 1)


def drawn_practices(library: PackLibrary, chance: random.Random, number: int) -> list[Practice]:
    names = [file.partnership for file in library.local]

    def followed():
        for name in chance.sample(names, chance.randrange(4)):
            first = date(2012, 1, 1) + timedelta(days=chance.randrange(4_000))
            lasts = chance.random() < 0.5
            yield name, first, None if lasts else first + timedelta(days=chance.randrange(2_000))

    return [
        Practice(jurisdiction=chance.choice([None, "england", "wales"]), followed=tuple(followed()))
        for _ in range(number)
    ]


def single_pack(library, practice, day):
    local = [
        name
        for name, first, until in practice.followed
        if first <= day and (until is None or day < until)
    ]
    return library.in_force(
        at=day, local="+".join(local) or None, jurisdiction=practice.jurisdiction
    )


def graded_otherwise(library: PackLibrary, number: int, seed: int) -> list[int]:
    """Return the random episodes, of random days and practices, that two ways grade otherwise."""
    chance = random.Random(seed)
    practices = drawn_practices(library, chance, 43)
    cases = made_up(library, number, seed)
    whose = np.array([chance.randrange(43) for _ in cases])
    day = np.array([(FIRST - EPOCH).days + chance.randrange(8_000) for _ in cases])
    packs, which = packs_of(library=library, practices=practices, whose=whose, day=day)
    assert len(packs) > 10
    grades = grade_each(
        packs=packs, which=which, columns=columns_of(vocabulary=library.vocabulary, cases=cases)
    )
    wrong = []
    for row, case in enumerate(cases):
        own = single_pack(library, practices[whose[row]], EPOCH + timedelta(days=int(day[row])))
        if packs[which[row]] is not own or grades.row(number=row) != single(own, case):
            wrong.append(row)
    return wrong


@pytest.mark.parametrize("seed", [1, 2])
def test_each_episode_is_graded_as_alone_under_the_pack_of_its_force_on_its_day(library, seed):
    assert graded_otherwise(library, 900, seed) == []


@pytest.mark.full
def test_a_hundred_thousand_of_forty_three_practices_are_graded_as_alone(library):
    assert graded_otherwise(library, 100_000, 2016) == []


def test_what_is_in_force_turns_on_the_days_of_bases_of_files_and_of_who_follows_them(library):
    own = "no-absent-under-13"
    practice = Practice(followed=((own, date(2014, 6, 1), date(2015, 6, 1)),))
    assert [
        (first.isoformat(), pack and pack.id.replace("+safeguards-1", ""))
        for first, pack in in_turn(library=library, practice=practice)
    ] == [
        ("2005-01-01", "acpo-2010"),
        ("2013-04-01", "acpo-2013"),
        ("2014-06-01", f"acpo-2013+{own}-1"),
        ("2015-03-01", f"npcc-2015-03+{own}-1"),
        ("2015-06-01", "npcc-2015-03"),
        ("2017-01-01", "app-2017"),
    ]


def test_a_welsh_base_goes_before_while_it_is_in_force(library):
    turns = in_turn(library=library, practice=Practice(jurisdiction="wales"))
    assert [(first.isoformat(), pack and pack.files[0].id) for first, pack in turns] == [
        ("2005-01-01", "acpo-2010"),
        ("2011-06-20", "all-wales-2011"),
        ("2021-02-01", "app-2017"),
    ]


def test_a_day_before_every_pack_is_refused_by_its_date(library):
    day = np.array([(FIRST - EPOCH).days, (FIRST - EPOCH).days - 1])
    with pytest.raises(NoPackInForce, match="2004-12-31"):
        packs_of(library=library, practices=[Practice()], whose=np.zeros(2, int), day=day)


def test_a_clause_holds_nowhere_but_where_its_pack_has_it(library):
    cases = [{"hours_since_last_seen": 7.0, "outside_care": True}] * 3
    columns = columns_of(vocabulary=library.vocabulary, cases=cases)
    packs = (
        library.named(pack_id="acpo-2013"),
        library.named(pack_id="all-wales-2011"),
        library.named(pack_id="acpo-2013", local="absent-only-in-care"),
    )
    grades = grade_each(packs=packs, which=np.array([1, 0, 2]), columns=columns)
    assert grades.holds(clause="WALES-6H/1").tolist() == [True, False, False]
    assert grades.holds(clause="ABSENT-ONLY-IN-CARE/1").tolist() == [False, False, True]
    assert grades.holds(clause="RF01/1").tolist() == [True] * 3
    assert grades.floor.tolist() == [1, 0, 1]


def test_of_one_pack_alone_the_answer_is_that_of_all_rows_together(library, pack):
    columns = columns_of(vocabulary=library.vocabulary, cases=made_up(library, 50, seed=4))
    each = grade_each(packs=[pack], which=np.zeros(50, int), columns=columns)
    whole = grade_all(pack=pack, columns=columns)
    for name in SAME:
        assert np.array_equal(getattr(each, name), getattr(whole, name))
    assert each.clauses == whole.clauses
