"""What the forces return of it, with the faults that real returns have: a row a thing counted.

Adults stand among the children, calls are counted as incidents, some forces cannot tell absent from
missing, births and ethnicities lack, and two months of one force are simply not there.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.interfaces.commands.made_nation.deciding import ABSENT, Practice

Column = NDArray[Any]
DAY = 86_400
KINDS = ("missing", "absent", "inseparable")
NOBODY = -1
LOST = ((12, 0), (1, 1))  # December and the January after it, in the fourth year of the nation


def make_returned(
    *,
    chance: np.random.Generator,
    given: dict[str, Any],
    practice: Practice,
    episodes: dict[str, Column],
    years: list[dict[str, Any]],
    children: int,
) -> dict[str, Column]:
    """Return the rows in no order that means anything; a person's number is the force's own."""
    counts, number = given["practice"], len(episodes["child"])
    force, level = episodes["force"], episodes["level"]
    own: dict[str, Column] = {
        "episode": np.arange(number, dtype=np.int32),
        "person": episodes["child"].astype(np.int32),
        "age": episodes["age_returned"].astype(np.int16),
        "level": level,
    }
    # Calls: each incident of such a force comes again, once for each further call about it.
    calling = np.flatnonzero(practice.counts_calls[force])
    again = np.repeat(calling, chance.poisson(counts["calls_each"] - 1, len(calling)))
    adults = _adults(chance, counts, episodes, children)
    parts: list[dict[str, Column]] = [
        {**own, **_of(episodes, np.arange(number)), "call": np.zeros(number, np.bool_)},
        {
            **{name: column[again] for name, column in own.items()},
            **_of(episodes, again),
            "call": np.ones(len(again), np.bool_),
        },
        adults,
    ]
    rows = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    kind = np.where(rows.pop("level") == ABSENT, 1, 0)
    rows["kind"] = np.where(practice.inseparable[rows["force"]], 2, kind).astype(np.int8)
    kept = ~_lost(practice, rows, years)
    return {name: column[kept] for name, column in rows.items()}


def _of(episodes: dict[str, Column], rows: Column) -> dict[str, Column]:
    names = ("force", "year", "reported_at", "returned_at", "ethnicity", "sex")
    return {name: episodes[name][rows] for name in names}


def _adults(
    chance: np.random.Generator, counts: dict[str, Any], episodes: dict[str, Column], children: int
) -> dict[str, Column]:
    """Return adults' incidents, made from the times and forces of children's."""
    number = len(episodes["child"])
    many = round(counts["adults_each"] * number)
    like = chance.integers(0, max(number, 1), many) if number else np.zeros(0, np.int64)
    person = children + chance.integers(0, max(round(many / 1.45), 1), many)
    age = np.minimum(18 + chance.gamma(2.0, 12.0, many), 96).astype(np.int16)
    age[chance.random(many) < 0.045] = NOBODY
    absent = chance.random(many) < 0.12
    return {
        "episode": np.full(many, NOBODY, np.int32),
        "person": person.astype(np.int32),
        "age": age,
        "level": np.where(absent & (episodes["level"][like] == ABSENT), ABSENT, ABSENT + 1).astype(
            np.int8
        ),
        **_of(episodes, like),
        "call": np.zeros(many, np.bool_),
    }


def _lost(practice: Practice, rows: dict[str, Column], years: list[dict[str, Any]]) -> Column:
    """Say which rows fall into the months that a force returned nothing of."""
    if len(years) <= 3:
        return np.zeros(len(rows["force"]), np.bool_)
    begins = years[3]["ends"] - 1
    month = rows["reported_at"].astype("datetime64[s]").astype("datetime64[M]")
    lost = np.isin(
        month,
        [np.datetime64(f"{begins + after}-{number:02}") for number, after in LOST],
    )
    found: Column = lost & practice.loses_months[rows["force"]]
    return found
