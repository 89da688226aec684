"""Whom a date of birth lets the index pass over: nobody who would have been shown."""

import random
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.engines.finding.made_up import (
    AGENCIES,
    FAMILY,
    GIVEN,
    LONG_AGO,
    MEMBERS,
    NOW,
    POLICE,
    child,
    day,
    record,
    some_child,
    some_query,
)
from whereabouts.engines.finding import (
    Asker,
    Finder,
    candidates,
    columns,
    finder,
    known,
    runs,
    segment,
    weighing,
)
from whereabouts.engines.finding.columns import Runs
from whereabouts.engines.matching import BirthRange, Query

SEEDS = some.integers(0, 2**32)
PARTNER = Asker(AGENCIES[1], MEMBERS[1], everybody=False, moment=NOW)


def in_a_crowd(stack):
    """Let few be as many as very many, so that a small index goes the ways of a great one."""
    for place, name, value in (
        (candidates, "MOST_ALONE", 3),
        (segment, "COMMON", 4),
        (runs, "COMMON", 4),
        (weighing, "COMMON", 4),
        (candidates, "FEW_READ", 9),
        (columns, "LONGEST", 2),
        (known, "FEW_ROWS", 3),
        (finder, "COMPARED_BESIDE", 0),
    ):
        stack.enter_context(patch.object(place, name, value))


def reading_everybody(index):
    """Take away what lets the index pass anybody over."""
    stack = ExitStack()
    stack.enter_context(patch.object(candidates.Candidates, "_in_question", lambda *_: None))
    for part in index._parts:
        held = part.columns
        every = np.ones_like(held.set_is_vague)
        stack.enter_context(patch.object(held, "set_is_vague", every))
    return stack


def born_some_day(chance):
    born = date(2009, 1, 1) + timedelta(days=chance.randrange(0, 2_500, 5))
    told = chance.random()
    if told < 0.8:
        return BirthRange(born, born, "day")
    if told < 0.9:
        return BirthRange(date(born.year, 1, 1), date(born.year, 12, 31), "year")
    return BirthRange(born, born + timedelta(days=700), "age")


def some_crowd(chance, number):
    joined = [record(place) for place in range(0, number, 9)]
    for place in range(number):
        entry = some_child(place, chance, joined)
        births = tuple(born_some_day(chance) for _ in range(chance.choice((0, 1, 1, 1, 2))))
        yield replace(entry, births=births)


def asked_of(chance):
    query = some_query(chance)
    names = [chance.choice(GIVEN), chance.choice(FAMILY), chance.choice(GIVEN)]
    return replace(
        query,
        names=(" ".join(names[: chance.choice((2, 2, 3))]),),
        born=chance.choice(
            (
                born_some_day(chance),
                day((date(2009, 1, 1) + timedelta(days=chance.randrange(2_500))).isoformat()),
                BirthRange(date(2011, 3, 1), date(2011, 3, 31), "month"),
                BirthRange(date(2012, 1, 1), date(2012, 12, 31), "year"),
            )
        ),
    )


def counted(method, name, gone):
    def instead(self, *given, **told):
        found = method(self, *given, **told)
        gone[name] += 1
        if name == "rows":
            gone["passing over"] += bool(found.passed_over)
        return found

    return instead


def test_passing_over_who_was_born_otherwise_changes_no_answer():
    gone = Counter()

    @settings(max_examples=25, deadline=None)
    @given(seed=SEEDS)
    def both_ways(seed):
        chance = random.Random(seed)
        with ExitStack() as stack:
            in_a_crowd(stack)
            for name in ("rows", "passed_over", "at_place"):
                instead = counted(getattr(candidates.Candidates, name), name, gone)
                stack.enter_context(patch.object(candidates.Candidates, name, instead))
            index = Finder.build(entries=some_crowd(chance, 220))
            for _ in range(8):
                query = asked_of(chance)
                for asker in (POLICE, PARTNER):
                    for limit in (1, 5, 20):
                        answer = index.find(query=query, asker=asker, limit=limit)
                        with reading_everybody(index):
                            whole = index.find(query=query, asker=asker, limit=limit)
                        assert answer == whole

    both_ways()
    # Some passed people over, some came back to them all, some to those at a place.
    assert gone["passing over"] > gone["passed_over"] > 0, gone
    assert gone["rows"] > gone["passing over"], gone
    assert gone["at_place"] > 0, gone


