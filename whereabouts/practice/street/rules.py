"""What lies on a beat, whom we worry about most, which shift it is, what is a hot spot."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

STREET = Path(__file__).with_name("street.toml")
# The first half of a postcode, and the whole of one.
DISTRICT = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?")
POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][0-9A-Z]?)\s*[0-9][A-Z]{2}\b")
LETTERS = re.compile(r"[^a-z0-9]+")


class BadStreet(ValueError):
    """The file has an entry that is not whole."""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """How much a briefing shows."""

    since: date
    worried_most: int
    worried_days: int
    hot_spot_children: int
    hot_spot_days: int
    hidden_seconds: int
    source: str


@dataclass(frozen=True, kw_only=True)
class Worry:
    """A child in plain values, as the order of worry reads it."""

    child: UUID
    seriousness: str
    level: str
    exploited: bool
    count: int
    last_at: datetime


def measure(*, on: date) -> Measure:
    """Return how much a briefing shows on a day; before the first day the first entry holds."""
    entries = sorted(_kept(), key=lambda one: one.since)
    begun = [one for one in entries if one.since <= on]
    return begun[-1] if begun else entries[0]


def read_street(*, text: str) -> tuple[Measure, ...]:
    """Return the entries of a text in the form of the file.

    :raises BadStreet: an entry has no first day, no source, or a number that is none.
    """
    read = []
    for one in tomllib.loads(text).get("briefing", []):
        given: dict[str, Any] = {name: value for name, value in one.items() if name != "status"}
        numbers = [value for name, value in given.items() if name not in ("since", "source")]
        whole = isinstance(given.get("since"), date) and given.get("source") and len(numbers) == 5
        if not whole or any(not isinstance(value, int) or value < 1 for value in numbers):
            raise BadStreet("An entry needs a first day, a source and five whole numbers.")
        read.append(Measure(**given))
    if not read:
        raise BadStreet("There is no entry.")
    return tuple(read)


def lies_on(*, places: Sequence[str], lines: Iterable[str]) -> bool:
    """Return whether any line of a record lies on a beat, by a postcode's district or a name.

    A district is matched against the postcodes in a line alone: "ZZ1" is not in "ZZ11 1ZZ".
    """
    districts = {one.strip().upper() for one in places if DISTRICT.fullmatch(one.strip().upper())}
    names = [f" {plain(one)} " for one in places if one.strip().upper() not in districts]
    for line in lines:
        if districts & set(POSTCODE.findall(line.upper())):
            return True
        said = f" {plain(line)} "
        if any(name.strip() and name in said for name in names):
            return True
    return False


def plain(text: str) -> str:
    """Return a place in small letters and single spaces, so that two ways to write it meet."""
    return LETTERS.sub(" ", text.casefold()).strip()


def by_worry(
    *, found: Iterable[Worry], seriousness: Sequence[str], levels: Sequence[str]
) -> list[Worry]:
    """Return the children by how much harm is feared: seriousness, exploitation, level.

    How often a child was away comes last: one episode can be the one that matters.
    """

    def order(one: Worry) -> tuple[object, ...]:
        grave = seriousness.index(one.seriousness) if one.seriousness in seriousness else -1
        level = levels.index(one.level) if one.level in levels else -1
        return (-grave, not one.exploited, -level, -one.count, -one.last_at.timestamp(), one.child)

    return sorted(found, key=order)


def hot_spots(*, seen: Iterable[tuple[UUID, str]], at_least: int) -> list[tuple[str, int]]:
    """Return (place, how many children) of places where several children were found or seen.

    A place is shown as it was written most often; the most children first.
    """
    children: dict[str, set[UUID]] = {}
    written: dict[str, dict[str, int]] = {}
    for child, place in seen:
        key = plain(place)
        if not key:
            continue
        children.setdefault(key, set()).add(child)
        ways = written.setdefault(key, {})
        ways[place.strip()] = ways.get(place.strip(), 0) + 1
    several = [
        (max(written[key], key=lambda way: (written[key][way], way)), len(which))
        for key, which in children.items()
        if len(which) >= at_least
    ]
    return sorted(several, key=lambda one: (-one[1], one[0]))


def shift_began(*, local: datetime, hours: Sequence[time]) -> datetime:
    """Return when the shift began in which a moment lies, both on the same clock.

    `hours` are the times of day at which shifts begin.
    """
    begun = [hour for hour in sorted(hours) if hour <= local.timetz().replace(tzinfo=None)]
    day = local.date() if begun else local.date() - timedelta(days=1)
    hour = begun[-1] if begun else max(hours)
    return datetime.combine(day, hour, tzinfo=local.tzinfo)


def digest(*, keys: Iterable[object]) -> str:
    """Return what a briefing holds as a short sum, so that a change since a reading is seen."""
    return sha256("\n".join(sorted(map(str, keys))).encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _kept() -> tuple[Measure, ...]:
    return read_street(text=STREET.read_text(encoding="utf-8"))
