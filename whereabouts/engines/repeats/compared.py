"""Before and after: windows of one length on both sides of a day, and a row of periods."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class Compared:
    """How many in the days after something began, and in as many days before."""

    days: int
    before: int
    after: int
    days_since_last: int | None

    @property
    def fewer(self) -> bool | None:
        """Whether there were fewer after than before; None while no day has passed."""
        return None if self.days == 0 else self.after < self.before


def before_and_after(
    *, began_at: datetime, times: Iterable[datetime], at: datetime, most_days: int | None = None
) -> Compared:
    """Return how many fell after a beginning and how many in as long a time before it.

    `most_days` limits both windows. What happened in the moment of the beginning counts before.
    """
    happened = [when for when in times if when <= at]
    window = max(at - began_at, timedelta(0))
    if most_days is not None:
        window = min(window, timedelta(days=most_days))
    last = max(happened, default=None)
    return Compared(
        days=window.days,
        before=sum(began_at - window < when <= began_at for when in happened),
        after=sum(began_at < when <= began_at + window for when in happened),
        days_since_last=None if last is None else (at - last).days,
    )


def no_fewer(*, times: Iterable[datetime], at: datetime, window: timedelta) -> bool:
    """Return whether the last window saw any, and no fewer than the window before it.

    A child who was not away at all has not gone without improving, whatever came before.
    """
    last, previous = counts_back(times=times, at=at, window=window, periods=2)[::-1]
    return last >= 1 and last >= previous


def counts_back(
    *, times: Iterable[datetime], at: datetime, window: timedelta, periods: int
) -> tuple[int, ...]:
    """Return how many fell into each of the last periods, the earliest first."""
    happened = list(times)
    return tuple(
        sum(at - (back + 1) * window < when <= at - back * window for when in happened)
        for back in reversed(range(periods))
    )
