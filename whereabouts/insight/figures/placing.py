"""How the return on looked-after children writes a placement, by the year that it is of."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("placements.toml")
# The return's own words for a number of the inspectorate's that is not known.
NOT_REGISTERED = "XXXXXXX"
NUMBERS = ("none", "unknown", "known")


class CodesRefused(ValueError):
    """An entry lacks something, or says what is not known."""


@dataclass(frozen=True, kw_only=True)
class Code:
    """One entry: a kind of placement, from which year on, and how it is written."""

    living_at: str
    since: date
    place: str
    provider: str
    number: str
    source: str
    status: str
    known_from: date | None = None

    def provider_of(self, *, known: str) -> str:
        """Return who provides the placement, as the kind says it or as it is known."""
        return "" if self.provider == "none" else self.provider or known

    def number_of(self, *, urn: str, ended: date | None) -> str:
        """Return the number as the return wants it of a placement that ended then, or goes on."""
        if self.number == "none":
            return ""
        early = self.known_from is not None and ended is not None and ended < self.known_from
        return NOT_REGISTERED if self.number == "unknown" or early or not urn else urn


def code_of(*, living_at: str, on: date) -> Code:
    """Return how a kind of placement is written in the return of the year that a day lies in.

    :raises LookupError: there is no such kind of placement.
    """
    began = date(on.year if on >= date(on.year, 4, 1) else on.year - 1, 4, 1)
    own = sorted((one for one in codes() if one.living_at == living_at), key=lambda one: one.since)
    if not own:
        raise LookupError(f"No placement is called {living_at!r}.")
    # What lies before the first entry is written as the first says.
    return next((one for one in reversed(own) if one.since <= began), own[0])


def registered_on(*, living_at: str) -> list[date]:
    """Return the days on which placements of a kind that went on came to bear a number."""
    found = (one.known_from for one in codes() if one.living_at == living_at)
    return sorted(day - timedelta(days=1) for day in found if day is not None)


@lru_cache(maxsize=1)
def codes() -> tuple[Code, ...]:
    """Return every entry that is held."""
    return read_codes(text=FILE.read_text(encoding="utf-8"))


def read_codes(*, text: str) -> tuple[Code, ...]:
    """Return the entries in a text of the form of the file.

    :raises CodesRefused: one is not whole, or two are of one kind and day.
    """
    found = []
    for body in tomllib.loads(text).get("codes", []):
        try:
            one = Code(**body)
        except TypeError as wrong:
            raise CodesRefused(f"{body.get('living_at', 'An entry')} is not whole.") from wrong
        if one.number not in NUMBERS or one.status not in ("settled", "proposed"):
            raise CodesRefused(f"{one.living_at} says what is not known.")
        found.append(one)
    if len({(one.living_at, one.since) for one in found}) < len(found):
        raise CodesRefused("One kind of placement is there twice for one day.")
    return tuple(found)
