"""The definitions that things are counted by, read from their file and checked."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("definitions.toml")
MEASURES = {
    "incident": set(),
    "call": set(),
    "individual": set(),
    "child": set(),
    "repeat": {"times", "days"},
    "long": {"hours"},
    "absent_share": set(),
    "duration": {"bands"},
    "away": set(),
    "stated": set(),  # by a table of its own
    "general": set(),  # what a table of a pack falls back on that has none of its own
}  # type: dict[str, set[str]]
STATED, GENERAL = "stated", "general"
_EACH = {"id", "version", "measure", "title", "says", "source", "status"}


class DefinitionRefused(ValueError):
    """An entry lacks something, or says what its measure does not take."""


class UnknownDefinition(LookupError):
    """There is no such definition."""


@dataclass(frozen=True, kw_only=True)
class Definition:
    """One way of counting."""

    id: str
    version: int
    measure: str
    title: str
    says: str
    source: str
    status: str
    times: int = 0
    days: int = 0
    hours: int = 0
    bands: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """Return what a figure carries: the id with its version."""
        return f"{self.id}/{self.version}"

    @property
    def fallback(self) -> bool:
        """Say whether a table is counted by it only since none of its own is held."""
        return self.measure == GENERAL


@lru_cache(maxsize=1)
def definitions() -> tuple[Definition, ...]:
    """Return every definition by which rows are counted one beside the other."""
    return tuple(one for one in every_definition() if one.measure not in (STATED, GENERAL))


@lru_cache(maxsize=1)
def every_definition() -> tuple[Definition, ...]:
    """Return every definition that is held: those as well that are of one table alone."""
    return read_definitions(text=FILE.read_text(encoding="utf-8"))


def definition(*, name: str) -> Definition:
    """Return the definition of that id in its newest version, or in the one that is named.

    :raises UnknownDefinition: there is none.
    """
    wanted, _, version = name.partition("/")
    found = [
        one
        for one in every_definition()
        if one.id == wanted and (not version or str(one.version) == version)
    ]
    if not found:
        held = ", ".join(dict.fromkeys(one.id for one in definitions()))
        raise UnknownDefinition(f"No definition is called {name!r}; held are: {held}.")
    return max(found, key=lambda one: one.version)


def read_definitions(*, text: str) -> tuple[Definition, ...]:
    """Return the definitions in a text of the form of the file.

    :raises DefinitionRefused: an entry is not whole, or two share an id and version.
    """
    found = tuple(_entry(body) for body in tomllib.loads(text).get("definitions", []))
    names = [one.name for one in found]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise DefinitionRefused(f"{twice[0]} is there twice.")
    return found


def _entry(body: dict[str, Any]) -> Definition:
    name = str(body.get("id", "An entry"))
    if body.get("measure") not in MEASURES:
        raise DefinitionRefused(f"{name} measures nothing that is known.")
    wanted = _EACH | MEASURES[body["measure"]]
    if set(body) != wanted or not all(body[key] for key in wanted):
        raise DefinitionRefused(f"{name} needs: {', '.join(sorted(wanted))}.")
    if body["status"] not in ("settled", "proposed"):
        raise DefinitionRefused(f"{name}: status is settled or proposed.")
    return Definition(**{**body, "bands": tuple(body.get("bands", ()))})
