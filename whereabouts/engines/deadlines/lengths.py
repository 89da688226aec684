"""Lengths and hours that no policy pack sets, from a dated file that names a source for each."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from whereabouts.engines.deadlines.instants import london_date

LENGTHS = Path(__file__).with_name("lengths.toml")
UNITS = ("minutes", "hours", "days")


class UnknownLength(ValueError):
    """The file of lengths has no such entry, or one that is not whole."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A length, or some hours of the clock, from a day on, with who says so."""

    key: str
    since: date
    source: str
    length: timedelta | None = None
    at: tuple[time, ...] = ()


def length_of(*, key: str, at: datetime) -> timedelta:
    """Return the length that holds at a moment.

    :raises UnknownLength: there is none of that key.
    """
    found = _standing(key=key, at=at)
    if found.length is None:
        raise UnknownLength(f"{key} is an hour of the clock, not a length.")
    return found.length


def times_of(*, key: str, at: datetime) -> tuple[time, ...]:
    """Return the hours, on London's clock, that hold at a moment.

    :raises UnknownLength: there are none of that key.
    """
    found = _standing(key=key, at=at)
    if not found.at:
        raise UnknownLength(f"{key} is a length, not an hour of the clock.")
    return found.at


def read_lengths(*, text: str) -> dict[str, tuple[Entry, ...]]:
    """Return key → its entries, the first day first, of a text in the form of the file.

    :raises UnknownLength: an entry has no source or no length, or two begin on one day.
    """
    document = tomllib.loads(text)
    entries: dict[str, list[Entry]] = {}
    for body in (*document.get("lengths", []), *document.get("times", [])):
        entry = _entry(body)
        entries.setdefault(entry.key, []).append(entry)
    for key, found in entries.items():
        found.sort(key=lambda one: one.since)
        if any(one.since == other.since for one, other in pairwise(found)):
            raise UnknownLength(f"{key} has two entries that begin on one day.")
    return {key: tuple(found) for key, found in entries.items()}


def _entry(body: Mapping[str, Any]) -> Entry:
    said = [unit for unit in UNITS if unit in body]
    key = str(body.get("key", ""))
    if not key or not body.get("source") or not isinstance(body.get("since"), date):
        raise UnknownLength(f"{key or 'An entry'} needs a key, a first day and a source.")
    if len(said) + ("at" in body) != 1:
        raise UnknownLength(f"{key} needs one length, or the hours of the clock.")
    length = timedelta(**{said[0]: body[said[0]]}) if said else None
    if length is not None and length <= timedelta(0):
        raise UnknownLength(f"{key} needs a length above nothing.")
    return Entry(
        key=key, since=body["since"], source=body["source"], length=length,
        at=tuple(sorted(body.get("at", ()))),
    )  # fmt: skip


@lru_cache(maxsize=1)
def _kept() -> dict[str, tuple[Entry, ...]]:
    return read_lengths(text=LENGTHS.read_text(encoding="utf-8"))


def _standing(*, key: str, at: datetime) -> Entry:
    entries = _kept().get(key)
    if entries is None:
        raise UnknownLength(f"There is no length called {key}.")
    today = london_date(instant=at)
    begun = [one for one in entries if one.since <= today]
    return begun[-1] if begun else entries[0]
