"""A nation's cubes, kept beside its columns and counted anew where these have changed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from whereabouts.insight.figures.cubes import Cubes, Year, counted_once, years_of
from whereabouts.insight.figures.definitions import Definition, definitions
from whereabouts.insight.figures.rows import Rows

KEPT, FORM = "cubes.npz", 1
TABLES = ("returned", "episodes")


def cubes_of(*, rows: Rows, forces: int, folder: Path | None = None) -> Cubes:
    """Return the cubes of every year of the rows: those kept in the folder where they are right."""
    if folder is None:
        return _count(rows, forces)
    mark = fingerprint(folder=folder)
    kept = read(folder=folder, mark=mark)
    if kept is None:
        kept = _count(rows, forces)
        keep(cubes=kept, folder=folder, mark=mark)
    return kept


def fingerprint(*, folder: Path) -> str:
    """Return what tells these columns and these definitions from any others."""
    said = [FORM, [vars(one) for one in definitions()]]
    for table in TABLES:
        for path in sorted((folder / table).glob("*.npy")):
            found = path.stat()
            said.append([table, path.name, found.st_size, found.st_mtime_ns])
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def keep(*, cubes: Cubes, folder: Path, mark: str) -> None:
    """Write the cubes whole or not at all; a folder that cannot be written to goes without."""
    about = {
        "mark": mark,
        "forces": cubes.forces,
        "definitions": [one.name for one in cubes.definitions],
        "figures": cubes.figures,
        "years": {
            ends: {"steps": year.steps, "children": year.children}
            for ends, year in cubes.years.items()
        },
    }
    columns: dict[str, Any] = {"about": np.array(json.dumps(about))}
    for ends, year in cubes.years.items():
        columns |= {f"count-{ends}": year.count, f"over-{ends}": year.over}
    partial = folder / f"partial-{KEPT}"
    try:
        np.savez(partial, **columns)
        partial.replace(folder / KEPT)
    except OSError:
        partial.unlink(missing_ok=True)


def read(*, folder: Path, mark: str) -> Cubes | None:
    """Return the cubes that are kept, or None where there are none of these columns."""
    path = folder / KEPT
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as kept:
        about = json.loads(str(kept["about"]))
        if about["mark"] != mark:
            return None
        years = {
            int(ends): Year(
                ends=int(ends),
                count=kept[f"count-{ends}"],
                over=kept[f"over-{ends}"],
                steps=tuple((name, count) for name, count in said["steps"]),
                children=said["children"],
            )
            for ends, said in about["years"].items()
        }
    named = {one.name: one for one in definitions()}
    chosen: tuple[Definition, ...] = tuple(named[name] for name in about["definitions"])
    figures = tuple((name, label) for name, label in about["figures"])
    return Cubes(about["forces"], chosen, figures, years)


def _count(rows: Rows, forces: int) -> Cubes:
    return counted_once(
        rows=rows, forces=forces, definitions=definitions(), years=years_of(rows=rows)
    )