@settings(max_examples=200, deadline=None)
@given(
    held=some.lists(some.tuples(some.integers(0, 5), some.integers(0, 199)), max_size=120),
    keys=some.lists(some.integers(0, 5), unique=True),
    ends=some.tuples(some.integers(0, 200), some.integers(0, 200)),
)
def test_part_of_a_run_holds_all_between_two_values_and_little_beside(held, keys, ends):
    first, last = sorted(ends)
    values = np.array(sorted(value for _, value in held), dtype=np.int32)
    order = sorted(range(len(held)), key=lambda place: held[place][1])
    numbers = np.array([held[place][0] for place in order], dtype=np.int32)
    with patch.object(columns, "LONGEST", 4):
        parts = Runs(keys=numbers, values=values, number=6, most=200)
        wanted = np.array(keys, dtype=np.int32)
        found = parts.within(wanted, first, last).tolist()
        every = parts.all_of(wanted).tolist()
        long = np.array([key for key in keys if len(parts.of(key)) >= 4], dtype=np.int32)
        of_long = parts.within(long, first, last)
    inside = [value for value in every if first <= value < last]
    assert not Counter(inside) - Counter(found)
    assert not Counter(found) - Counter(every)
    step = -(-200 // columns.STEPS)
    assert ((first - step < of_long) & (of_long < last + step)).all()


@pytest.mark.parametrize("born", ["2011-03-12", "2011"])
def test_where_nobody_was_born_near_the_date_those_of_the_name_are_shown(born):
    crowd = [
        child(100 + place, "Testa Sampleton", f"200{place % 5}-0{4 + place % 6}-{13 + place % 9}")
        for place in range(60)
    ]
    asked = day(born) if "-" in born else BirthRange(date(2011, 1, 1), date(2011, 12, 31), "year")
    query = Query(names=("Testa Sampleton",), born=asked)
    with ExitStack() as stack:
        in_a_crowd(stack)
        index = Finder.build(entries=crowd)
        several = index.find(query=query, asker=POLICE, limit=20)
        one = index.find(query=query, asker=POLICE, limit=1)
        index.put(entry=child(1, "Testa Sampleton", "2011-03-12"))
        hers = index.find(query=query, asker=POLICE, limit=20)
    assert len(several.hits) == 20
    assert one.hits == several.hits[:1]
    assert (hers.hits[0].person, hers.fits) == (record(1), 1)


@pytest.mark.parametrize("told", [None, "year"])
def test_who_has_no_date_or_half_of_one_is_not_passed_over(told):
    vague = () if told is None else (BirthRange(date(2011, 1, 1), date(2011, 12, 31), "year"),)
    crowd = [
        child(100 + place, f"{given} {family}", f"2011-03-{1 + place % 28:02}")
        for place, (given, family) in enumerate(
            [("Testa", "Otherwise"), ("Mocka", "Sampleton")] * 40
        )
    ]
    hers = replace(child(1, "Testa Sampleton"), births=vague)
    query = Query(names=("Testa Sampleton",), born=day("2011-03-12"))
    with ExitStack() as stack:
        in_a_crowd(stack)
        answer = Finder.build(entries=[*crowd, hers]).find(query=query, asker=POLICE, limit=20)
    assert record(1) in [hit.person for hit in answer.hits]


def test_who_may_not_be_known_does_not_decide_who_is_passed_over():
    hidden = [
        replace(
            child(100 + place, "Testa Sampleton"), known_to=((AGENCIES[0], None, LONG_AGO, None),)
        )
        for place in range(60)
    ]
    seen = [
        replace(
            child(300 + place, "Testa Sampleton", f"2003-01-{1 + place:02}"),
            known_to=((AGENCIES[1], None, LONG_AGO, None),),
        )
        for place in range(12)
    ]
    query = Query(names=("Testa Sampleton",), born=day("2011-03-12"))
    with ExitStack() as stack:
        in_a_crowd(stack)
        both = Finder.build(entries=[*hidden, *seen]).find(query=query, asker=PARTNER)
        alone = Finder.build(entries=seen).find(query=query, asker=PARTNER)
    assert both == alone
    assert len(both.hits) == 12
