"""Instants in, instants out: UTC outside, London only where a date or a wall clock is meant."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

# Offices that answer within working days close then; a reply at 23:59 would reach nobody.
WORKING_DAY_ENDS = time(17, 0)


class NaiveInstant(ValueError):
    """A time was given without its time zone, so it could mean two different instants."""

    def __init__(self) -> None:
        super().__init__("The time has no time zone. Pass it in UTC.")


def as_utc(*, instant: datetime) -> datetime:
    """Return the same instant in UTC.

    :raises NaiveInstant: it has no time zone.
    """
    if instant.utcoffset() is None:
        raise NaiveInstant
    return instant.astimezone(UTC)


def london_date(*, instant: datetime) -> date:
    """Return the date that a wall calendar in London shows at this instant."""
    return instant.astimezone(LONDON).date()


def london_instant(*, on: date, wall: time) -> datetime:
    """Return, in UTC, the instant when a clock in London shows this time on this date."""
    return datetime.combine(on, wall, tzinfo=LONDON).astimezone(UTC)
