"""Tables as folders of columns: a file a column, read without being copied, with what they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.policy.bulk import Columns
from whereabouts.interfaces.commands.kept_parts import KeptParts
from whereabouts.interfaces.commands.made_nation.making import FACT, Nation, Table

ABOUT = "about.json"


class NotColumns(ValueError):
    """A folder does not hold a nation's columns."""


def write(*, nation: Nation, folder: Path, kept: KeptParts | None = None) -> None:
    """Write every table; what the folder is about is written last, so that a part is no nation.

    A column that lies among the kept parts already is not written again, but named here too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ABOUT).unlink(missing_ok=True)
    rows, named = {}, set()
    for name, table in nation.tables.items():
        place = folder / name
        place.mkdir(exist_ok=True)
        for column, values in table.items():
            path = place / f"{column}.npy"
            path.unlink(missing_ok=True)  # it may have another name elsewhere
            held = kept.file_of(column=values) if kept is not None else None
            if held is None or held in named or not _linked(held, path):
                np.save(path, values)
            else:
                named.add(held)
        rows[name] = len(next(iter(table.values())))
    columns = {name: sorted(table) for name, table in nation.tables.items()}
    text = json.dumps({**nation.about, "rows": rows, "columns": columns}, indent=1)
    (folder / ABOUT).write_text(text + "\n", encoding="utf-8")


def _linked(held: Path, path: Path) -> bool:
    """Name a file here as well; some file systems know no second name."""
    try:
        path.hardlink_to(held)
    except OSError:
        return False
    return True


def about(*, folder: Path) -> dict[str, Any]:
    """Return what a folder holds.

    :raises NotColumns: it holds no whole nation.
    """
    path = folder / ABOUT
    if not path.exists():
        raise NotColumns(f"There is no whole nation in {folder.name}.")
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise NotColumns(f"There is no whole nation in {folder.name}.") from None
    return found


def read(*, folder: Path, table: str) -> Table:
    """Return a table's columns, mapped and not copied.

    :raises NotColumns: there is no such table, or it is not whole.
    """
    try:
        found = {
            path.stem: np.load(path, mmap_mode="r")
            for path in sorted((folder / table).glob("*.npy"))
        }
    except (OSError, ValueError, EOFError):
        raise NotColumns(f"The table {table} in {folder.name} is not whole.") from None
    if not found:
        raise NotColumns(f"There is no table {table} in {folder.name}.")
    named = about(folder=folder).get("columns", {}).get(table, found)
    if set(named) != set(found) or len({len(column) for column in found.values()}) > 1:
        raise NotColumns(f"The table {table} in {folder.name} is not whole.")
    return found


def facts_of(*, table: Table) -> Columns:
    """Return the facts known of each row, as the policy engine takes them."""
    values: dict[str, NDArray[Any]] = {
        name.removeprefix(FACT): column for name, column in table.items() if name.startswith(FACT)
    }
    return Columns(len(next(iter(table.values()))), values)
