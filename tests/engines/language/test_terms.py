"""Every term is found where it should be, left alone where it should be, and names its source."""

from datetime import date

import pytest

from whereabouts.engines.language import (
    ABOUT_A_CHILD,
    BadTerm,
    found_in,
    kept_terms,
    make_term,
    read_terms,
)

TERMS = kept_terms()
EVERYTHING = ABOUT_A_CHILD | {"concern", "whole"}
WHOLE = """
[[terms]]
id = "made_up"
pattern = 'made up'
since = 2026-11-01
because = "Because."
instead = "say it"
source = "Ours"
"""


def ids(text, context=EVERYTHING):
    return [one.term.id for one in found_in(text=text, terms=TERMS, context=context)]


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.id)
def test_every_term_is_found_in_its_examples(term):
    assert term.examples
    for example in term.examples:
        assert term.id in ids(example), example


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.id)
def test_every_term_is_left_alone_where_it_says_so(term):
    for text in term.leaves:
        assert term.id not in ids(text), text


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.id)
def test_another_way_to_say_it_holds_no_term_itself(term):
    assert ids(f"{term.instead}.") == []
    assert term.because.endswith(".")
    assert not term.instead.endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        "“He kicked off and I am naughty,” she said.",
        'The mother: "she is manipulative".',
        "‘They call me a drug runner, it isn’t fair.’",
        "She wrote: 'I'm a naughty girl, that's what they say.'",
        "> she is hard to place, said the form",
        "«She is manipulative»",
    ],
)
def test_what_somebody_said_is_kept_as_they_said_it(text):
    assert ids(text) == []


def test_words_outside_the_quotation_marks_are_looked_at():
    assert ids("“I was scared,” he said, and kicked off.") == ["naughty"]


def test_an_apostrophe_opens_no_quotation():
    assert ids("The girl's aunt said she's manipulative and it isn't hers.") == ["manipulative"]


@pytest.mark.parametrize(
    "text",
    [
        "She is not manipulative.",
        "He was never a gang member.",
        "Do not write naughty in this box; don't say hard to place.",
        "Say what was seen rather than challenging behaviour.",
        "A child is no money mule.",
    ],
)
def test_what_is_denied_is_left_alone(text):
    assert ids(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He is not here. He absconded.", ["absconding"]),
        ("She is not only manipulative.", ["manipulative"]),
        ("He did not come home; hard to place.", ["hard_to_place"]),
    ],
)
def test_a_denial_reaches_no_further_than_its_clause(text, found):
    assert ids(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "An unabsconded thing", "self-recruited", "the sibling's-eye view of black lacquer",
        "wise up", "kickoffs", "Feralia", "tantrumless",
    ],
)  # fmt: skip
def test_a_word_inside_another_word_is_not_the_word(text):
    assert [one for one in ids(text) if one != "siblings"] == []


def test_whose_it_is_does_not_hide_a_word():
    assert ids("A gang member's house.") == ["named_by_offence"]


def test_a_line_that_breaks_inside_a_phrase_hides_nothing():
    assert ids("He is hard\n to   place.") == ["hard_to_place"]


def test_of_what_the_field_is_not_known_to_be_nothing_is_said():
    text = "She was recruited; two siblings; naughty."
    assert ids(text, context=frozenset()) == []
    assert ids(text, context={"child"}) == ["naughty"]
    assert ids(text, context={"child", "narrative", "concern"}) == [
        "recruited", "siblings", "naughty",
    ]  # fmt: skip


def test_the_longest_of_two_that_begin_together_is_found_alone():
    short = make_term(
        key="short",
        pattern="older",
        instead="x",
        because="Y.",
        source="Ours",
        since=date(2026, 1, 1),
    )
    long = make_term(
        key="long", pattern="older man", instead="x", because="Y.", source="Ours",
        since=date(2026, 1, 1), severity="low",
    )  # fmt: skip
    found = found_in(text="An older man", terms=[short, long])
    assert [one.term.id for one in found] == ["long"]


def test_every_severity_is_one_of_the_list():
    with pytest.raises(BadTerm, match="severity"):
        read_terms(text=WHOLE + 'severity = "worst"')


@pytest.mark.parametrize("key", ["pattern", "because", "instead", "source", "since", "id"])
def test_an_entry_that_lacks_something_is_refused(key):
    text = "\n".join(line for line in WHOLE.splitlines() if not line.startswith(f"{key} ="))
    with pytest.raises(BadTerm):
        read_terms(text=text)


def test_an_entry_with_a_key_that_nobody_knows_is_refused():
    with pytest.raises(BadTerm):
        read_terms(text=WHOLE + 'colour = "red"')


def test_an_entry_that_needs_what_nothing_can_be_is_refused():
    with pytest.raises(BadTerm, match="concern"):
        read_terms(text=WHOLE + 'needs = ["moon"]')


def test_a_pattern_that_cannot_be_read_is_refused_by_name():
    with pytest.raises(BadTerm, match="made_up"):
        read_terms(text=WHOLE.replace("'made up'", "'made (up'"))


def test_an_id_that_stands_there_twice_is_refused():
    with pytest.raises(BadTerm, match="made_up stands there twice"):
        read_terms(text=WHOLE + WHOLE)
