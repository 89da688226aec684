"""Dates of birth are taken as people say them, and impossible ones are named."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.engines.matching import (
    Agreement,
    BadDate,
    BirthRange,
    born_at_age,
    date_agreement,
    parse_date_of_birth,
)

ON = date(2026, 11, 22)
TWELFTH_OF_MARCH = BirthRange(date(2011, 3, 12), date(2011, 3, 12), "day")
DAYS = st.dates(date(1990, 1, 1), date(2026, 1, 1))


def day(text):
    exact = date.fromisoformat(text)
    return BirthRange(exact, exact, "day")


def parsed(text):
    return parse_date_of_birth(text=text, on=ON)


@pytest.mark.parametrize(
    "text",
    [
        "12/03/2011",
        " 12.3.2011",
        " 12-03-2011",
        " 12 03 2011",
        " 2011-03-12",
        " 2011/3/12",
        " 12/03/11",
        "\n    12 Mar 2011",
        " 12th March 2011",
        " 12th of March, 2011",
        " March 12, 2011",
        " mar 12th 2011",
        "\n    12 Mawrth 2011",
        " 12mar2011",
        "  12   MARCH 11 ",
        "\uff11\uff12/\uff10\uff13/2011",
    ],
)
def test_a_day_is_understood_however_it_is_written(text):
    assert parsed(text) == TWELFTH_OF_MARCH


@pytest.mark.parametrize("text", ["March 2011", "mar 2011", "03/2011", "2011-03", "Mawrth 2011"])
def test_a_month_is_all_its_days(text):
    assert parsed(text) == BirthRange(date(2011, 3, 1), date(2011, 3, 31), "month")


def test_a_year_is_all_its_days():
    assert parsed("2011") == BirthRange(date(2011, 1, 1), date(2011, 12, 31), "year")
    assert parsed("about 2011") == BirthRange(date(2010, 1, 1), date(2012, 12, 31), "year")
    assert parsed("2026") == BirthRange(date(2026, 1, 1), ON, "year")


@pytest.mark.parametrize(
    ("text", "youngest", "oldest"),
    [
        ("14", 14, 14),
        ("aged 14", 14, 14),
        ("14 years old", 14, 14),
        ("14yo", 14, 14),
        ("14 oed", 14, 14),
        ("14 or 15", 14, 15),
        ("15-14", 14, 15),
        ("14 to 16", 14, 16),
        ("about 14", 13, 15),
        ("aged about 14", 13, 15),
        ("c. 14", 13, 15),
        ("~14", 13, 15),
        ("14?", 13, 15),
        ("14ish", 13, 15),
        ("tua 14", 13, 15),
        ("about 0", 0, 1),
        ("120", 120, 120),
    ],
)
def test_an_age_is_every_day_that_fits_it(text, youngest, oldest):
    assert parsed(text) == born_at_age(youngest=youngest, oldest=oldest, on=ON)


def age(born, on):
    """Age by counting birthdays; one of 29 February comes on 1 March in other years."""
    had_it = (on.month, on.day) >= (born.month, born.day)
    return on.year - born.year - (not had_it)


@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)), st.integers(0, 30), st.integers(0, 4))
def test_an_age_range_holds_just_the_days_that_make_that_age(on, youngest, more):
    born = born_at_age(youngest=youngest, oldest=youngest + more, on=on)
    assert age(born.latest, on) == youngest
    assert age(born.earliest, on) == youngest + more
    assert age(born.latest + timedelta(days=1), on) == youngest - 1
    assert age(born.earliest - timedelta(days=1), on) == youngest + more + 1


def test_somebody_born_on_the_twenty_ninth_of_february_has_an_age():
    assert born_at_age(youngest=14, oldest=14, on=date(2028, 2, 29)).latest == date(2014, 2, 28)
    assert born_at_age(youngest=14, oldest=14, on=date(2027, 2, 28)).earliest == date(2012, 2, 29)


@pytest.mark.parametrize("text", ["", "  ", "?", "Unknown", "not known", "don\u2019t know", "N/K"])
def test_not_known_is_none_and_no_fault(text):
    assert parsed(text) is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("31/02/2011", "no_such_day"),
        ("29/02/2011", "no_such_day"),
        ("0/3/2011", "no_such_day"),
        ("31 April 2011", "no_such_day"),
        ("03/25/2011", "no_such_month"),
        ("2011-13-01", "no_such_month"),
        ("13/2011", "no_such_month"),
        ("12 Smarch 2011", "no_such_month"),
        ("Smarch 12, 2011", "no_such_month"),
        ("23/11/2026", "in_the_future"),
        ("2027", "in_the_future"),
        ("9999-12-31", "in_the_future"),
        ("about 9999", "in_the_future"),
        ("March 2050", "in_the_future"),
        ("12/03/1811", "too_long_ago"),
        ("1850", "too_long_ago"),
        ("0000", "too_long_ago"),
        ("about 0001", "too_long_ago"),
        ("00/00/0000", "no_such_month"),
        ("01/01/0000", "too_long_ago"),
        ("130", "too_long_ago"),
        ("next Tuesday", "not_understood"),
        ("Null", "not_understood"),
        ("1e5", "not_understood"),
        ("-14", "not_understood"),
        ("12/03/2011\x00", "not_understood"),
        ("12 or 11 2011", "not_understood"),
        ("1" * 10_000_000, "not_understood"),
    ],
)
def test_a_date_that_cannot_be_names_its_fault_and_repeats_nothing(text, fault):
    with pytest.raises(BadDate) as refused:
        parsed(text)
    assert refused.value.fault == fault
    assert text not in str(refused.value)


def test_a_date_before_the_calendar_is_too_long_ago():
    with pytest.raises(BadDate) as refused:
        born_at_age(youngest=3, oldest=9, on=date(5, 1, 1))
    assert refused.value.fault == "too_long_ago"


@given(st.text(max_size=30) | st.from_regex(r"[0-9a-z /.~?-]{1,14}", fullmatch=True))
def test_any_text_is_a_range_up_to_today_or_nothing_or_a_bad_date(text):
    try:
        born = parsed(text)
    except BadDate:
        return
    assert born is None or born.earliest <= born.latest <= ON


@given(DAYS)
def test_a_day_written_out_is_read_back(exact):
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %y"):
        assert parsed(exact.strftime(form)) == BirthRange(exact, exact, "day")


@pytest.mark.parametrize(
    ("earliest", "latest", "precision"),
    [
        ("2011-02-01", "2011-01-01", "year"),
        ("2011-01-01", "2011-01-02", "day"),
        ("2011-01-01",) * 2 + ("decade",),
    ],
)
def test_a_range_that_no_birth_can_have_is_refused(earliest, latest, precision):
    with pytest.raises(ValueError, match=r"must|one day"):
        BirthRange(date.fromisoformat(earliest), date.fromisoformat(latest), precision)


@pytest.mark.parametrize(
    ("other", "agreement"),
    [
        ("2011-03-12", Agreement.EXACT),
        ("2011-12-03", Agreement.TRANSPOSED),
        ("2011-03-13", Agreement.ONE_DIGIT),
        ("2001-03-12", Agreement.ONE_DIGIT),
        ("2011-04-12", Agreement.OFF_BY_MONTH),
        ("2011-02-12", Agreement.OFF_BY_MONTH),
        ("2012-03-12", Agreement.OFF_BY_YEAR),
        ("2010-03-12", Agreement.OFF_BY_YEAR),
        ("2011-05-12", Agreement.ONE_DIGIT),
        ("2012-04-25", Agreement.CONFLICTING),
    ],
)
def test_two_days_agree_as_far_as_the_slips_people_make(other, agreement):
    assert date_agreement(a=TWELFTH_OF_MARCH, b=day(other)) is agreement


def test_a_month_off_may_cross_the_new_year():
    assert date_agreement(a=day("2010-12-05"), b=day("2011-01-05")) is Agreement.OFF_BY_MONTH


@pytest.mark.parametrize(
    ("text", "agreement"),
    [
        ("2011", Agreement.OVERLAP),
        ("March 2011", Agreement.OVERLAP),
        ("15", Agreement.OVERLAP),
        ("April 2011", Agreement.OFF_BY_MONTH),
        ("2012", Agreement.OFF_BY_YEAR),
        ("14", Agreement.OFF_BY_YEAR),
        ("9", Agreement.CONFLICTING),
        ("", Agreement.UNKNOWN),
    ],
)
def test_a_range_agrees_where_a_day_fits_or_nearly_fits(text, agreement):
    assert date_agreement(a=TWELFTH_OF_MARCH, b=parsed(text)) is agreement


RANGES = st.builds(
    lambda start, length: BirthRange(start, start + timedelta(days=length), "year"),
    DAYS,
    st.integers(0, 800),
) | st.builds(lambda exact: BirthRange(exact, exact, "day"), DAYS)


@given(RANGES | st.none(), RANGES | st.none())
def test_agreement_is_the_same_whichever_date_comes_first(one, other):
    assert date_agreement(a=one, b=other) is date_agreement(a=other, b=one)


@given(RANGES)
def test_a_date_agrees_with_itself(born):
    expected = Agreement.EXACT if born.precision == "day" else Agreement.OVERLAP
    assert date_agreement(a=born, b=born) is expected
