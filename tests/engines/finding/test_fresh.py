"""What is put in and taken out, and what somebody may not know, leave no trace in any answer."""

import random
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.engines.finding.made_up import (
    POLICE,
    child,
    record,
    some_asker,
    some_child,
    some_query,
)
from whereabouts.engines.finding import Asker, Entry, Finder, finder
from whereabouts.engines.finding import words as words_module
from whereabouts.engines.finding.words import Words
from whereabouts.engines.matching import Query

SEEDS = some.integers(0, 2**32)


def may_know(entry: Entry, asker: Asker) -> bool:
    """Said again here, the slow way, so that both must be wrong together."""
    if asker.everybody:
        return True
    for agency, member, since, until in entry.known_to:
        if agency != asker.agency or member not in (None, asker.member):
            continue
        if since <= asker.moment and (until is None or asker.moment < until):
            return True
    return False


def played(chance: random.Random, steps: int) -> tuple[Finder, dict]:
    """Return an index after a random history, and what ought to be in it."""
    held: dict = {}
    first = [some_child(number, chance, []) for number in range(chance.randint(0, 25))]
    index = Finder.build(entries=first)
    held.update({entry.record: entry for entry in first})
    for _ in range(steps):
        number = chance.randint(0, 40)
        if chance.random() < 0.3:
            assert index.remove(record=record(number)) is (
                held.pop(record(number), None) is not None
            )
        else:
            entry = some_child(number, chance, roots(held, number))
            index.put(entry=entry)
            held.pop(entry.record, None)
            held[entry.record] = entry
        if chance.random() < 0.05:
            index.merge()
    assert len(index) == len(held)
    return index, held


def roots(held, number):
    """Return the records that others may be joined to: none that is itself joined."""
    if any(entry.person == record(number) != entry.record for entry in held.values()):
        return []  # others are joined to this one
    return sorted(key for key, entry in held.items() if entry.person == key != record(number))


def in_sets(answer):
    """Return an answer without the order of those who are equally likely."""
    return (
        sorted((hit.person, tuple(sorted(hit.records)), hit.match) for hit in answer.hits),
        [hit.match.score for hit in answer.hits],
        answer.fits,
    )


@settings(max_examples=6, deadline=None)
@given(seed=SEEDS)
def test_putting_in_and_taking_out_is_the_same_as_building_anew(seed):
    chance = random.Random(seed)
    index, held = played(chance, steps=30)
    anew = Finder.build(entries=held.values())
    for _ in range(6):
        query, asker = some_query(chance), some_asker(chance)
        assert in_sets(index.find(query=query, asker=asker, limit=60)) == in_sets(
            anew.find(query=query, asker=asker, limit=60)
        )


@pytest.mark.parametrize("few", [4_000, 0])
@settings(max_examples=6, deadline=None)
@given(seed=SEEDS)
def test_what_an_asker_may_not_know_changes_nothing_of_their_answer(few, seed):
    chance = random.Random(seed)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("whereabouts.engines.finding.known.FEW_ROWS", few)
        index, held = played(chance, steps=20)
        for _ in range(6):
            query, asker = some_query(chance), some_asker(chance)
            theirs = Finder.build(
                entries=[entry for entry in held.values() if may_know(entry, asker)]
            )
            answer = index.find(query=query, asker=asker, limit=60)
            assert in_sets(answer) == in_sets(theirs.find(query=query, asker=asker, limit=60))
            known = {record for record, entry in held.items() if may_know(entry, asker)}
            assert {record for hit in answer.hits for record in hit.records} <= known


@settings(max_examples=40, deadline=None)
@given(
    words=some.lists(
        some.text("abcdeh", min_size=1, max_size=11), min_size=1, max_size=60, unique=True
    ),
    asked=some.text("abcdeh", min_size=1, max_size=11),
)
def test_no_word_that_is_near_is_missed_by_the_short_way(words, asked):
    words = sorted(words)
    with pytest.MonkeyPatch.context() as patched:
        every = Words(words=words).near(word=asked, shortest_beginning=1)
        patched.setattr(words_module, "FEW_WORDS", 0)
        quick = Words(words=words).near(word=asked, shortest_beginning=1)
    assert dict(zip(quick.places.tolist(), quick.levels.tolist(), strict=True)) == dict(
        zip(every.places.tolist(), every.levels.tolist(), strict=True)
    )
    begins = [place for place, word in enumerate(words) if word.startswith(asked)]
    assert list(range(*quick.begins)) == begins


@settings(max_examples=8, deadline=None)
@given(seed=SEEDS)
def test_what_is_remembered_of_a_scope_ends_when_a_right_begins_or_ends(seed):
    chance = random.Random(seed)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("whereabouts.engines.finding.known.FEW_ROWS", chance.choice((0, 3)))
        patched.setattr("whereabouts.engines.finding.known.REMEMBERED", 2)
        index, held = played(chance, steps=10)
        askers = [some_asker(chance) for _ in range(4)]
        for _ in range(12):  # the same ask again at other moments, while records go
            asker, query = chance.choice(askers), some_query(chance)
            theirs = [entry for entry in held.values() if may_know(entry, asker)]
            assert in_sets(index.find(query=query, asker=asker, limit=60)) == in_sets(
                Finder.build(entries=theirs).find(query=query, asker=asker, limit=60)
            )
            if held and chance.random() < 0.4:
                gone = chance.choice(sorted(held))
                index.remove(record=gone)
                del held[gone]


def test_parts_that_grow_keep_every_record(monkeypatch):
    monkeypatch.setattr(finder, "STEPS", (4, 16, 64))
    index = Finder.build(entries=[child(1, "Testa Sampleton")])
    for number in range(2, 90):
        index.put(entry=child(number, f"Testa{chr(97 + number % 26)} Sampleton"))
        assert index.find(query=Query(names=("Sampleton",)), asker=POLICE).fits == number
    index.merge()
    assert len(index) == index.find(query=Query(names=("Sampleton",)), asker=POLICE).fits == 89


def test_joining_and_parting_are_seen_at_once_wherever_the_records_are():
    index = Finder.build(entries=[child(1, "Testa Sampleton"), child(2, "Mocka Otherwise")])
    query = Query(names=("Testa Sampleton",))

    index.put(entry=child(2, "Mocka Otherwise", person=record(1)))
    together = index.find(query=query, asker=POLICE)
    assert together.hits[0].records == (record(1), record(2))
    assert index.find(query=Query(names=("Mocka",)), asker=POLICE).hits[0].person == record(1)

    index.put(entry=child(2, "Mocka Otherwise"))
    assert index.find(query=query, asker=POLICE).hits[0].records == (record(1),)
    assert index.find(query=Query(names=("Mocka",)), asker=POLICE).hits[0].person == record(2)


def test_many_may_ask_and_change_it_at_once():
    index = Finder.build(entries=[child(number, "Testa Sampleton") for number in range(1, 40)])
    wrong = []

    def ask():
        for _ in range(60):
            answer = index.find(query=Query(names=("Testa Sampleton",)), asker=POLICE)
            if not 39 <= answer.fits <= 79 or len(answer.hits) != 20:
                wrong.append(answer.fits)

    asking = [threading.Thread(target=ask) for _ in range(3)]
    for thread in asking:
        thread.start()
    for number in range(40, 80):
        index.put(entry=child(number, "Testa Sampleton"))
    for thread in asking:
        thread.join()
    assert wrong == []
    assert len(index) == 79
