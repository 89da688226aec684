"""How far away a deadline is, in words."""

from datetime import datetime, timedelta

from whereabouts.engines.deadlines.instants import as_utc

MINUTE = timedelta(minutes=1)
LESS_THAN_A_MINUTE = "less than a minute"


def in_words(*, due: datetime, at: datetime) -> str:
    """Return how long is left, such as "in 2 hours 10 minutes" or "35 minutes overdue".

    Whole minutes under a day, days and hours beyond; always rounded towards now, so that
    nothing is called overdue, or as far off, before it is.

    :raises NaiveInstant: either time has no time zone.
    """
    left = as_utc(instant=due) - as_utc(instant=at)
    if not left:
        return "due now"
    if left > timedelta(0):
        return f"in {_span(left)}"
    return f"{_span(-left)} overdue"


def _span(length: timedelta) -> str:
    if length < MINUTE:
        return LESS_THAN_A_MINUTE
    hours, minutes = divmod(length // MINUTE, 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "day"), (hours, "hour")] if days else [(hours, "hour"), (minutes, "minute")]
    return " ".join(_counted(count, noun) for count, noun in parts if count)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
