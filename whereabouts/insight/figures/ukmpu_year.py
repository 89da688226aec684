"""A year of children's rows as the UK Missing Persons Unit asks for it: its bands, and its rows."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.disclosure import Rules
from whereabouts.insight.figures.counting import of_children
from whereabouts.insight.figures.details import Details
from whereabouts.insight.figures.population import Population
from whereabouts.insight.figures.rows import KNOWN, Rows

Column = NDArray[Any]
FILE = Path(__file__).with_name("ukmpu.toml")
ADULT = 18
FIRST = date(2016, 4, 1)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which bands a year's return asks for, and by which source."""

    ages: tuple[int, ...]
    hours: tuple[int, ...]
    source: str

    @property
    def age_names(self) -> tuple[str, ...]:
        """Return the bands of age in words."""
        ends = [*self.ages[1:], ADULT]
        return tuple(f"{first} to {end - 1}" for first, end in zip(self.ages, ends, strict=True))

    @property
    def hour_names(self) -> tuple[str, ...]:
        """Return the bands of duration in words."""
        between = [
            f"over {least} to {most} hours"
            for least, most in zip(self.hours, self.hours[1:], strict=False)
        ]
        return (f"up to {self.hours[0]} hours", *between, f"over {self.hours[-1]} hours")


@dataclass(frozen=True, kw_only=True)
class Year:
    """Children's rows of a year with their details, and what every table of it says."""

    ends: int
    rows: Rows
    details: Details
    forces: tuple[str, ...]
    rules: Rules
    coverage: str
    asked: Asked
    population: Population | None = None

    @property
    def incidents(self) -> Column:
        """Say which rows are incidents: no further call, and not whereabouts known."""
        chosen: Column = ~self.rows.call & (self.rows.kind != KNOWN)
        return chosen


@lru_cache(maxsize=1)
def _held() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8"))["asked"])


def asked_for(*, ends: int) -> Asked:
    """Return the bands of the newest entry that had begun when the year began."""
    began = max(date(ends - 1, 4, 1), FIRST)
    newest = max((one for one in _held() if one["since"] <= began), key=lambda one: one["since"])
    return Asked(ages=tuple(newest["ages"]), hours=tuple(newest["hours"]), source=newest["source"])


def year_of_children(
    *, rows: Rows, details: Details, forces: Sequence[str], ends: int, rules: Rules, coverage: str,
    population: Population | None = None,
) -> Year:  # fmt: skip
    """Return a year's rows of children, with the details of the same rows."""
    numbered = np.arange(len(rows))
    beside = Rows(**{**vars(rows), "episode": numbered})
    chosen = of_children(beside.of_year(ends=ends)).episode
    return Year(
        ends=ends, rows=rows.where(chosen), details=details.where(chosen), forces=tuple(forces),
        rules=rules, coverage=coverage, asked=asked_for(ends=ends), population=population,
    )  # fmt: skip


def pairs_of(*, rows: Rows) -> Column:
    """Return an individual's number for each row: a child of two forces is two of them."""
    pairs: Column = rows.person.astype(np.int64) * 1_000 + rows.force
    return pairs
