"""How many children live in each force's area, and the calls that it had set against them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from whereabouts.insight.figures.tables import WHOLE, Table

FILE = Path(__file__).with_name("population.toml")
HIDDEN, NOT_HELD = "c", "z"
EACH = 1_000
TITLE = "Calls by force, against the children living there"
AGAIN_AND_AGAIN = (
    "Calls of one child again and again count each time: it is no share of children. z: no"
    " estimate is held of the area."
)
FIRST = date(2016, 4, 1)


@dataclass(frozen=True, kw_only=True)
class Population:
    """Children by force, as the rows name the forces; a force without an estimate is not in it."""

    children: Mapping[str, int]
    source: str

    def get(self, force: str) -> int | None:
        """Return how many children live in a force's area, or None where that is not held."""
        return self.children.get(force)


@lru_cache(maxsize=1)
def _held() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8"))["estimates"])


def population_of(*, areas: Mapping[str, str], ends: int) -> Population:
    """Return the children of each force; `areas` is the code of the area of each that has one.

    The newest estimate that had begun when the year began.
    """
    began = max(date(ends - 1, 4, 1), FIRST)
    newest = max((one for one in _held() if one["since"] <= began), key=lambda one: one["since"])
    later = (
        "; of a later year, since none is held of this one" if began > date(ends - 1, 4, 1) else ""
    )
    found = {force: newest["children"].get(area) for force, area in areas.items()}
    return Population(
        children={force: number for force, number in found.items() if number is not None},
        source=f"{newest['title']}: {newest['source']} ({newest['status']})" + later,
    )


def against_population(*, calls: Table, population: Population | None) -> Table:
    """Return calls for each thousand children, from what is shown of the calls and nothing else."""
    lines = []
    for line in calls.lines:
        force, shown = line[0], line[-1]
        if force == WHOLE:
            numbers = [_children(population, other[0]) for other in calls.lines[:-1]]
            children = None if None in numbers else sum(filter(None, numbers))
        else:
            children = _children(population, force)
        living = NOT_HELD if children is None else str(children)
        lines.append((force, shown, living, _rate(shown, children)))
    return replace(
        calls,
        name=calls.name.replace("a-calls", "a-calls-population"),
        title=calls.title.replace(
            "Calls by force", "Calls by force against the children living there"
        ),
        columns=("force", "Calls", "Children living there", f"Calls for each {EACH} children"),
        lines=tuple(lines),
        notes=(
            *calls.notes,
            f"Children: {population.source}." if population else "No estimate is held.",
            AGAIN_AND_AGAIN,
        ),
    )


def _children(population: Population | None, force: str) -> int | None:
    return None if population is None else population.get(force)


def _rate(shown: str, children: int | None) -> str:
    if shown == HIDDEN:
        return HIDDEN
    if not children:
        return NOT_HELD
    value = Decimal(shown) * EACH / children
    return str(value.quantize(Decimal("0.1"), ROUND_HALF_UP))
