"""A comparison ranks, explains, and never counts what is missing for or against."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.engines.matching import (
    Agreement,
    BadName,
    BirthRange,
    Candidate,
    Query,
    compare,
    parse_date_of_birth,
)
from whereabouts.engines.matching.name_levels import name_agreement
from whereabouts.engines.matching.weights import BORN, FAMILY, GIVEN, SURE, NameLevel

ON = date(2026, 11, 22)


def born(text):
    return parse_date_of_birth(text=text, on=ON)


BORN_ON = born("12/03/2011")
RECORD = Candidate(
    names=(("Aaliyah Noor", "Sampleton"),),
    births=(BORN_ON,),
    sex="F",
    places=("3 Made Up Row, Exampleford",),
    phones=("+44 7700 900123",),
    identifiers=(("pnc", "99/1234A"),),
)
ASKED = Query(names=("Aaliyah Sampleton",), born=BORN_ON)


def levels(text, given_name="Aaliyah Noor", family="Sampleton"):
    reading = name_agreement(text=text, given=given_name, family=family)
    return reading.given, reading.family


@pytest.mark.parametrize(
    ("text", "given_level", "family_level"),
    [
        ("Aaliyah Sampleton", "same", "same"),
        ("Sampleton, Aaliyah", "same", "same"),
        ("Aaliyah Noor Sampleton", "same", "same"),
        ("Noor Sampleton", "one_of", "same"),
        ("Liya Sampleton", "short_form", "same"),
        ("Aleah Samplton", "sounds_alike", "sounds_alike"),
        ("Aaliyah Sanpleton", "same", "one_slip"),
        ("Aaliyah Sampeltno", "same", "sounds_alike"),
        ("Aaliyah Sampletton Quux", "same", "sounds_alike"),
        ("Aaliyah Sam", "same", "begins"),
        ("A Sampleton", "initial", "same"),
        ("Ali Sampleton", "different", "same"),
        ("Zebedee Sampleton", "different", "same"),
        ("Zebedee Quux", "different", "different"),
        ("Sampleton", "unknown", "same"),
        ("Aaliyah", "same", "unknown"),
        ("Zebedee", "unknown", "different"),
        ("", "unknown", "unknown"),
    ],
)
def test_a_typed_name_agrees_as_a_person_would_say(text, given_level, family_level):
    assert levels(text) == (given_level, family_level)


@pytest.mark.parametrize(
    ("text", "given_name", "family"),
    [
        ("Testa Mac Donald", "Testa", "MacDonald"),
        ("Testa OConnor", "Testa", "O'Connor"),
        ("Anne Marie Test", "Annemarie", "Test"),
        ("Annemarie Test", "Anne-Marie", "Test"),
        ("van der Test Testa", "Testa", "van der Test"),
    ],
)
def test_words_may_be_joined_or_parted(text, given_name, family):
    assert levels(text, given_name, family) == ("same", "same")


def test_a_record_with_one_name_leaves_the_other_unknown():
    assert levels("Testa Sample", "Testa", "") == ("same", "unknown")
    assert levels("Testa Sample", "", "Sample") == ("unknown", "same")
    assert levels("Testa", "", "") == ("unknown", "unknown")


def test_a_family_name_has_no_short_forms():
    assert levels("Testa Evan", "Testa", "John") == ("same", "different")
    assert levels("Evan Test", "John", "Test") == ("short_form", "same")


def test_a_very_short_name_is_not_a_slip_of_another():
    assert levels("Jon Wu", "Jan", "Xu") == ("short_form", "different")
    assert levels("Bo Test", "Jo", "Test") == ("different", "same")


def test_the_same_name_and_day_is_almost_certain_and_says_why():
    match = compare(query=ASKED, candidate=RECORD)
    assert match.sure == "almost certain"
    assert match.because == (
        "Given name is the same",
        "Family name is the same",
        "Date of birth is the same",
    )
    assert match.differs == ()
    assert match.missing == ("Sex", "Place", "Phone", "Identifiers")


def test_everything_agreeing_is_told():
    asked = replace(
        ASKED,
        sex="F",
        place="Exampleford",
        phone="07700 900 123",
        identifiers=(("pnc", "991234a"),),
    )
    match = compare(query=asked, candidate=RECORD)
    assert match.missing == match.differs == ()
    assert match.because[3:] == (
        "Sex is the same",
        "Place is the same",
        "Phone number is the same",
        "An identifying number is the same",
    )
    assert match.score > compare(query=ASKED, candidate=RECORD).score


def test_names_the_other_way_round_are_told():
    match = compare(query=replace(ASKED, names=("Sampleton Aaliyah",)), candidate=RECORD)
    assert match.sure == "almost certain"
    assert "Given and family name come the other way round" in match.because


def test_a_twin_is_not_likely_and_the_other_given_name_is_told():
    match = compare(query=replace(ASKED, names=("Zebedee Sampleton",)), candidate=RECORD)
    assert match.sure in ("possible", "weak")
    assert match.differs == ("Given name differs",)


def test_a_name_alone_is_possible_and_another_day_makes_it_weak():
    assert compare(query=replace(ASKED, born=None), candidate=RECORD).sure == "possible"
    other_day = compare(query=replace(ASKED, born=born("25/07/2015")), candidate=RECORD)
    assert other_day.sure == "weak"
    assert other_day.differs == ("Date of birth or age differs",)


def test_a_name_and_an_age_that_fits_are_possible_and_come_first():
    fits = compare(query=replace(ASKED, born=born("15")), candidate=RECORD)
    nearly = compare(query=replace(ASKED, born=born("14")), candidate=RECORD)
    conflicts = compare(query=replace(ASKED, born=born("6")), candidate=RECORD)
    assert fits.sure in ("possible", "likely")
    assert "Age or part of the date of birth fits" in fits.because
    assert "Date of birth or age is a year out" in nearly.because
    assert fits.score > nearly.score > conflicts.score


@pytest.mark.parametrize("text", ["03/12/2011", "13/03/2011", "12/04/2011", "12/03/2012"])
def test_a_slip_in_the_date_still_finds_the_child(text):
    match = compare(query=replace(ASKED, born=born(text)), candidate=RECORD)
    assert match.sure in ("almost certain", "likely", "possible")
    assert match.score < compare(query=ASKED, candidate=RECORD).score


def test_the_best_of_several_names_and_dates_counts():
    record = replace(
        RECORD,
        names=(("Zebedee", "Quux"), ("", ""), *RECORD.names),
        births=(born("25/07/2015"), BORN_ON),
    )
    asked = replace(ASKED, names=("Wibble", *ASKED.names))
    match = compare(query=asked, candidate=record)
    assert match.sure == "almost certain"
    assert match.differs == ()


def test_an_empty_name_held_does_not_hide_that_the_other_differs():
    record = Candidate(names=(("", ""), ("Zebedee", "Quux")))
    match = compare(query=ASKED, candidate=record)
    assert match.differs == ("Given name differs", "Family name differs")


def test_another_sex_or_number_speaks_against():
    plain = compare(query=ASKED, candidate=RECORD)
    other_sex = compare(query=replace(ASKED, sex="M"), candidate=RECORD)
    other_number = compare(
        query=replace(ASKED, identifiers=(("pnc", "00/0000Z"),)), candidate=RECORD
    )
    assert other_sex.differs == ("Sex differs",)
    assert other_number.differs == ("An identifying number differs",)
    assert other_sex.score < plain.score
    assert other_number.score < plain.score


def test_another_place_or_phone_says_nothing():
    plain = compare(query=ASKED, candidate=RECORD)
    elsewhere = compare(
        query=replace(ASKED, place="Elsewhere", phone="07700 900999"), candidate=RECORD
    )
    assert elsewhere.score == plain.score
    assert elsewhere.differs == ()
    assert elsewhere.missing == ("Sex", "Identifiers")


@pytest.mark.parametrize(("asked", "held"), [("X", "F"), ("F", "X"), ("X", "X"), ("F", None)])
def test_a_sex_not_recorded_as_f_or_m_neither_fits_nor_contradicts(asked, held):
    match = compare(query=replace(ASKED, sex=asked), candidate=replace(RECORD, sex=held))
    assert match.score == compare(query=ASKED, candidate=RECORD).score
    assert "Sex" in match.missing


def test_an_identifier_of_another_kind_is_missing_and_not_different():
    match = compare(query=replace(ASKED, identifiers=(("nhs", "99/1234A"),)), candidate=RECORD)
    assert "Identifiers" in match.missing
    assert match.score == compare(query=ASKED, candidate=RECORD).score


def test_two_empty_numbers_are_missing_and_not_the_same():
    asked = replace(ASKED, identifiers=(("pnc", "-"),))
    match = compare(query=asked, candidate=replace(RECORD, identifiers=(("pnc", " "),)))
    assert "Identifiers" in match.missing


def test_any_of_several_numbers_of_a_kind_may_agree():
    asked = replace(ASKED, identifiers=(("pnc", "00/0000Z"), ("pnc", "99/1234A")))
    assert "An identifying number is the same" in compare(query=asked, candidate=RECORD).because


FULL = replace(
    ASKED, sex="F", place="Exampleford", phone="07700900123", identifiers=(("pnc", "99/1234A"),)
)
EMPTY_OF_QUERY = {
    "names": (),
    "born": None,
    "sex": None,
    "place": None,
    "phone": None,
    "identifiers": (),
}
EMPTY_OF_CANDIDATE = {
    "names": (),
    "births": (),
    "sex": None,
    "places": (),
    "phones": (),
    "identifiers": (),
}


@pytest.mark.parametrize(
    ("asked", "held"), list(zip(EMPTY_OF_QUERY, EMPTY_OF_CANDIDATE, strict=True))
)
def test_missing_on_either_side_is_the_same_and_never_a_difference(asked, held):
    not_asked = compare(query=replace(FULL, **{asked: EMPTY_OF_QUERY[asked]}), candidate=RECORD)
    not_held = compare(query=FULL, candidate=replace(RECORD, **{held: EMPTY_OF_CANDIDATE[held]}))
    assert not_asked == not_held
    assert not_asked.differs == ()
    assert not_asked.missing


def test_nothing_known_is_weak_and_all_missing():
    match = compare(query=Query(), candidate=Candidate())
    assert match.sure == "weak"
    assert match.because == match.differs == ()
    assert match.missing == (
        "Given name",
        "Family name",
        "Date of birth or age",
        "Sex",
        "Place",
        "Phone",
        "Identifiers",
    )


def test_no_reason_repeats_what_is_held():
    everything = compare(query=FULL, candidate=RECORD)
    other = compare(
        query=Query(names=("Zebedee Quux",), born=born("6"), sex="M", identifiers=(("pnc", "0"),)),
        candidate=RECORD,
    )
    told = " ".join(everything.because + other.differs + other.missing).casefold()
    for detail in ("aaliyah", "sampleton", "zebedee", "2011", "exampleford", "900123", "1234"):
        assert detail not in told


def test_a_name_that_cannot_be_is_refused():
    with pytest.raises(BadName):
        compare(query=Query(names=("a\x00",)), candidate=RECORD)


def test_better_agreement_never_weighs_less():
    order = list(NameLevel)[:-1]
    for table in (GIVEN, FAMILY):
        weights = [round(table[level], 3) for level in order if level in table]
        assert weights == sorted(weights, reverse=True)
    assert set(GIVEN) == set(NameLevel)
    assert set(FAMILY) == set(NameLevel) - {NameLevel.SHORT_FORM}
    assert max(BORN, key=BORN.__getitem__) is Agreement.EXACT
    assert min(BORN, key=BORN.__getitem__) is Agreement.CONFLICTING
    assert set(BORN) == set(Agreement)


WORDS = st.sampled_from(["Aaliyah", "Liya", "Sampleton", "Noor", "Zebedee", "A", "", "Null", "1e5"])
NAMES = st.lists(WORDS, max_size=4).map(" ".join)
DAYS = st.dates(date(2000, 1, 1), ON).map(lambda exact: BirthRange(exact, exact, "day"))
QUERIES = st.builds(
    Query,
    names=st.lists(NAMES, max_size=2).map(tuple),
    born=st.none() | DAYS,
    sex=st.sampled_from([None, "F", "M", "X"]),
    place=st.none() | NAMES,
)
CANDIDATES = st.builds(
    Candidate,
    names=st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple),
    births=st.lists(DAYS, max_size=2).map(tuple),
    sex=st.sampled_from([None, "F", "M", "X"]),
    places=st.lists(NAMES, max_size=2).map(tuple),
)


@given(QUERIES, CANDIDATES)
def test_a_score_lies_between_nothing_and_one_and_its_word_agrees(query, candidate):
    match = compare(query=query, candidate=candidate)
    assert 0 <= match.score <= 1
    assert match.score >= {word: least for least, word in SURE}[match.sure]
    assert not set(match.because) & set(match.differs)


@given(QUERIES, CANDIDATES, DAYS)
def test_a_further_date_held_never_lowers_a_known_score(query, candidate, further):
    before = compare(query=query, candidate=candidate)
    held = replace(candidate, births=(*candidate.births, further))
    if candidate.births:
        assert compare(query=query, candidate=held).score >= before.score
