"""The law of abduction warning notices, from a dated file that names a source for each line."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

LAW = Path(__file__).with_name("law.toml")
ADULT = 18


class BadLaw(ValueError):
    """The file has an entry that is not whole, or that names something nobody knows."""


@dataclass(frozen=True, kw_only=True)
class Route:
    """One offence that a notice can warn of: up to which age, and of children in which standing."""

    id: str
    since: date
    until: date | None
    under: int
    statuses: frozenset[str]
    offence: str
    section: str
    source: str

    def in_force(self, *, on: date) -> bool:
        """Return whether the route holds on a day, its first counted and its last not."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """What else can be done, and with which reasons of a refusal it is named."""

    id: str
    words: str
    named_with: frozenset[str]
    source: str


@dataclass(frozen=True, kw_only=True)
class Law:
    """All that the file says: routes of every day, reasons, alternatives, statuses in words."""

    routes: tuple[Route, ...]
    reasons: Mapping[str, str]
    alternatives: tuple[Alternative, ...]
    statuses: Mapping[str, str]

    def route(self, *, route_id: str) -> Route:
        """Return a route by its id.

        :raises BadLaw: there is none of that id.
        """
        for one in self.routes:
            if one.id == route_id:
                return one
        raise BadLaw("There is no such route.")

    def for_reason(self, *, reason: str) -> tuple[Alternative, ...]:
        """Return what is named as an alternative with a reason."""
        return tuple(one for one in self.alternatives if reason in one.named_with)


def read_law(*, text: str) -> Law:
    """Return the law of a text in the form of the file.

    :raises BadLaw: an entry is not whole, two routes have one id, or a reason is not given.
    """
    document = tomllib.loads(text)
    routes = tuple(_route(body) for body in document.get("routes", []))
    if len({one.id for one in routes}) != len(routes):
        raise BadLaw("Two routes have one id: give the later one an id of its own.")
    reasons = {one["id"]: one["words"] for one in document.get("reasons", [])}
    statuses = dict(document.get("statuses", {}))
    unknown = {code for one in routes for code in one.statuses} - set(statuses)
    if unknown:
        raise BadLaw(f"A route names a status without words: {', '.join(sorted(unknown))}.")
    alternatives = tuple(_alternative(body, reasons) for body in document.get("alternatives", []))
    return Law(routes=routes, reasons=reasons, alternatives=alternatives, statuses=statuses)


def _route(body: Mapping[str, Any]) -> Route:
    name = str(body.get("id", "")) or "An entry"
    if not all(body.get(field) for field in ("id", "offence", "section", "source")):
        raise BadLaw(f"{name} needs an id, an offence, a section and a source.")
    since, until = body.get("since"), body.get("until")
    if not isinstance(since, date) or (until is not None and not isinstance(until, date)):
        raise BadLaw(f"{name} needs a first day.")
    under = body.get("under")
    if not isinstance(under, int) or not 0 < under <= ADULT:
        raise BadLaw(f"{name} needs an age up to {ADULT} that ends it.")
    return Route(
        id=name,
        since=since,
        until=until,
        under=under,
        statuses=frozenset(body.get("statuses", [])),
        offence=body["offence"],
        section=body["section"],
        source=body["source"],
    )


def _alternative(body: Mapping[str, Any], reasons: Mapping[str, str]) -> Alternative:
    name = str(body.get("id", "")) or "An alternative"
    if not body.get("words") or not body.get("source"):
        raise BadLaw(f"{name} needs words and a source.")
    named_with = frozenset(body.get("for", []))
    if not named_with or not named_with <= set(reasons):
        raise BadLaw(f"{name} is named with no reason, or with one that is not given.")
    return Alternative(id=name, words=body["words"], named_with=named_with, source=body["source"])


@lru_cache(maxsize=1)
def law_in_force() -> Law:
    """Return the law that the file holds; each route says from and until when."""
    return read_law(text=LAW.read_text(encoding="utf-8"))
