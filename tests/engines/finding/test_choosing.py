"""Whom the index weighs: nobody who agrees in two things is passed over, whatever the crowd."""

import random
from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from rapidfuzz.distance import OSA

from tests.engines.finding.made_up import POLICE, child, record, some_child, some_query
from whereabouts.engines.finding import Finder, candidates, finder, levels, segment, weighing
from whereabouts.engines.finding.dates import SURE
from whereabouts.engines.finding.words import Words
from whereabouts.engines.matching import Agreement, Candidate, Query, compare, date_agreement

SEEDS = some.integers(0, 2**32)


def said_of(entry, query):
    """Compare every record, one by one: what the index does only for a few."""
    return compare(
        query=query,
        candidate=Candidate(
            entry.names, entry.births, entry.sex, entry.places, entry.phones, entry.identifiers
        ),
    )


def in_how_many_things(match, entry, query):
    """Return how many of both names and the date agree; a year that is nearly right is none."""
    telling = (text for text in match.because if "name" in text)
    names = {text.split()[0] for text in telling if "way" not in text and "initial" not in text}
    if query.born is None or query.born.precision != "day":
        return len(names)
    agree = [
        date_agreement(a=query.born, b=born)
        for born in entry.births
        if born.precision == "day" or born.earliest <= query.born.earliest <= born.latest
    ]
    return len(names) + any(each is not Agreement.CONFLICTING for each in agree)


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_who_agrees_in_two_things_is_weighed_however_few_may_agree_in_one(seed):
    chance = random.Random(seed)
    entries = [some_child(number, chance, []) for number in range(80)]
    index = Finder.build(entries=entries)
    for _ in range(6):
        query = replace(some_query(chance), place=None, phone=None, identifiers=())
        if not query.names or len(query.names[0].split()) != 2:
            continue
        far = patch.object(weighing, "FAR_BEHIND", 99), patch.object(finder, "FAR_BEHIND", 99)
        with patch.object(candidates, "MOST_ALONE", 1), far[0], far[1]:
            answer = index.find(query=query, asker=POLICE, limit=80)
        hits = {hit.person: hit.match for hit in answer.hits}
        for entry in entries:
            match = said_of(entry, query)
            if in_how_many_things(match, entry, query) >= 2:
                assert hits.get(entry.record) == match


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_where_few_are_held_everybody_who_agrees_in_anything_is_weighed(seed):
    chance = random.Random(seed)
    entries = [some_child(number, chance, []) for number in range(80)]
    index = Finder.build(entries=entries)
    query = some_query(chance)
    answer = index.find(query=query, asker=POLICE, limit=80)
    for hit in answer.hits:
        assert hit.match == said_of(entries[hit.person.int & 0xFFFF], query)
    assert [hit.match.score for hit in answer.hits] == sorted(
        (hit.match.score for hit in answer.hits), reverse=True
    )


def test_of_too_many_who_agree_in_two_things_those_who_agree_in_most_are_weighed(monkeypatch):
    monkeypatch.setattr(candidates, "MOST_ROWS", 50)
    monkeypatch.setattr(candidates, "MOST_ALONE", 50)
    crowd = [child(100 + number, "Testa Sampleton", f"2001-01-{1 + number % 28:02}")
             for number in range(400)]  # fmt: skip
    hers = child(1, "Testa Sampleton", "2011-03-12")
    index = Finder.build(entries=[*crowd, hers])
    born = hers.births[0]

    answer = index.find(query=Query(names=("Testa Sampleton",), born=born), asker=POLICE)
    assert answer.hits[0].person == record(1)
    assert answer.fits == 1

    answer = index.find(query=Query(names=("Testa Sampleton",)), asker=POLICE)
    assert len(answer.hits) == 20
    assert answer.fits >= 50


def test_an_age_a_place_and_half_a_name_are_enough_in_a_crowd(monkeypatch):
    monkeypatch.setattr(candidates, "MOST_ALONE", 20)
    crowd = [
        child(100 + number, "Testa Otherwise", "2003-01-01", places=("7 Mock Lane, Dummyford",))
        for number in range(300)
    ]
    hers = child(1, "Testa Sampleton", places=("1 Sample Road, Testham",))
    index = Finder.build(entries=[*crowd, hers])

    answer = index.find(query=Query(names=("Testa Zuzu",), place="Testham"), asker=POLICE)

    assert answer.hits[0].person == record(1)


@pytest.mark.parametrize("asked", ["sampleton", "kahn", "li", "\u0430\u043d\u043d\u0430"])
def test_no_word_is_more_alike_than_its_letters_allow(asked):
    chance = random.Random(asked)
    held = {"".join(chance.choice("aehiklmnostkp") for _ in range(chance.randint(1, 12)))
            for _ in range(500)} | {asked, "\u0430\u043d\u043d"}  # fmt: skip
    words = Words(words=sorted(held))
    every = np.arange(len(held) + 1, dtype=np.int32)  # the last is the place of no word

    most, alike = (how(word=asked, places=every) for how in (words.most_alike, words.alike))

    assert (alike <= most + 1e-6).all()
    assert most[-1] == alike[-1] == 0
    assert most.max() == alike.max() == 1


@pytest.mark.parametrize("asked", ["sampleton", "kahn", "li"])
def test_no_word_that_is_not_near_is_more_alike_than_is_said(asked):
    chance = random.Random(asked)
    held = {"".join(chance.choice("aehiklmnostp") for _ in range(chance.randint(1, 12)))
            for _ in range(2_000)} | {asked}  # fmt: skip
    words = Words(words=sorted(held))
    near = words.near(word=asked, shortest_beginning=99)
    far = np.setdiff1d(np.arange(len(held), dtype=np.int32), near.places)

    most = words.most_alike(word=asked, places=far, near=False)

    assert (words.alike(word=asked, places=far) <= most + 1e-6).all()
    assert most.mean() < words.most_alike(word=asked, places=far).mean()


