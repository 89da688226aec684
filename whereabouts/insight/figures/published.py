"""The department's arithmetic: which shares and means its tables show for counts, to the digit.

Counts of a region or the country are to the nearest ten. A share is a whole number and a mean has
one decimal, both from unrounded counts, halves away from nothing. A small count is "c", and
whatever needs it is "c" too; nothing of none is "z".
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

HIDDEN, NOT_APPLICABLE, NOT_AVAILABLE = "c", "z", "x"
MARKS = (HIDDEN, NOT_APPLICABLE, NOT_AVAILABLE)


def share(*, part: str, whole: str) -> str:
    """Return the percentage that is printed for two printed counts."""
    return _quotient(part, whole, scale=100, places="1")


def mean(*, total: str, over: str) -> str:
    """Return the mean that is printed for two printed counts."""
    return _quotient(total, over, scale=1, places="0.1")


def nearest_ten(*, count: int) -> int:
    """Return a count as the tables of the country and the regions print it."""
    return int((Decimal(count) / 10).quantize(Decimal(1), ROUND_HALF_UP) * 10)


def _quotient(part: str, whole: str, *, scale: int, places: str) -> str:
    for mark in (NOT_AVAILABLE, HIDDEN, NOT_APPLICABLE):
        if mark in (part, whole):
            return mark
    if int(whole) == 0:
        return NOT_APPLICABLE
    value = Decimal(part) * scale / Decimal(whole)
    return str(value.quantize(Decimal(places), ROUND_HALF_UP))
