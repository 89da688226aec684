"""Decisions about adults from plain values: who may be entered, what agrees, what names."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from whereabouts.practice.adults.vocabulary import RECEIVERS

ADULT = 18
# Words of a name that are too short, or too common, to tell of anybody.
SHORTEST_NAME = 3
SHORTEST_NUMBER = 6


class UnderAge(Exception):
    """Somebody under 18 is never on this register: they get a plan of their own."""

    def __init__(self) -> None:
        super().__init__(
            "They are under 18: nobody under 18 is on this register. Make a plan of their own."
        )


class NamesSomebody(Exception):
    """A warning that leaves the police names, or points to, somebody."""

    def __init__(self) -> None:
        super().__init__(
            "This names or identifies the adult. Say what to look for and what to do, without it."
        )


class MayNotReceive(Exception):
    """An agency is not among those that may be let have something of an adult. `field` names it."""

    field = "to_agency"

    def __init__(self) -> None:
        super().__init__(
            "Choose a home, a foster carer or a school: nobody else is told of an adult."
        )


def check_receiver(*, agency_kind: str, is_own: bool) -> None:
    """Go on where an agency may be let have something: one's own, for its beats, or a receiver.

    :raises MayNotReceive: it is neither.
    """
    if not is_own and agency_kind not in RECEIVERS:
        raise MayNotReceive()


def age_on(*, born_on: date, on: date) -> int:
    """Return somebody's age on a day."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def check_age(*, born_on: date | None, on: date) -> None:
    """Go on where somebody is an adult, or nobody knows their age.

    :raises UnderAge: they are under 18.
    """
    if born_on is not None and age_on(born_on=born_on, on=on) < ADULT:
        raise UnderAge()


def trace_key(*, kind: str, value: str) -> str:
    """Return what a trace is compared by: letters and figures, without case or signs."""
    kept = "".join(letter for letter in value.casefold() if letter.isalnum())
    if kind == "phone":
        figures = "".join(letter for letter in value if letter in "0123456789")
        return figures[-10:] if len(figures) >= SHORTEST_NUMBER else ""
    return kept


def check_says_nobody(
    *, texts: Iterable[str], name: str, born_on: date | None, values: Collection[str]
) -> None:
    """Go on where texts name nobody: no word of the name, no birthday, nothing that leads there.

    A place is not among what is looked for: where to look is what makes a warning useful.

    :raises NamesSomebody: one does.
    """
    said = " ".join(texts)
    words = _words(said)
    named = {one for one in _words(name) if len(one) >= SHORTEST_NAME}
    letters = "".join(letter for letter in said.casefold() if letter.isalnum())
    led = {one for one in values if len(one) >= SHORTEST_NUMBER and one in letters}
    if named & words or led or _says_day(said, born_on):
        raise NamesSomebody()


def _words(text: str) -> set[str]:
    """Return the words of a text, without case or accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return set(re.findall(r"[^\W_]+", plain))


def _says_day(said: str, born_on: date | None) -> bool:
    if born_on is None:
        return False
    written = rf"\b0?{born_on.day}[/. -]0?{born_on.month}[/. -](?:{born_on.year}|{born_on:%y})\b"
    return bool(re.search(written, said)) or f"{born_on.day} {born_on:%B %Y}".casefold() in (
        said.casefold()
    )


def without_action(
    *, entered_at: datetime, last_action_at: datetime | None, at: datetime, length: timedelta
) -> int | None:
    """Return for how many days nothing was done, or None where that is not too long yet."""
    since = max(entered_at, last_action_at) if last_action_at else entered_at
    return (at - since).days if at - since >= length else None


def review_owed(
    *,
    served_at: datetime,
    reviews: Iterable[datetime],
    episodes: Iterable[datetime],
    at: datetime,
    length: timedelta,
) -> str:
    """Return why a notice is to be reviewed: "episode" before "due", or "" where it is not."""
    last = max([served_at, *reviews])
    if any(last < began <= at for began in episodes):
        return "episode"
    return "due" if at - last >= length else ""
