"""Dates of birth as people give them: a day, a month, a year, or "about fourteen"."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

Precision = Literal["day", "month", "year", "age"]
Fault = Literal["not_understood", "no_such_day", "no_such_month", "in_the_future", "too_long_ago"]
PRECISIONS = frozenset(get_args(Precision))

LONGEST_TEXT = 60
OLDEST_AGE = 120
ABOUT_YEARS = 1

MESSAGES: dict[Fault, str] = {
    "not_understood": "Write a date of birth such as 12/03/2011, a year, or an age.",
    "no_such_day": "That month does not have that day.",
    "no_such_month": "There is no such month. Write the day first, then the month.",
    "in_the_future": "A date of birth cannot be in the future.",
    "too_long_ago": f"Nobody is over {OLDEST_AGE}. Check the year or the age.",
}

MONTHS_IN_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "january jan ionawr ion",
            "february feb chwefror chwe",
            "march mar mawrth maw",
            "april apr ebrill ebr",
            "may mai",
            "june jun mehefin meh",
            "july jul gorffennaf gorff",
            "august aug awst",
            "september sept sep medi",
            "october oct hydref hyd",
            "november nov tachwedd tach",
            "december dec rhagfyr rhag",
        ),
        start=1,
    )
    for word in words.split()
}

NOT_GIVEN = frozenset(
    ("", "?", "-", "unknown", "not known", "dont know", "don't know", "n/k", "nk", "anhysbys")
)

DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})")
YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})")
DAY_MONTH_WORD = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ \-]?([a-z]+)[ \-,]*(\d{4}|\d{2})")
MONTH_WORD_DAY = re.compile(r"([a-z]+) ?(\d{1,2})(?:st|nd|rd|th)?[ ,]+(\d{4})")
MONTH_WORD_YEAR = re.compile(r"([a-z]+)[ \-,]*(\d{4})")
MONTH_YEAR = re.compile(r"(\d{1,2})[/.\-](\d{4})")
YEAR_MONTH = re.compile(r"(\d{4})[/.\-](\d{1,2})")
YEAR = re.compile(r"\d{4}")
BETWEEN_AGES = ("to", "or")
AGE = re.compile(r"(\d{1,3})(?: ?(?:-|to|or) ?(\d{1,3}))?")
ABOUT = re.compile(r"(?:about|around|approximately|approx|roughly|circa|c|maybe|tua)\b\.? ?|[~?]")
AGE_WORDS = re.compile(r"^aged? |(?:[ \-]?(?:years?|yrs?|y/?o|oed)\.?(?:[ \-]old)?)$")
ISH = re.compile(r"(?<=\d) ?ish$")


class BadDate(ValueError):
    """This cannot be a date of birth; `fault` names why, for the field's message."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(MESSAGES[fault])
        self.fault: Fault = fault


@dataclass(frozen=True, slots=True)
class BirthRange:
    """Somebody was born on one of these days, the first and the last included."""

    earliest: date
    latest: date
    precision: Precision

    def __post_init__(self) -> None:
        """Refuse what no birth can be.

        :raises ValueError: the days are the wrong way round, a day's range is longer than a
            day, or the precision is none of ours.
        """
        if self.precision not in PRECISIONS:
            raise ValueError("The precision must be day, month, year or age.")
        if self.earliest > self.latest:
            raise ValueError("The earliest day must not be after the latest.")
        if self.precision == "day" and self.earliest != self.latest:
            raise ValueError("A day's range is one day.")


