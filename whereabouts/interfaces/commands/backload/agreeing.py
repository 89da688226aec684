"""Whether the database has of a history what its columns have: by force, year and what was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import psycopg
from numpy.typing import NDArray

from whereabouts.engines.policy import LEVELS, PackLibrary
from whereabouts.engines.policy.own_packs import Practice
from whereabouts.interfaces.commands.backload.followed import BY_WHOM
from whereabouts.interfaces.commands.backload.grading import graded
from whereabouts.interfaces.commands.backload.told import ADULT, REPORTED, TOLD_BEFORE
from whereabouts.interfaces.commands.made_nation.making import Nation
from whereabouts.records.reports.models import AGE_NOT_TOLD, OF_AN_ADULT

Column = NDArray[Any]
Cells = Counter[tuple[Any, ...]]

# The keys of a history are of version 8, which no other row has. The year is the one that ends in
# the March after, by British clocks.
_COUNTS = """
SELECT owner_agency_id, extract(year FROM ({at} AT TIME ZONE 'Europe/London')
       - interval '3 months')::int + 1, {by}, {what}
FROM {table} WHERE substr(id::text, 15, 1) = '8' GROUP BY 1, 2, 3
"""
_ASKED = {
    "episodes": ("episodes_episode", "reported_at", "state", "count(*)"),
    "children": ("episodes_episode", "reported_at", "''", "count(DISTINCT child_id)"),
    "decisions": ("risk_decision", "decided_at", "level", "count(*)"),
    "grades": ("risk_assessment", "at", "pack || ' ' || level || ' ' || floor", "count(*)"),
    "reasons": ("risk_assessment", "at", "pack", "sum(jsonb_array_length(result->'fired'))"),
}
_FOLLOWED = "SELECT agency_id, pack, from_on, until_on FROM agencies_followedpack"
_ASKED_BESIDES = {
    "returns": ("return_home_return", "found_at", "by_whom", "count(*)"),
    "calls": ("reports_contact", "happened_at", "disposal", "count(*)"),
}


@dataclass(frozen=True)
class Agreement:
    """How many there are of one thing, in how many cells, and which cells differ."""

    name: str
    columns: int
    database: int
    cells: int
    apart: int

    def said(self) -> dict[str, Any]:
        """Return it as a document."""
        return {
            "columns": self.columns, "database": self.database, "cells": self.cells,
            "cells_apart": self.apart,
        }  # fmt: skip


def agreements(
    *, nation: Nation, rows: Column, others: Column, agencies: Sequence[UUID],
    connection: psycopg.Connection[Any], followed: bool, practices: Sequence[Practice],
    library: PackLibrary,
) -> Iterator[Agreement]:  # fmt: skip
    """Yield for each thing whether the counts of every force and year are the same.

    `rows` are the episodes that ought to be there, and `others` the calls that are of none of them.
    `practices` are what each force goes by: the local packs that it follows have to be there with
    their days, and each assessment under the pack that was in force.
    """
    place = {agency: number for number, agency in enumerate(agencies)}
    wanted = _of_columns(nation, rows, others) | _of_rules(nation, rows, practices, library)
    for name, (table, at, by, what) in (_ASKED | (_ASKED_BESIDES if followed else {})).items():
        there: Cells = Counter()
        for agency, year, kind, count in connection.execute(
            _COUNTS.format(table=table, at=at, by=by, what=what)
        ):
            there[place.get(agency, -1), year, kind] += count
        yield _agreement(name, wanted[name], there)
    yield _agreement(
        "followed",
        Counter(
            (number, *one) for number, each in enumerate(practices) for one in each.followed
        ),
        Counter(
            (place[agency], *one)
            for agency, *one in connection.execute(_FOLLOWED)
            if agency in place
        ),
    )  # fmt: skip


def _agreement(name: str, ours: Cells, there: Cells) -> Agreement:
    cells = ours.keys() | there.keys()
    return Agreement(
        name, ours.total(), there.total(), len(cells),
        sum(ours[cell] != there[cell] for cell in cells),
    )  # fmt: skip


def _of_rules(
    nation: Nation, rows: Column, practices: Sequence[Practice], library: PackLibrary
) -> dict[str, Cells]:
    """Return what was graded by which pack, and how many reasons it gave."""
    made = {name: column[rows] for name, column in nation.episodes.items()}
    known = graded(made=made, practices=practices, library=library)
    grades, which = known.grades, known.which.astype(np.int64)
    scale = len(LEVELS)
    names = [
        f"{pack.id} {level} {floor}" for pack in known.packs for level in LEVELS for floor in LEVELS
    ]
    reasons = np.zeros(len(rows), np.int64)
    for place, pack in enumerate(known.packs):
        own = which == place
        for clause in pack.compiled.clauses:
            reasons += len(clause.rows) * (own & grades.holds(clause=clause.id))
    force, year = made["force"].astype(np.int64), _year(made["reported_at"])
    return {
        "grades": _cells(force, year, (which * scale + grades.level) * scale + grades.floor, names),
        "reasons": _cells(force, year, which, [pack.id for pack in known.packs], of=reasons),
    }  # fmt: skip


def _of_columns(nation: Nation, rows: Column, others: Column) -> dict[str, Cells]:
    episodes = {name: nation.episodes[name][rows] for name in (
        "force", "child", "reported_at", "returned_at", "level", "found_dead", "found_by",
    )}  # fmt: skip
    force, back = episodes["force"].astype(np.int64), episodes["returned_at"].astype(np.int64)
    dead = episodes["found_dead"].astype(bool)
    year = _year(episodes["reported_at"])
    pairs = np.unique(np.stack([episodes["child"].astype(np.int64), force, year]), axis=1)
    returned = (back >= 0) & ~dead
    sent = nation.tables["returned"]
    of_child = np.flatnonzero(np.isin(sent["episode"], rows))
    calls = np.concatenate([of_child, others])
    adult = np.where(sent["age"][others] >= ADULT, 3, 2)
    disposal = np.concatenate([sent["call"][of_child].astype(np.int64), adult])
    return {
        "episodes": _cells(
            force, year, np.where(dead, 2, back < 0), ("closed", "open", "found_dead")
        ),
        "children": _cells(pairs[1], pairs[2], np.zeros(pairs.shape[1], np.int64), ("",)),
        "decisions": _cells(force, year, episodes["level"], LEVELS),
        "returns": _cells(
            force[returned], _year(back[returned]), episodes["found_by"][returned], BY_WHOM
        ),
        "calls": _cells(
            sent["force"][calls], _year(sent["reported_at"][calls]), disposal,
            (REPORTED, TOLD_BEFORE, AGE_NOT_TOLD, OF_AN_ADULT),
        ),
    }  # fmt: skip


def _year(at: Column) -> Column:
    months = at.astype("datetime64[s]").astype("datetime64[M]") - 3
    found: Column = months.astype("datetime64[Y]").astype(np.int64) + 1971
    return found


def _cells(
    force: Column, year: Column, kind: Column, names: Sequence[str], *, of: Column | None = None
) -> Cells:
    """Count by force, year and name; or add up what each row has `of` something."""
    whole = (force.astype(np.int64) * 10_000 + year) * len(names) + np.asarray(kind, np.int64)
    keys, places = np.unique(whole, return_inverse=True)
    counts = np.bincount(places, weights=of, minlength=len(keys)).astype(np.int64)
    found: Cells = Counter()
    for one, count in zip(keys.tolist(), counts.tolist(), strict=True):
        rest, name = divmod(one, len(names))
        found[(*divmod(rest, 10_000), names[name])] = count
    return found
