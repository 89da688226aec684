"""A question made ready once says of every record what it says when asked for that one alone."""

import random

from hypothesis import given, settings
from hypothesis import strategies as some

from tests.engines.finding.made_up import some_child, some_query
from whereabouts.engines.matching import Asking, Candidate, compare, name_parts
from whereabouts.engines.matching.names import BETWEEN_PARTS, MOST_PARTS, normal_name
from whereabouts.engines.matching.sounds import sound_of_part


def candidate(entry):
    return Candidate(
        entry.names, entry.births, entry.sex, entry.places, entry.phones, entry.identifiers
    )


@settings(max_examples=60, deadline=None)
@given(seed=some.integers(0, 2**32))
def test_one_question_of_many_records_is_as_many_questions_of_one(seed):
    chance = random.Random(seed)
    query = some_query(chance)
    records = [candidate(some_child(number, chance, [])) for number in range(30)]
    asking = Asking(query=query)

    told = [asking.match(candidate=each) for each in records]

    assert told == [compare(query=query, candidate=each) for each in records]
    # What was remembered of those before changes nothing.
    assert told == [asking.match(candidate=each) for each in records]


@settings(max_examples=60, deadline=None)
@given(seed=some.integers(0, 2**32))
def test_whoever_knows_how_words_sound_may_say_so(seed):
    chance = random.Random(seed)
    query = some_query(chance)
    asked_of: list[str] = []

    def hears(word):
        asked_of.append(word)
        return sound_of_part(part=word)

    for number in range(20):
        record = candidate(some_child(number, chance, []))
        told = Asking(query=query, hears=hears).match(candidate=record)
        assert told == compare(query=query, candidate=record)
    assert all(word == "".join(name_parts(text=word)) for word in asked_of)


@settings(max_examples=400, deadline=None)
@given(text=some.text("abZ9'`-., /_^", max_size=20))
def test_the_short_way_to_the_parts_of_plain_letters_is_the_long_way(text):
    bare = normal_name(text=text).replace("'", "")
    parts = ("".join(filter(str.isalnum, part)) for part in BETWEEN_PARTS.split(bare))

    assert name_parts(text=text) == tuple(part for part in parts if part)[:MOST_PARTS]
