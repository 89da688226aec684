"""How far two dates of birth agree, with the slips that people make."""

from datetime import date, timedelta
from enum import StrEnum

from whereabouts.engines.matching.births import BirthRange

MONTH = timedelta(days=31)
YEAR = timedelta(days=366)


class Agreement(StrEnum):
    """What two dates of birth say about each other; not given is neither yes nor no."""

    EXACT = "exact"
    TRANSPOSED = "transposed"
    ONE_DIGIT = "one_digit_off"
    OFF_BY_MONTH = "off_by_month"
    OFF_BY_YEAR = "off_by_year"
    OVERLAP = "overlap"
    CONFLICTING = "conflicting"
    UNKNOWN = "unknown"


def date_agreement(*, a: BirthRange | None, b: BirthRange | None) -> Agreement:
    """Return how two dates of birth agree, the same whichever comes first.

    Two known days are compared figure by figure. A month, a year or an age agrees (`OVERLAP`)
    where any day fits both, and is off by a month or a year where it misses by no more.
    """
    if a is None or b is None:
        return Agreement.UNKNOWN
    if a.precision == b.precision == "day":
        return _days(a.earliest, b.earliest)
    gap = max(a.earliest, b.earliest) - min(a.latest, b.latest)
    if gap <= timedelta(0):
        return Agreement.OVERLAP
    if gap <= MONTH:
        return Agreement.OFF_BY_MONTH
    return Agreement.OFF_BY_YEAR if gap <= YEAR else Agreement.CONFLICTING


def _days(a: date, b: date) -> Agreement:
    if a == b:
        return Agreement.EXACT
    if (a.year, a.month, a.day) == (b.year, b.day, b.month):
        return Agreement.TRANSPOSED
    if a.day == b.day:
        months = abs((a.year - b.year) * 12 + a.month - b.month)
        if months in (1, 12):
            return Agreement.OFF_BY_MONTH if months == 1 else Agreement.OFF_BY_YEAR
    if (a.year != b.year) + (a.month != b.month) + (a.day != b.day) > 1:
        return Agreement.CONFLICTING
    different = sum(one != other for one, other in zip(f"{a}", f"{b}", strict=True))
    return Agreement.ONE_DIGIT if different == 1 else Agreement.CONFLICTING
