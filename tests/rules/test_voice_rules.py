"""Codes, messages and small numbers: pure rules of the child's voice."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereabouts.engines.disclosure import named_rules, shown
from whereabouts.practice.risk.phrases import listed
from whereabouts.practice.risk.wording import known_terms
from whereabouts.practice.voice import code
from whereabouts.practice.voice.rules import (
    PhoneNotSafe,
    Tally,
    by_unit,
    check_phone,
    tells_too_much,
)
from whereabouts.practice.voice.vocabulary import (
    GROUP_OF,
    GROUPS,
    HANDED,
    KINDS,
    MESSAGES,
    PHONES,
)

ANSWERS = ("yes", "a_bit", "no", "")
PROTECTED = named_rules(rules_id="ours", at=date(2026, 11, 20))
TOO_SMALL = PROTECTED.hide_below
KEY = "a key of the server's"


@given(st.binary(min_size=7, max_size=7))
def test_a_code_is_read_as_it_was_made_however_it_is_typed(raw):
    made = code.new_code(random_bytes=raw)
    assert len(made) == 11
    assert set(made) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")
    for typed in (made, made.lower(), made.replace("-", ""), f" {made.replace('-', ' ')} "):
        assert code.hash_of(typed=typed, key=KEY) == code.hash_of(typed=made, key=KEY)


@given(st.binary(min_size=7, max_size=7), st.binary(min_size=7, max_size=7))
def test_two_codes_have_one_hash_only_where_they_are_one(one, other):
    first, second = (code.new_code(random_bytes=raw) for raw in (one, other))
    same = code.hash_of(typed=first, key=KEY) == code.hash_of(typed=second, key=KEY)
    assert same == (first == second)


def test_letters_that_are_misread_are_read_as_meant():
    assert code.as_meant(typed="o0il1-ab") == "00111AB"


@given(st.text())
def test_whatever_is_typed_has_a_hash_of_one_length(typed):
    assert len(code.hash_of(typed=typed, key=KEY)) == 64


def test_another_key_makes_another_hash():
    assert code.hash_of(typed="AAAAA-AAAAA", key="one") != code.hash_of(
        typed="AAAAA-AAAAA", key="other"
    )


@pytest.mark.parametrize("phone", [key for key, _ in PHONES])
@pytest.mark.parametrize("handed", [key for key, _ in HANDED])
def test_only_a_message_to_a_telephone_of_the_childs_own_is_a_message(handed, phone):
    if handed == "message" and phone != "own":
        with pytest.raises(PhoneNotSafe):
            check_phone(handed=handed, phone=phone)
    else:
        check_phone(handed=handed, phone=phone)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ring the POLICE", ("police",)),
        ("https://ar goll.example", ("ar goll", "goll")),
        ("https://page.example/Tess", ("tess",)),
        ("Tessellated tiles", ()),
        ("A page for you", ()),
    ],
)
def test_what_tells_too_much_is_found(text, found):
    assert tells_too_much(text=text, names=["Tess Sampleton", "O'Tess"]) == found


def test_our_own_messages_tell_nothing():
    for words in MESSAGES.values():
        said = words.format(address="https://page.example/hello/", code="AAAAA-AAAAA")
        assert tells_too_much(text=said, names=["Testa Sampleton"]) == ()


def test_every_kind_of_line_is_in_a_group():
    assert set(GROUP_OF) == {kind for kind, _ in KINDS}
    assert set(GROUP_OF.values()) == set(GROUPS)


unit_tallies = st.dictionaries(
    st.sampled_from(["Early", "Late", "Night", "Other"]),
    st.lists(st.sampled_from(ANSWERS), min_size=1, max_size=30),
    min_size=1,
)


@settings(max_examples=200)
@given(unit_tallies)
def test_a_unit_of_few_children_shows_nothing_and_is_never_hidden_alone(units):
    tallies = [
        Tally(unit=unit, question="listened", answer=answer, number=given_answers.count(answer))
        for unit, given_answers in units.items()
        for answer in set(given_answers)
    ]
    shown, whole = by_unit(
        tallies=tallies, questions=["listened"], answers=ANSWERS, rules=PROTECTED
    )
    assert all(number is None or number % 5 == 0 for number in whole["listened"].values())
    assert set(shown) == set(units)
    for unit, given_answers in units.items():
        line = shown[unit]["listened"]
        assert all(number is None or number == 0 or number >= TOO_SMALL for number in line.values())
        if len(given_answers) < TOO_SMALL:
            assert set(line.values()) == {None}
    few = [unit for unit, given_answers in units.items() if len(given_answers) < TOO_SMALL]
    hidden = [unit for unit in units if set(shown[unit]["listened"].values()) == {None}]
    if sum(len(units[unit]) for unit in few) in range(1, TOO_SMALL) and len(units) > len(few):
        assert len(hidden) > len(few)


@settings(max_examples=100)
@given(unit_tallies)
def test_what_is_shown_is_the_count_to_the_nearest_five_and_no_small_one_ever(units):
    tallies = [
        Tally(unit=unit, question="listened", answer=answer, number=said.count(answer))
        for unit, said in units.items()
        for answer in ANSWERS
    ]
    seen, whole = by_unit(tallies=tallies, questions=["listened"], answers=ANSWERS, rules=PROTECTED)
    every = [answer for said in units.values() for answer in said]
    for lines, said in [*((seen[unit], units[unit]) for unit in units), (whole, every)]:
        for answer in ANSWERS:
            cell = shown(count=said.count(answer), rules=PROTECTED)
            assert lines["listened"][answer] in (None, cell.number)


def test_the_phrases_that_are_no_reason_are_looked_for_with_the_engines_terms():
    terms = {term.id: term for term in known_terms()}
    assert len(terms) == len(known_terms())
    of_rf16 = [term for term in terms.values() if term.id.startswith("rf16_")]
    assert len(of_rf16) == len(listed())
    # How busy we are is looked for only where a grade is given its reasons.
    assert {"grading"} in [set(term.needs) for term in of_rf16]
