"""The definitions of a repeat, from a dated file that names a source for each."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

DEFINITIONS = Path(__file__).with_name("definitions.toml")
ASKS = frozenset({"panel", "strategy_meeting", "plan", "help_offer", "placement_review"})


class BadDefinition(ValueError):
    """The file has an entry that is not whole, or two of one id that begin on one day."""


@dataclass(frozen=True, kw_only=True)
class Definition:
    """So many within so many days (ever, where none), for every age or up to one."""

    id: str
    since: date
    label: str
    at_least: int
    days: int | None
    oldest: int | None
    asks: tuple[str, ...]
    source: str
    words: tuple[str, ...] = ()


def episodes_in_force(*, on: date) -> tuple[Definition, ...]:
    """Return the definitions for episodes that hold on a day, in the order of the file."""
    return _in_force(_kept()["episodes"], on)


def calls_in_force(*, on: date) -> tuple[Definition, ...]:
    """Return the definitions for repeated calls that hold on a day, in the order of the file."""
    return _in_force(_kept()["calls"], on)


def placements_in_force(*, on: date) -> tuple[Definition, ...]:
    """Return the definitions for episodes soon after a placement began, that hold on a day."""
    return _in_force(_kept()["placements"], on)


def patterns_in_force(*, on: date) -> tuple[Definition, ...]:
    """Return the definitions for what was found again after several returns."""
    return _in_force(_kept()["patterns"], on)


def read_definitions(*, text: str) -> dict[str, tuple[Definition, ...]]:
    """Return the definitions, by what they are for, of a text in the form of the file.

    :raises BadDefinition: an entry is not whole, or two of one id begin on one day.
    """
    document = tomllib.loads(text)
    read = {}
    for kind in ("episodes", "calls", "placements", "patterns"):
        found = tuple(_definition(body) for body in document.get(kind, []))
        begun = [(one.id, one.since) for one in found]
        if len(begun) != len(set(begun)):
            raise BadDefinition(f"Among the {kind} two of one id begin on one day.")
        read[kind] = found
    return read


def _definition(body: Mapping[str, Any]) -> Definition:
    name = str(body.get("id", "")) or "An entry"
    whole = body.get("id") and body.get("label") and body.get("source")
    if not whole or not isinstance(body.get("since"), date):
        raise BadDefinition(f"{name} needs an id, a label, a first day and a source.")
    at_least, days, oldest = body.get("at_least"), body.get("days"), body.get("oldest")
    for number in (at_least, *(one for one in (days, oldest) if one is not None)):
        if not isinstance(number, int) or number < 1:
            raise BadDefinition(f"{name} needs whole numbers above nothing.")
    if not set(body.get("asks", [])) <= ASKS:
        raise BadDefinition(f"{name} asks for something that nobody knows.")
    return Definition(
        id=name,
        since=body["since"],
        label=body["label"],
        at_least=body["at_least"],
        days=days,
        oldest=oldest,
        asks=tuple(body.get("asks", [])),
        source=body["source"],
        words=tuple(body.get("words", [])),
    )


def _in_force(entries: Iterable[Definition], on: date) -> tuple[Definition, ...]:
    of_id: dict[str, list[Definition]] = {}
    for one in entries:
        of_id.setdefault(one.id, []).append(one)
    return tuple(_standing(found, on) for found in of_id.values())


def _standing(found: list[Definition], on: date) -> Definition:
    """Return the one begun last; before the first day, the first."""
    in_order = sorted(found, key=lambda one: one.since)
    begun = [one for one in in_order if one.since <= on]
    return begun[-1] if begun else in_order[0]


@lru_cache(maxsize=1)
def _kept() -> dict[str, tuple[Definition, ...]]:
    return read_definitions(text=DEFINITIONS.read_text(encoding="utf-8"))
