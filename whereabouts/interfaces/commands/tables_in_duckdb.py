# ruff: noqa: S608 (statements are put together from definitions of this code base, never input)
"""The peer of `bench figures`: every table asked of DuckDB on Parquet, in four statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from whereabouts.insight.figures.definitions import Definition
from whereabouts.insight.figures.rows import ABSENT, INSEPARABLE, KNOWN, MISSING, year_of

HOUR, DAY = 3_600, 86_400
BY = "GROUP BY GROUPING SETS ((ends, force), (ends))"
STEPS = 6
Cell = tuple[int, int | None]


@dataclass(frozen=True)
class Answers:
    """What DuckDB said: by (year, force or None for all) a row of names and numbers."""

    counted: dict[tuple[int, int | None], dict[str, int]]
    steps: dict[int, list[int]]

    @property
    def cells(self) -> int:
        """Return how many numbers there are."""
        return sum(map(len, self.counted.values())) + sum(map(len, self.steps.values()))

    def of(self, *, definition: Definition, ends: int, force: int | None) -> list[Cell]:
        """Return a definition's cells; what is not there counts nothing."""
        row = self.counted.get((ends, force), {})
        if definition.measure == "absent_share":
            return [(row.get("absent", 0), row.get("apart", 0))]
        if definition.measure == "duration":
            over = row.get("back", 0)
            return [
                (row.get(f"{definition.id}-{number}", 0), over)
                for number in range(len(definition.bands) + 1)
            ]
        return [(row.get(definition.id, 0), None)]


def answers(*, connection: Any, parquet: Path, definitions: Sequence[Definition]) -> Answers:
    """Ask every table."""
    child = f"FROM '{parquet}' WHERE age < 18"
    incident = f"{child} AND NOT call AND kind <> {KNOWN}"
    counted: dict[tuple[int, int | None], dict[str, int]] = {}
    _take(connection, counted, f"SELECT ends, force, {_sums(definitions)} {incident} {BY}")
    _take(
        connection,
        counted,
        f"SELECT ends, force, count(*) FILTER (kind <> {KNOWN}) AS call,"
        f" count(*) FILTER (NOT call AND kind = {KNOWN} AND care = 1) AS"
        f' "away-from-placement" {child} {BY}',
    )
    repeats = [one for one in definitions if one.measure == "repeat"]
    for part in ("ends, person", "ends, force, person"):
        _take(connection, counted, _repeats(repeats, incident, part))
    return Answers(counted, _steps(connection, parquet))


def _take(connection: Any, counted: dict[Any, dict[str, int]], statement: str) -> None:
    asked = connection.execute(statement)
    names = [column[0] for column in asked.description][2:]
    for ends, force, *numbers in asked.fetchall():
        counted.setdefault((ends, force), {}).update(zip(names, map(int, numbers), strict=True))


def _sums(definitions: Sequence[Definition]) -> str:
    found = [
        "count(*) AS incident",
        "count(DISTINCT person) AS child",
        "count(DISTINCT (person, force)) AS individual",
        f"count(*) FILTER (kind = {ABSENT}) AS absent",
        f"count(*) FILTER (kind IN ({ABSENT}, {MISSING})) AS apart",
        "count(*) FILTER (returned_at >= 0) AS back",
    ]
    ends_at = "CASE ends " + " ".join(
        f"WHEN {ends} THEN {year_of(ends=ends)[1]}" for ends in range(2000, 2040)
    )
    away = (
        f"(CASE WHEN returned_at < 0 AND episode < 0 THEN -1 WHEN returned_at < 0"
        f" THEN {ends_at} END - reported_at ELSE returned_at - reported_at END)"
    )
    for one in definitions:
        if one.measure == "long":
            found.append(f'count(*) FILTER ({away} > {one.hours * HOUR}) AS "{one.id}"')
        if one.measure == "duration":
            edges: list[int | None] = [-1, *(most * HOUR for most in one.bands), None]
            for number, (least, most) in enumerate(pairwise(edges)):
                inside = f"returned_at >= 0 AND returned_at - reported_at > {least}"
                if most is not None:
                    inside += f" AND returned_at - reported_at <= {most}"
                found.append(f'count(*) FILTER ({inside}) AS "{one.id}-{number}"')
    return ", ".join(found)


def _repeats(repeats: Sequence[Definition], incident: str, part: str) -> str:
    by_force = "force" in part
    window = f"(PARTITION BY {part} ORDER BY reported_at)"
    since = "reported_at - lag(reported_at, {back}) OVER " + window
    lags = ", ".join(
        f'{since.format(back=one.times - 1)} <= {one.days * DAY} AS "{one.id}"' for one in repeats
    )
    counts = ", ".join(
        f'count(DISTINCT person) FILTER ("{one.id}") AS "{one.id}"' for one in repeats
    )
    force = "force" if by_force else "NULL AS force"
    grouped = "ends, force" if by_force else "ends"
    return (
        f"SELECT ends, {force}, {counts} FROM (SELECT ends, force, person, {lags} {incident})"
        f" GROUP BY {grouped}"
    )


def _steps(connection: Any, parquet: Path) -> dict[int, list[int]]:
    step = (
        f"CASE WHEN call THEN 0 WHEN age >= 18 THEN 1 WHEN age = -1 AND episode = -1 THEN 2"
        f" WHEN kind = {KNOWN} THEN 3 WHEN kind = {ABSENT} THEN 4 WHEN kind = {INSEPARABLE} THEN 5"
        f" ELSE {STEPS} END"
    )
    counts = ", ".join(f"count(*) FILTER (step = {number})" for number in range(STEPS + 1))
    asked = connection.execute(
        f"SELECT ends, count(*), {counts}, count(DISTINCT person) FILTER (step = {STEPS})"
        f" FROM (SELECT ends, person, {step} AS step FROM '{parquet}') GROUP BY ends"
    )
    return {ends: list(map(int, numbers)) for ends, *numbers in asked.fetchall()}
