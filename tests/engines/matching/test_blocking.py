"""What a search looks up meets what a record keeps, in a bounded number of keys."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from whereabouts.engines.matching import (
    Agreement,
    BadName,
    BirthRange,
    blocking_keys,
    date_agreement,
    parse_date_of_birth,
    stored_keys,
)

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


def known_day(exact):
    return BirthRange(exact, exact, "day")


def kinds_that_meet(typed, given_name, family):
    looked_up = blocking_keys(name_text=typed, born=None)
    kept = stored_keys(given=given_name, family=family)
    return {
        kind
        for kind in ("names", "prefixes", "sounds")
        if set(getattr(looked_up, kind)) & set(getattr(kept, kind))
    }


@pytest.mark.parametrize(
    ("typed", "given_name", "family", "kind"),
    [
        ("O Connor", "Testa", "O'Connor", "names"),
        ("OConnor", "Testa", "O\u2019Connor", "names"),
        ("Annemarie", "Anne-Marie", "Sample", "names"),
        ("Anne Marie", "Annemarie", "Sample", "names"),
        ("Kate", "Catherine", "Sample", "names"),
        ("Van Der Test", "Testa", "van der Test", "names"),
        ("Alia", "Aaliyah", "Sample", "sounds"),
        ("Muhamad", "Mohammed", "Sample", "sounds"),
        ("Mac Donald", "Testa", "McDonald", "sounds"),
        ("Smith-Jones", "Testa", "Smyth Jones", "sounds"),
        ("Sam", "Testa", "Sample", "prefixes"),
        ("\u0645\u062d\u0645\u062f", "\u0645\u062d\u0645\u062f", "", "names"),
        ("Null", "Testa", "Null", "names"),
    ],
)
def test_another_way_of_giving_the_name_meets_the_record(typed, given_name, family, kind):
    assert kind in kinds_that_meet(typed, given_name, family)


def test_another_name_does_not_meet_the_record():
    assert kinds_that_meet("Zebedee", "Testa", "Sample") == set()


NAMES = st.text("abcdefghijklmnopqrstuvwxyz '-", min_size=1, max_size=20)


@given(NAMES, NAMES)
@example("-", "-")
@example("a", "'")
def test_a_name_typed_in_full_always_meets_its_record(given_name, family):
    kept = stored_keys(given=given_name, family=family)
    looked_up = blocking_keys(name_text=f"{given_name} {family}", born=None)
    has_letters = any(letter.isalpha() for letter in given_name + family)
    for each in ("names", "prefixes", "sounds"):
        shared = set(getattr(kept, each)) & set(getattr(looked_up, each))
        assert shared or not has_letters


@given(st.text("abcdefghij '-", max_size=300))
def test_the_keys_of_the_longest_name_are_few(text):
    keys = blocking_keys(name_text=text, born=None)
    assert len(keys.names) + len(keys.prefixes) + len(keys.sounds) < 300
    assert "" not in keys.names + keys.prefixes + keys.sounds


def test_no_name_has_no_keys():
    keys = blocking_keys(name_text=" ", born=None)
    assert (keys.names, keys.prefixes, keys.sounds, keys.births) == ((), (), (), ())
    assert keys.born_between is None
    assert stored_keys(given="", family="").names == ()


def test_a_name_that_cannot_be_is_refused():
    with pytest.raises(BadName):
        blocking_keys(name_text="a\x00", born=None)
    with pytest.raises(BadName):
        stored_keys(given="a", family="\x00")


@given(DAYS)
def test_days_looked_up_are_real_few_and_each_a_slip_of_the_day_asked_for(exact):
    births = blocking_keys(name_text="", born=known_day(exact)).births
    assert exact.isoformat() in births
    assert len(births) <= 60
    for birth in births:
        agreement = date_agreement(a=known_day(exact), b=known_day(date.fromisoformat(birth)))
        assert agreement not in (Agreement.CONFLICTING, Agreement.UNKNOWN)


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.dates(date(1950, 1, 1), date(2050, 1, 1)))
def test_every_day_within_ten_years_that_agrees_is_looked_up(exact, other):
    near = abs(exact.year - other.year) <= 10
    agrees = date_agreement(a=known_day(exact), b=known_day(other)) is not Agreement.CONFLICTING
    births = blocking_keys(name_text="", born=known_day(exact)).births
    assert (other.isoformat() in births) == (near and agrees)


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)))
def test_slips_of_a_day_are_looked_up(exact):
    births = blocking_keys(name_text="", born=known_day(exact)).births
    if exact.day <= 12:
        assert f"{exact.year}-{exact.day:02}-{exact.month:02}" in births
    if exact.day <= 28:
        later = exact.month % 12 + 1
        assert f"{exact.year + (later == 1)}-{later:02}-{exact.day:02}" in births
        assert f"{exact.year - 1}-{exact.month:02}-{exact.day:02}" in births


def test_an_age_is_looked_up_as_a_range_a_year_wider():
    born = parse_date_of_birth(text="14", on=date(2026, 11, 22))
    keys = blocking_keys(name_text="", born=born)
    assert keys.births == ()
    assert keys.born_between == (date(2010, 11, 22), date(2013, 11, 23))


def test_a_range_at_the_ends_of_the_calendar_stays_inside_it():
    everything = BirthRange(date.min, date.max, "year")
    assert blocking_keys(name_text="", born=everything).born_between == (date.min, date.max)
