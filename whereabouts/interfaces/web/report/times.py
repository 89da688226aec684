"""Times as callers say them, on the clocks of England and Wales, made into moments."""

import re
from datetime import UTC, date, datetime, time, timedelta

from whereabouts.interfaces.web.wording import local

CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.h]?\s*(\d{2}))?\s*(am|pm)?")
WORDS = {"midnight": time(0), "noon": time(12), "midday": time(12)}
DAY = re.compile(r"(\d{1,2})[\s/.\-]+(\d{1,2}|[a-z]{3,9})(?:[\s/.\-]+(\d{4}|\d{2}))?")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
OLDEST = timedelta(days=366 * 18)


class BadTime(ValueError):
    """This is no time of day, or no day, that can be meant; `part` is "time" or "day"."""

    def __init__(self, part: str, sentence: str) -> None:
        self.part = part
        super().__init__(sentence)


def moment(*, clock: str, day: str, at: datetime) -> datetime:
    """Return the moment meant by a time and a day as said; no day is today, or last night.

    Of two equal times in the night when the clocks go back the earlier is taken: longer gone.

    :raises BadTime: it cannot be read, does not exist, or lies in the future or too long ago.
    """
    said, now = _clock(clock), local(at)
    on = _day(day, now.date())
    if not day.strip() and datetime.combine(on, said) > now.replace(tzinfo=None):
        on -= timedelta(days=1)
    meant = datetime.combine(on, said, tzinfo=now.tzinfo)
    found = meant.astimezone(UTC)
    if local(found).time() != said:
        raise BadTime("time", "The clocks went forward that night: there was no such time")
    if found > at:
        raise BadTime("time", "This lies in the future: check the time and the day")
    if at - found > OLDEST:
        raise BadTime("day", "This is too long ago: check the day")
    return found


def _clock(text: str) -> time:
    said = text.strip().casefold()
    if said in WORDS:
        return WORDS[said]
    found = CLOCK.fullmatch(said) if said.isascii() else None
    if found is None:
        raise BadTime("time", "Enter a time such as 21:30 or 9.30pm; roughly is enough")
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12:
        raise BadTime("time", "Enter a time such as 21:30 or 9.30pm; roughly is enough")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise BadTime("time", "There is no such time: hours go to 23, minutes to 59")
    return time(hour, minute)


def _day(text: str, today: date) -> date:
    said = text.strip().casefold()
    if said in {"", "today", "tonight"}:
        return today
    if said in {"yesterday", "last night"}:
        return today - timedelta(days=1)
    if said[:3] in WEEKDAYS and said.isalpha() and said.endswith("day"):
        return today - timedelta(days=(today.weekday() - WEEKDAYS.index(said[:3])) % 7)
    try:
        return _date(said, today)
    except BadTime:
        raise
    except ValueError:
        raise BadTime("day", "There is no such day: check the day and the month") from None


def _date(said: str, today: date) -> date:
    if not said.isascii():
        raise BadTime("day", "Enter a day such as today, yesterday or 20/11/2026")
    if iso := ISO_DAY.fullmatch(said):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    found = DAY.fullmatch(said)
    if found is None:
        raise BadTime("day", "Enter a day such as today, yesterday or 20/11/2026")
    word = found[2]
    month = int(word) if word.isdecimal() else MONTHS.index(word[:3]) + 1
    if found[3] is None:
        this_year = date(today.year, month, int(found[1]))
        return this_year if this_year <= today else this_year.replace(year=today.year - 1)
    year = int(found[3])
    return date(year + 2000 if year < 100 else year, month, int(found[1]))
