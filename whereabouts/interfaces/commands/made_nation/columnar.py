"""Tables as folders of columns: a file a column, read without being copied, with what they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.policy.bulk import Columns
from whereabouts.interfaces.commands.made_nation.making import FACT, Nation, Table

ABOUT = "about.json"


class NotColumns(ValueError):
    """A folder does not hold a nation's columns."""


def write(*, nation: Nation, folder: Path) -> None:
    """Write every table; what the folder is about is written last, so that a part is no nation."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ABOUT).unlink(missing_ok=True)
    rows = {}
    for name, table in nation.tables.items():
        place = folder / name
        place.mkdir(exist_ok=True)
        for column, values in table.items():
            np.save(place / f"{column}.npy", values)
        rows[name] = len(next(iter(table.values())))
    text = json.dumps({**nation.about, "rows": rows}, indent=1)
    (folder / ABOUT).write_text(text + "\n", encoding="utf-8")


def about(*, folder: Path) -> dict[str, Any]:
    """Return what a folder holds.

    :raises NotColumns: it holds no whole nation.
    """
    path = folder / ABOUT
    if not path.exists():
        raise NotColumns(f"There is no whole nation in {folder.name}.")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def read(*, folder: Path, table: str) -> Table:
    """Return a table's columns, mapped and not copied.

    :raises NotColumns: there is no such table.
    """
    found = {
        path.stem: np.load(path, mmap_mode="r") for path in sorted((folder / table).glob("*.npy"))
    }
    if not found:
        raise NotColumns(f"There is no table {table} in {folder.name}.")
    return found


def facts_of(*, table: Table) -> Columns:
    """Return the facts known of each row, as the policy engine takes them."""
    values: dict[str, NDArray[Any]] = {
        name.removeprefix(FACT): column for name, column in table.items() if name.startswith(FACT)
    }
    return Columns(len(next(iter(table.values()))), values)
