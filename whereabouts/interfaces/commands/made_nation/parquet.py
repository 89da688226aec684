"""The nation's tables as Parquet, where the layer with DuckDB is there: the peer reads these."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from whereabouts.interfaces.commands.made_nation.making import Nation


class NoDuckDB(RuntimeError):
    """DuckDB is not installed: it is of the layer for linking, not of the core."""


def write_parquet(*, nation: Nation, folder: Path) -> None:
    """Write each table beside its columns.

    :raises NoDuckDB: the layer is not there.
    """
    try:
        duckdb = import_module("duckdb")
    except ImportError as lacking:
        raise NoDuckDB("Parquet is written by DuckDB, which this layer does not have.") from lacking
    with duckdb.connect() as connection:
        for name, table in nation.tables.items():
            connection.register("made", dict(table))
            connection.from_query("SELECT * FROM made").write_parquet(
                str(folder / f"{name}.parquet")
            )
            connection.unregister("made")
