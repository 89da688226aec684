"""What was set up around the children, whom they were seen with, and who was found dead.

All are drawn by chances of their own, so that the rest of the nation is what it was without them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.interfaces.commands.made_nation.history import DAY

Column = NDArray[Any]
FORCES = 100  # a child of a force is told by one number: child * 100 + force
NONE = -1
POLICE = 1  # of who found the child
# How an adult is linked with a child, and what was known of the child that goes with it.
LINKS = ("believed_with", "partner", "found_with", "supplier", "associate")
OF_SEXUAL, OF_CRIMINAL = (0, 1, 2), (3, 4, 2)


def make_plans(
    *, given: dict[str, Any], episodes: dict[str, Column], facts: dict[str, Column]
) -> dict[str, Column]:
    """Return a plan for each child of a force that had one: what it directs, from when to when.

    It begins before the first report under it, and ends some time after the child was last away.
    """
    pair = _pairs(episodes)
    planned = np.flatnonzero(facts["plan_level"] > 0)
    pairs, first = np.unique(pair[planned], return_index=True)
    row = planned[first]
    last = np.full(len(pairs), NONE, np.int64)
    own = np.isin(pair, pairs)
    away = np.maximum(episodes["returned_at"], episodes["reported_at"])[own]
    np.maximum.at(last, np.searchsorted(pairs, pair[own]), away)
    return {
        "child": episodes["child"][row].astype(np.int32),
        "force": episodes["force"][row].astype(np.int8),
        "level": facts["plan_level"][row].astype(np.int8),
        "category": facts["plan_category"][row].astype(np.int8),
        "agreed_at": episodes["last_seen_at"][row].astype(np.int64) - 1,
        "until": last + given["around"]["plan_days"] * DAY,
    }


def make_adults(
    *,
    chance: np.random.Generator,
    given: dict[str, Any],
    episodes: dict[str, Column],
    facts: dict[str, Column],
) -> dict[str, Column]:
    """Return the links of children with adults: a row a child of a force, its adult the force's.

    Of children flagged for exploitation some have one who is named, and some adults have several.
    """
    counts = given["around"]
    flagged = np.flatnonzero((facts["cse_flag"] > 0) | (facts["cce_flag"] > 0))
    _, first = np.unique(_pairs(episodes)[flagged], return_index=True)
    rows = flagged[first]
    rows = rows[chance.random(len(rows)) < counts["adult_named"]]
    force = episodes["force"][rows].astype(np.int64)
    adult = np.zeros(len(rows), np.int64)
    before = 0
    for one in np.unique(force):
        own = np.flatnonzero(force == one)
        many = max(round(len(own) / counts["children_each"]), 1)
        adult[own] = before + chance.integers(0, many, len(own))
        before += many
    sexual = facts["cse_flag"][rows] > 0
    which = chance.integers(0, len(OF_SEXUAL), len(rows))
    kind = np.where(sexual, np.array(OF_SEXUAL)[which], np.array(OF_CRIMINAL)[which])
    return {
        "child": episodes["child"][rows].astype(np.int32),
        "force": force.astype(np.int8),
        "adult": adult.astype(np.int32),
        "kind": kind.astype(np.int8),
        "confirmed": chance.random(len(rows)) < counts["confirmed"],
        "said_at": episodes["reported_at"][rows].astype(np.int64),
    }


def make_deaths(
    *, chance: np.random.Generator, given: dict[str, Any], episodes: dict[str, Column]
) -> dict[str, Column]:
    """Return what is otherwise where a child was found dead, and whom nobody could name.

    Whoever was found dead was not missing again, nor asked about anything; whoever could not be
    named was reported once.
    """
    child, number = episodes["child"], len(episodes["child"])
    last = np.zeros(number, np.bool_)
    _, backwards, times = np.unique(child[::-1], return_index=True, return_counts=True)
    last[number - 1 - backwards] = True
    once = np.zeros(number, np.bool_)
    once[number - 1 - backwards[times == 1]] = True
    dead = _some(chance, np.flatnonzero(last & (episodes["returned_at"] >= 0)), number,
                 given["around"]["found_dead"])  # fmt: skip
    nobody = _some(chance, np.flatnonzero(once), number, given["around"]["unidentified"])
    changed = {
        name: np.where(dead, value, episodes[name]).astype(episodes[name].dtype)
        for name, value in (
            ("interviewed_at", NONE), ("rhi_at", NONE), ("rhi_offered", False), ("harm", 0),
            ("found_by", POLICE),
        )
    }  # fmt: skip
    return {**changed, "found_dead": dead, "unidentified": nobody}


def _some(chance: np.random.Generator, among: Column, number: int, share: float) -> Column:
    found = np.zeros(number, np.bool_)
    found[chance.permutation(among)[: round(share * number)]] = True
    return found


def _pairs(episodes: dict[str, Column]) -> Column:
    found: Column = episodes["child"].astype(np.int64) * FORCES + episodes["force"]
    return found
