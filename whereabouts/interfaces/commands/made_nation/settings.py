"""What the nation is made like, read from its file, and the areas it is made of."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

HERE = Path(__file__).parent
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SEXES = ("F", "M")
ETHNICITIES = ("W", "B", "A", "O")
LIVING_AT = (
    "home", "foster", "childrens_home", "supported_accommodation", "kinship", "secure", "other",
)  # fmt: skip
LEVELS = ("absent", "low", "medium", "high")


@dataclass(frozen=True)
class Areas:
    """Every force and authority by its code, and how many children each has."""

    forces: tuple[str, ...]
    authorities: tuple[str, ...]
    force_of: Ints  # of each authority
    wales: NDArray[np.bool_]  # of each force
    children: Floats  # of each authority: its share of its force's
    care: Floats  # of each authority: looked-after children missing in 2024, where published
    postcodes: tuple[tuple[str, str], ...]  # of each authority two, so that checks can place them


@lru_cache(maxsize=1)
def settings() -> dict[str, Any]:
    """Return the numbers of the file."""
    return tomllib.loads((HERE / "nation.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def areas() -> Areas:
    """Return the areas; an authority's children are its share of postcodes in its force."""
    with (HERE / "areas.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    population = settings()["population"]
    forces = tuple(population)
    force_of = np.array([forces.index(row["force"]) for row in rows])
    postcodes = np.array([float(row["postcodes"]) for row in rows])
    in_force = np.bincount(force_of, weights=postcodes, minlength=len(forces))
    total = np.array([float(population[code]) for code in forces])
    children = postcodes / in_force[force_of] * total[force_of]
    told = np.array([float(row["missing_children"] or "nan") for row in rows])
    rate = np.nansum(told) / children[~np.isnan(told)].sum()
    return Areas(
        forces=forces,
        authorities=tuple(row["authority"] for row in rows),
        force_of=force_of,
        wales=np.array([code.startswith("W") for code in forces]),
        children=children,
        care=np.where(np.isnan(told), children * rate, told),
        postcodes=tuple((row["postcode"], row["other_postcode"]) for row in rows),
    )


def pick(*, chance: np.random.Generator, shares: dict[str, float], number: int) -> Ints:
    """Return for each the place of the share that it falls to."""
    weights = np.array(list(shares.values()))
    return np.searchsorted(np.cumsum(weights / weights.sum()), chance.random(number), side="right")


def by_weight(*, chance: np.random.Generator, weights: Floats, number: int) -> Ints:
    """Return places, each as often as its weight has it."""
    edges = np.cumsum(weights / weights.sum())
    return np.minimum(np.searchsorted(edges, chance.random(number), side="right"), len(weights) - 1)


def from_bands(*, chance: np.random.Generator, bands: list[list[float]], number: int) -> Ints:
    """Return whole numbers from bands of [least, most, share], even within each."""
    table = np.array(bands)
    band = by_weight(chance=chance, weights=table[:, 2], number=number)
    least, most = table[band, 0], table[band, 1]
    found: Ints = (least + np.floor(chance.random(number) * (most - least + 1))).astype(np.int64)
    return found
