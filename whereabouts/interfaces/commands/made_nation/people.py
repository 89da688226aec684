"""Who is missing in each year: new children and those seen before, and how often each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.interfaces.commands.made_nation.settings import (
    Areas,
    by_weight,
    from_bands,
    pick,
)

Column = NDArray[Any]
DAY_OF_YEAR = 365.2425


@dataclass
class People:
    """Every child, a column a thing: `born` in days since 1970, places in the lists of areas."""

    born: Column
    girl: Column
    ethnicity: Column  # -1 is not recorded
    birth_known: Column
    care: Column
    authority: Column  # the responsible one, or where the child lives
    flags: dict[str, Column]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.born)


@dataclass(frozen=True)
class ChildYears:
    """A row a child and year: who, which year, how many incidents."""

    child: Column
    year: Column
    times: Column


def first_day(*, ends: int) -> int:
    """Return the first of April of the year that ends in that March, in days since 1970."""
    return int(np.datetime64(f"{ends - 1}-04-01").astype("datetime64[D]").astype(np.int64))


def make_people(
    *,
    chance: np.random.Generator,
    given: dict[str, Any],
    areas: Areas,
    years: list[dict[str, Any]],
    scale: float,
) -> tuple[People, ChildYears]:
    """Return the children of all years, and in which years each is missing and how often."""
    who = given["who"]
    parts: list[dict[str, Column]] = []
    rows: list[tuple[Column, Column, Column]] = []
    made = 0
    last = np.zeros(0, np.int64)
    for number, year in enumerate(years):
        wanted = max(round(year["children"] * scale), 1)
        kept = _carried(chance, parts, last, year, most=round(who["carried_over"] * wanted))
        care_kept = np.concatenate([p["care"] for p in parts])[kept].sum() if len(kept) else 0
        fresh = wanted - len(kept)
        share = (who["care_of_children"] * wanted - care_kept) / max(fresh, 1)
        new = _new(chance, who, areas, year, number=fresh, care_share=float(np.clip(share, 0, 1)))
        parts.append(new)
        child = np.concatenate([kept, np.arange(made, made + fresh)])
        made += fresh
        care = np.concatenate([p["care"] for p in parts])[child]
        mean = year["incidents"] / year["children"]
        rows.append((child, np.full(wanted, number), _times(chance, who, care, mean)))
        last = child
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    plain = ("born", "girl", "ethnicity", "birth_known", "care", "authority")
    people = People(
        **{name: columns[name] for name in plain},
        flags={name: column for name, column in columns.items() if name not in plain},
    )
    child, year_of, times = (np.concatenate(pieces) for pieces in zip(*rows, strict=True))
    return people, ChildYears(child, year_of, times)


def _carried(
    chance: np.random.Generator,
    parts: list[dict[str, Column]],
    last: Column,
    year: dict[str, Any],
    *,
    most: int,
) -> Column:
    """Return children of the year before who are missing again and still children all year."""
    if not len(last):
        return last
    born = np.concatenate([part["born"] for part in parts])[last]
    young = last[born + 18 * DAY_OF_YEAR > first_day(ends=year["ends"]) + 366]
    number = min(most, len(young))
    return np.sort(chance.choice(young, number, replace=False))


def _new(
    chance: np.random.Generator, who: dict[str, Any], areas: Areas, year: dict[str, Any],
    *, number: int, care_share: float,
) -> dict[str, Column]:  # fmt: skip
    care = chance.random(number) < care_share
    age = np.where(
        care,
        from_bands(chance=chance, bands=who["ages_care"], number=number),
        from_bands(chance=chance, bands=who["ages_home"], number=number),
    )
    # So old at a day of the year: the birthday lies up to a year before that day.
    on = first_day(ends=year["ends"]) + chance.random(number) * DAY_OF_YEAR
    born = np.floor(on - (age + chance.random(number)) * DAY_OF_YEAR).astype(np.int64)
    girl = chance.random(number) < np.where(care, who["girls_care"], who["girls_home"])
    older = age >= 12
    girl = np.where(older, girl, chance.random(number) < 0.42)
    ethnicity = pick(chance=chance, shares=who["ethnicity"], number=number).astype(np.int8)
    ethnicity[chance.random(number) < who["no_ethnicity"]] = -1
    authority = np.where(
        care,
        by_weight(chance=chance, weights=areas.care, number=number),
        by_weight(chance=chance, weights=areas.children, number=number),
    )
    return {
        "born": born,
        "girl": girl,
        "ethnicity": ethnicity,
        "birth_known": chance.random(number) >= who["no_birth"],
        "care": care,
        "authority": authority.astype(np.int16),
        **_traits(chance, number, girl=girl, care=care, age=age),
    }


def _traits(
    chance: np.random.Generator, number: int, *, girl: Column, care: Column, age: Column
) -> dict[str, Column]:
    """Return what is so of a child, whether anybody knows it or not: every share is proposed."""
    teen = age >= 12

    def so(home: float, in_care: float, girls: float = 1.0) -> Column:
        share = np.where(care, in_care, home) * np.where(girl, girls, 2 - girls)
        return chance.random(number) < share * np.where(teen, 1.0, 0.25)

    sexual, criminal = so(0.10, 0.19, 1.42), so(0.03, 0.08, 0.45)
    return {
        "cse": np.where(sexual, 1 + (chance.random(number) < 0.3), 0).astype(np.int8),
        "cce": np.where(criminal, 1 + (chance.random(number) < 0.3), 0).astype(np.int8),
        "mental_health": so(0.18, 0.30, 1.15),
        "self_harm": np.where(so(0.10, 0.18, 1.3), 1 + (chance.random(number) < 0.25), 0),
        "suicide": so(0.012, 0.018, 1.2),
        "substance": np.where(so(0.10, 0.22, 0.9), 1 + (chance.random(number) < 0.15), 0),
        "keeping_safe": so(0.09, 0.16, 0.8),
        "medical": chance.choice(3, number, p=[0.93, 0.065, 0.005]),
        "excluded": so(0.09, 0.2, 0.8),
        "violence": chance.random(number) < np.where(care, 0.02, 0.06),
        "unaccompanied": care & (age >= 15) & (chance.random(number) < 0.035),
        "propensity": chance.normal(size=number).astype(np.float32),
    }


def _times(chance: np.random.Generator, who: dict[str, Any], care: Column, mean: float) -> Column:
    """Return how often each is missing, thinned so that all together have the year's mean."""
    number = len(care)
    times = np.where(
        care,
        from_bands(chance=chance, bands=who["times_care"], number=number),
        from_bands(chance=chance, bands=who["times_home"], number=number),
    )
    more = times - 1
    whole = more.mean() if number else 0.0
    keep = min((mean - 1) / whole, 1.0) if whole else 0.0
    thinned: Column = 1 + chance.binomial(more, keep)
    return thinned
