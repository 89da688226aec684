"""Of which days figures are that are made again and again: no two are of the same day.

Packs that slide by a month are taken from each other by whoever keeps them: of an agency that only
begins, or has a quiet spell, what is left is one month with a few children in it. So a time begins
where the last one ended. It ends with a quarter, as soon as it holds enough to be read, and after a
year at the latest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from whereabouts.insight.figures.pack_shapes import Measures

QUARTER = 3
IN_A_YEAR = 12
APRIL = 3  # the months of a year before it


@dataclass(frozen=True, slots=True, kw_only=True)
class PackTime:
    """The first day of a time, and the first after it; whether it may go on if it holds little."""

    since: date
    until: date
    may_wait: bool


def time_of_packs(*, last: date | None, today: date, by: Measures) -> PackTime | None:
    """Return the time that packs made today are of; None where none that is new is over.

    `last` is the first day after the last packs. The first packs are of whole months before today.
    """
    this_month = _months(today)
    if last is None:
        return PackTime(since=_day(this_month - by.months), until=_day(this_month), may_wait=False)
    began = _months(last)
    # Whole quarters: as many as fit into the longest time, of those that are over.
    until = min(this_month, began + by.months) // QUARTER * QUARTER
    if until - began < by.least_months:
        return None
    return PackTime(
        since=last, until=_day(until), may_wait=until + QUARTER <= began + by.months
    )  # fmt: skip


def holds_enough(*, time: PackTime, episodes: int, by: Measures) -> bool:
    """Say whether packs are made of a time already, or wait for another quarter."""
    return episodes >= by.enough_episodes or not time.may_wait


def last_whole(*, today: date, months: int) -> tuple[date, date]:
    """Return the first day of the last time of so many months, and the first after it.

    Such times begin in April, one after another.
    """
    until = (_months(today) - APRIL) // months * months + APRIL
    return _day(until - months), _day(until)


def _months(day: date) -> int:
    return day.year * IN_A_YEAR + day.month - 1


def _day(months: int) -> date:
    return date(months // IN_A_YEAR, months % IN_A_YEAR + 1, 1)
