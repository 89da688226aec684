"""How times, lengths of time, levels and states are said on a page."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

LEVELS = {"high": "High", "medium": "Medium", "low": "Low", "absent": "Lowest"}
CATEGORIES = {
    "missing": "Missing",
    "absent": "Absent",
    "whereabouts_known": "Away, whereabouts known",
}
STATES = {
    "open": "Missing",
    "located": "Located, not yet back",
    "back": "Back, not yet seen alone",
    "seen": "Seen, follow-up open",
    "closed": "Followed up",
    "found_dead": "Found dead",
    "joined": "Joined to another episode",
}
SERIOUSNESS = {
    "none_apparent": "None apparent",
    "some": "Some",
    "serious": "Serious",
    "grave": "Grave",
}
IMMEDIACY = {
    "none_apparent": "None apparent",
    "days": "Within days",
    "hours": "Within hours",
    "now": "Now",
}


def local(moment: datetime) -> datetime:
    """Return the moment on the clocks of England and Wales."""
    return moment.astimezone(ZoneInfo(settings.DISPLAY_TIME_ZONE))


def clock(moment: datetime | None) -> str:
    """Return the time of day, "14:03"; nothing for nothing."""
    return local(moment).strftime("%H:%M") if moment else ""


def day(moment: date | None) -> str:
    """Return the day, "20 November 2026", of a moment or a day; nothing for nothing."""
    on = local(moment) if isinstance(moment, datetime) else moment
    return f"{on.day} {on:%B %Y}" if on else ""


def day_and_clock(moment: datetime | None) -> str:
    """Return the day and the time, "20 Nov 2026, 14:03"; nothing for nothing."""
    return f"{local(moment).day} {local(moment):%b %Y, %H:%M}" if moment else ""


def at_latest(moment: datetime | None) -> str:
    """Return until when, to stand after "by": midnight belongs to the day that it ends."""
    if moment is None or clock(moment) != "00:00":
        return day_and_clock(moment)
    ended = local(moment) - timedelta(days=1)
    return f"the end of {ended.day} {ended:%b %Y}"


def machine_time(moment: datetime | None) -> str:
    """Return the moment as a <time> element's attribute."""
    return moment.isoformat(timespec="seconds") if moment else ""


def lasting(length: timedelta | None) -> str:
    """Return a length in its two largest units, "3 h 20 min"; nothing for nothing."""
    if length is None:
        return ""
    minutes = int(abs(length).total_seconds() // 60)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    if hours:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{rest} min"


def level_words(level: str, label: str = "") -> str:
    """Return a level in words; the lowest one by the label of the definitions in force."""
    return label if level == "absent" and label else LEVELS[level]
