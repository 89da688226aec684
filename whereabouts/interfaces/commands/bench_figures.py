"""`bench figures`: ten years of every table, from the cubes, beside DuckDB on Parquet.

The two have to give the same answers, cell by cell, before anything is timed. DuckDB has the rows
as one table of just the columns that are asked for, with the year worked out, and every core.
Counting from the rows without cubes, and counting one year anew, are timed besides.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from whereabouts.insight.figures.cubes import Cubes, counted_anew, counted_once
from whereabouts.insight.figures.definitions import definitions
from whereabouts.insight.figures.rows import Rows, year_of
from whereabouts.interfaces.commands.made_nation.making import make_nation
from whereabouts.interfaces.commands.statistics import keeping
from whereabouts.interfaces.commands.statistics.source import rows_of
from whereabouts.interfaces.commands.tables_in_duckdb import Answers, answers

MISSED, WRONG_USAGE = 1, 2
WANTED, HOPED = 1.0, 0.01


def main(argv: list[str]) -> int:
    """Print the measure as JSON; return 0, or 1 where answers differ or the target is missed."""
    parser = argparse.ArgumentParser(prog="whereabouts bench figures", allow_abbrev=False)
    parser.add_argument("--scale", type=float, default=1.0, help="1 is the size of the real nation")
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=2016)
    parser.add_argument("--json", action="store_true", help="always so; taken for evenness")
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    if not 1 <= options.years <= 10 or options.rounds < 1 or not 0 < options.scale <= 2:
        parser.print_usage(sys.stderr)
        return WRONG_USAGE
    nation = make_nation(years=options.years, scale=options.scale, seed=options.seed)
    rows = rows_of(nation.tables["returned"], nation.episodes)
    forces, years = len(nation.about["forces"]), tuple(nation.about["years"])
    del nation
    with tempfile.TemporaryDirectory() as folder:
        report = _measure(options, rows, forces, years, Path(folder))
    print(json.dumps(report, indent=1))
    return 0 if report["met"] else MISSED


def _measure(
    options: argparse.Namespace, rows: Rows, forces: int, years: tuple[int, ...], folder: Path
) -> dict[str, Any]:
    duckdb = import_module("duckdb")
    parquet = folder / "rows.parquet"
    _write(duckdb, rows, years, parquet)
    connection = duckdb.connect(config={"threads": os.cpu_count() or 1})
    chosen = definitions()

    def recount() -> Cubes:
        return counted_once(rows=rows, forces=forces, definitions=chosen, years=years)

    cubes = recount()
    keeping.keep(cubes=cubes, folder=folder, mark="bench")
    peer = answers(connection=connection, parquet=parquet, definitions=chosen)
    differ = _differing(cubes, peer, years)
    asked: dict[str, Callable[[], Any]] = {
        "cubes": lambda: _every(cubes),
        "cubes_from_the_disk": lambda: _every(_kept(folder)),
        "duckdb": lambda: answers(connection=connection, parquet=parquet, definitions=chosen),
        "recount": recount,
        "one_year_anew": lambda: counted_anew(cubes=cubes, rows=rows, years=years[-1:]),
    }
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in asked}
    for _ in range(options.rounds):
        for name, ask in asked.items():
            wall, used = time.perf_counter(), time.process_time()
            ask()
            taken[name].append((time.perf_counter() - wall, time.process_time() - used))
    walls = {name: statistics.median(wall for wall, _ in each) for name, each in taken.items()}
    spent = {name: statistics.median(used for _, used in each) for name, each in taken.items()}
    ratio = spent["cubes_from_the_disk"] / spent["duckdb"]
    return {
        "bench": "figures",
        "rows": len(rows),
        "years": len(years),
        "forces": forces,
        "definitions": len(chosen),
        "cells": int(sum(year.count.size for year in cubes.years.values())),
        "cells_compared": peer.cells,
        "differ": differ,
        "rounds": options.rounds,
        "seed": options.seed,
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
        "cores": os.cpu_count(),
        "seconds": {name: round(middle, 4) for name, middle in walls.items()},
        "processor_seconds": {name: round(middle, 4) for name, middle in spent.items()},
        "over_duckdb": {
            name: round(spent[name] / spent["duckdb"], 5) for name in spent if name != "duckdb"
        },
        "over_duckdb_by_the_wall": {
            name: round(walls[name] / walls["duckdb"], 5) for name in walls if name != "duckdb"
        },
        "target": WANTED,
        "hoped_for": HOPED,
        "met": not differ and ratio <= WANTED,
        "hoped_for_met": not differ and ratio <= HOPED,
    }


def _write(duckdb: Any, rows: Rows, years: tuple[int, ...], parquet: Path) -> None:
    """Write just the columns that are asked for, in the order of report, with their year."""
    edges = np.array([year_of(ends=ends)[0] for ends in years])
    order = np.argsort(rows.reported_at, kind="stable")
    columns: dict[str, Any] = {
        "ends": (np.searchsorted(edges, rows.reported_at, side="right") + years[0] - 1),
        "person": rows.person, "force": rows.force, "reported_at": rows.reported_at,
        "returned_at": rows.returned_at, "kind": rows.kind, "call": rows.call, "age": rows.age,
        "care": rows.care, "episode": rows.episode,
    }  # fmt: skip
    made = {name: np.ascontiguousarray(column[order]) for name, column in columns.items()}
    with duckdb.connect() as connection:
        connection.register("made", made)
        connection.from_query("SELECT * FROM made").write_parquet(str(parquet))


def _kept(folder: Path) -> Cubes:
    kept = keeping.read(folder=folder, mark="bench")
    if kept is None:
        raise AssertionError("The cubes were not kept.")
    return kept


def _every(cubes: Cubes) -> list[Any]:
    """Return every cell as a number: what a table is printed from."""
    found: list[Any] = [column.tolist() for column in cubes.every_cell().values()]
    return [*found, [(year.steps, year.children) for year in cubes.years.values()]]


def _differing(cubes: Cubes, peer: Answers, years: tuple[int, ...]) -> int:
    """Return how many cells the two tell differently."""
    differ = 0
    for one in cubes.definitions:
        for ends in years:
            for force in (None, *range(cubes.forces)):
                ours = [
                    (figure.count, figure.over)
                    for figure in cubes.counted(definition=one, ends=ends, force=force)
                ]
                differ += ours != peer.of(definition=one, ends=ends, force=force)
    for ends, year in cubes.years.items():
        differ += [*dict(year.steps).values(), year.children] != peer.steps[ends]
    return differ


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