def parse_date_of_birth(*, text: str, on: date) -> BirthRange | None:
    """Return the days on which somebody may have been born, or None where nobody knows.

    Takes "12/03/2011" (day first), "2011-03-12", "12 Mar 2011", "March 2011", "2011", and ages
    on the date `on`: "14", "14 or 15", "about 14" (a year either side). Months may be Welsh.
    A year of two figures is the latest such year that is not after that of `on`.

    :raises BadDate: naming the fault, such as a day that its month does not have.
    """
    if len(text) > LONGEST_TEXT:
        raise BadDate("not_understood")
    said = " ".join(unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'").split())
    if said in NOT_GIVEN:
        return None
    born = _day(said, on) or _month(said, on) or _year_or_age(said, on)
    if born is None:
        raise BadDate("not_understood")
    if born.earliest > on:
        raise BadDate("in_the_future")
    if born.latest < years_before(on=on, years=OLDEST_AGE + 1):
        raise BadDate("too_long_ago")
    return BirthRange(born.earliest, min(born.latest, on), born.precision)


def years_before(*, on: date, years: int) -> date:
    """Return the same date so many years earlier; 28 February where there was no 29th.

    :raises BadDate: that is before the calendar begins.
    """
    if on.year - years < 1:
        raise BadDate("too_long_ago")
    last = monthrange(on.year - years, on.month)[1]
    return on.replace(year=on.year - years, day=min(on.day, last))


def born_at_age(*, youngest: int, oldest: int, on: date) -> BirthRange:
    """Return the days on which somebody was born who is of an age between these on a date.

    :raises BadDate: nobody is that old.
    """
    before_oldest = years_before(on=on, years=oldest + 1)
    return BirthRange(before_oldest + timedelta(days=1), years_before(on=on, years=youngest), "age")


def _day(said: str, on: date) -> BirthRange | None:
    if found := YEAR_FIRST.fullmatch(said):
        year, month, day = (int(figure) for figure in found.groups())
    elif found := DAY_FIRST.fullmatch(said):
        day, month, year = int(found[1]), int(found[2]), _full_year(found[3], on)
    elif (found := DAY_MONTH_WORD.fullmatch(said)) and found[2] not in BETWEEN_AGES:
        day, month, year = int(found[1]), _month_number(found[2]), _full_year(found[3], on)
    elif found := MONTH_WORD_DAY.fullmatch(said):
        day, month, year = int(found[2]), _month_number(found[1]), int(found[3])
    else:
        return None
    last = _last_day(year, month)
    if not 1 <= day <= last:
        raise BadDate("no_such_day")
    exact = date(year, month, day)
    return BirthRange(exact, exact, "day")


def _month(said: str, on: date) -> BirthRange | None:
    if found := YEAR_MONTH.fullmatch(said):
        year, month = int(found[1]), int(found[2])
    elif found := MONTH_YEAR.fullmatch(said):
        year, month = int(found[2]), int(found[1])
    elif (found := MONTH_WORD_YEAR.fullmatch(said)) and found[1] in MONTHS_IN_WORDS:
        year, month = int(found[2]), MONTHS_IN_WORDS[found[1]]
    else:
        return None
    last = _last_day(year, month)
    return BirthRange(date(year, month, 1), date(year, month, last), "month")


def _year_or_age(said: str, on: date) -> BirthRange | None:
    plain = ISH.sub("", AGE_WORDS.sub("", ABOUT.sub("", said, count=1).strip()))
    slack = ABOUT_YEARS if ABOUT.search(said) or ISH.search(said) else 0
    if YEAR.fullmatch(plain):
        year = int(plain)
        if year <= slack:
            raise BadDate("too_long_ago")
        if year - slack > on.year:
            raise BadDate("in_the_future")
        return BirthRange(date(year - slack, 1, 1), date(year + slack, 12, 31), "year")
    if not (found := AGE.fullmatch(plain)):
        return None
    youngest, oldest = sorted((int(found[1]), int(found[2] or found[1])))
    if oldest > OLDEST_AGE:
        raise BadDate("too_long_ago")
    return born_at_age(youngest=max(youngest - slack, 0), oldest=oldest + slack, on=on)


def _full_year(figures: str, on: date) -> int:
    if len(figures) == 4:
        return int(figures)
    year = on.year - on.year % 100 + int(figures)
    return year if year <= on.year else year - 100


def _month_number(word: str) -> int:
    if word not in MONTHS_IN_WORDS:
        raise BadDate("no_such_month")
    return MONTHS_IN_WORDS[word]


def _last_day(year: int, month: int) -> int:
    if not 1 <= month <= 12:
        raise BadDate("no_such_month")
    if year < 1:
        raise BadDate("too_long_ago")
    return monthrange(year, month)[1]