def misheard(word, chance):
    """Return a word that is seldom near to another, and more or less like it."""
    letters = list(word)
    for place in chance.sample(range(len(letters)), chance.choice((2, 3, 3, 4, 5))):
        letters[place] = chance.choice("aeioulnrst")
    return "".join(letters).title()


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_reckoning_only_who_may_be_shown_changes_no_answer(seed):
    chance = random.Random(seed)
    names = [(misheard("mockabella", chance), misheard("sampleton", chance)) for _ in range(40)]
    entries = [
        child(
            number,
            "",
            person=record(number - number % 3 if number < 60 else number),
            names=tuple(chance.sample(names, chance.choice((1, 1, 2)))),
            births=(child(1, "", chance.choice(("2011-03-12", "2011-12-03", "2009-01-01"))).births),
            sex=chance.choice(("F", "M", None)),
            places=chance.choice(((), ("1 Sample Road, Testham",))),
        )
        for number in range(150)
    ]
    index = Finder.build(entries=entries)
    query = Query(
        names=("Mockabella Sampleton",),
        born=child(1, "").births[0],
        sex=chance.choice(("F", None)),
        place=chance.choice(("Testham", None)),
    )
    with patch.object(finder, "COMPARED_BESIDE", 0):
        for limit in (1, 2, 4, 8, 16):
            answer = index.find(query=query, asker=POLICE, limit=limit)
            with patch.object(weighing, "least_shown", lambda *_: -np.inf):
                assert index.find(query=query, asker=POLICE, limit=limit) == answer


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_whoever_may_still_be_shown_is_reckoned_to_the_last_word(seed):
    chance = random.Random(seed)
    entries = [
        child(
            number,
            f"{misheard('mockabella', chance)} {misheard('sampleton', chance)}",
            sex=chance.choice(("F", "M")),
            places=chance.choice(((), ("1 Sample Road, Testham",))),
        )
        for number in range(150)
    ]
    how_alike, least_shown = weighing.how_alike, weighing.least_shown
    reckoned, bars = [], []

    def both_ways(**given):
        with patch.object(weighing, "least_shown", lambda *_: -np.inf):
            whole = how_alike(**given)
        so_far = given["names"] + given["days"] + given["extra"]
        bonus = how_alike(**given)
        reckoned.append((so_far, given["days"] >= SURE, bonus, whole))
        return bonus

    def bar(*given):
        bars.append(least_shown(*given))
        return bars[-1]

    query = Query(
        names=("Mockabella Sampleton",), born=child(1, "").births[0], sex="F", place="Testham"
    )
    index = Finder.build(entries=entries)
    with patch.object(segment, "how_alike", both_ways), patch.object(weighing, "least_shown", bar):
        index.find(query=query, asker=POLICE, limit=chance.choice((1, 2, 4, 8)))

    assert reckoned
    for (so_far, right, bonus, whole), least in zip(reckoned, bars, strict=True):
        shown = right & (so_far + whole >= least)
        assert bonus[shown] == pytest.approx(whole[shown], abs=1e-4)
        assert (bonus <= whole + 1e-4).all()


@pytest.mark.parametrize("asked", ["Sampleton Trialby", "Trialby Sampleton"])
def test_who_bears_two_names_is_found_by_both_surnames(asked, monkeypatch):
    monkeypatch.setattr(candidates, "MOST_ALONE", 20)
    crowd = [
        child(100 + number, f"Testa {family}", f"2003-01-{1 + number % 28:02}")
        for number in range(300)
        for family in ("Sampleton", "Trialby")[number % 2 :][:1]
    ]
    hers = child(1, "", names=(("Mocka", "Sampleton"), ("Mocka", "Trialby")))

    answer = Finder.build(entries=[*crowd, hers]).find(query=Query(names=(asked,)), asker=POLICE)

    assert record(1) in [hit.person for hit in answer.hits]


@settings(max_examples=300, deadline=None)
@given(
    asked=some.text("abc", min_size=1, max_size=9), held=some.text("abc", min_size=1, max_size=12)
)
def test_beyond_the_slips_no_word_is_more_alike_than_is_said(asked, held):
    slips = OSA.distance(asked, held)
    if slips > levels.slips_allowed(asked=len(asked), held=len(held)):
        alike = 1 - slips / max(len(asked), len(held))
        assert alike <= levels.most_alike_beyond(len(asked)) + 1e-9


@pytest.mark.parametrize(
    ("held", "agreement"),
    [("2011-03-12", Agreement.EXACT), ("2011-12-03", Agreement.TRANSPOSED)],
)
def test_a_right_date_finds_whoever_has_it_in_any_crowd(held, agreement, monkeypatch):
    monkeypatch.setattr(candidates, "MOST_ALONE", 20)
    crowd = [child(100 + number, "Testa Otherwise", "2003-01-01") for number in range(300)]
    hers = child(1, "Mocka Sampleton", held)
    asked = child(2, "", "2011-03-12").births[0]
    assert date_agreement(a=asked, b=hers.births[0]) is agreement

    answer = Finder.build(entries=[*crowd, hers]).find(
        query=Query(names=("Zuzu Vavava",), born=asked), asker=POLICE
    )

    assert answer.hits[0].person == record(1)
