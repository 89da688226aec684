"""A register in a file, CSV or Parquet, as it comes from a force or an authority."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from whereabouts.engines.matching import (
    BadDate,
    BadName,
    Candidate,
    name_parts,
    parse_date_of_birth,
)
from whereabouts.interfaces.exchange.imports.tables import as_text

COLUMNS = ("record", "given", "family", "born", "sex", "place", "phone", "number")
NEEDED = ("record", "given", "family")
PAIR_COLUMNS = (
    "record", "other", "other_is", "probability", "sure", "model", "because", "differs",
)  # fmt: skip


class FileRefused(Exception):
    """A file cannot be read as a register; the message says where and why, and nobody's name."""


def read_register(*, file: Path, on: date) -> tuple[list[str], list[Candidate]]:
    """Return the keys and the records of a file.

    :raises FileRefused: a column or a key is missing, or a line holds what nobody can read.
    """
    keys: list[str] = []
    records: list[Candidate] = []
    for number, row in enumerate(_rows(file), 2):
        if not row.get("record"):
            raise FileRefused(f"Line {number} has no key in the column `record`.")
        try:
            records.append(_candidate(row, on))
        except (BadDate, BadName) as fault:
            raise FileRefused(f"Line {number}: {fault}") from None
        keys.append(row["record"])
    if len(set(keys)) < len(keys):
        raise FileRefused("A key stands in the column `record` twice.")
    return keys, records


def write_pairs(*, file: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write suggested pairs, likeliest first, in the columns `PAIR_COLUMNS`."""
    cells = ([str(row[name]) for name in PAIR_COLUMNS] for row in rows)
    text = as_text(names=PAIR_COLUMNS, rows=cells)
    file.write_text(text, encoding="utf-8", newline="")


def _rows(file: Path) -> Iterator[dict[str, str]]:
    if file.suffix.casefold() == ".parquet":
        yield from _of_parquet(file)
        return
    try:
        with file.open(newline="", encoding="utf-8-sig") as text:
            reader = csv.DictReader(text)
            _check(reader.fieldnames or ())
            for row in reader:
                yield {name: (row.get(name) or "").strip() for name in COLUMNS}
    except OSError as fault:
        raise FileRefused(f"The file cannot be read: {fault.strerror}.") from None
    except UnicodeDecodeError:
        raise FileRefused("The file is not in UTF-8.") from None
    except csv.Error:
        raise FileRefused("The file cannot be read as a table.") from None


def _of_parquet(file: Path) -> Iterator[dict[str, str]]:
    try:
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError:
        raise FileRefused(
            "Parquet is read by the engines duckdb and spark only: or give a CSV."
        ) from None
    try:
        table = parquet.read_table(file)
    except (OSError, ValueError):
        raise FileRefused("The file cannot be read as Parquet.") from None
    _check(table.column_names)
    for row in table.to_pylist():
        yield {name: str(row.get(name) or "").strip() for name in COLUMNS}


def _check(names: Iterable[str]) -> None:
    missing = [name for name in NEEDED if name not in set(names)]
    if missing:
        raise FileRefused(f"The file lacks the column {missing[0]}.")


def _candidate(row: Mapping[str, str], on: date) -> Candidate:
    born = parse_date_of_birth(text=row["born"], on=on) if row["born"] else None
    for column in ("given", "family", "place"):
        name_parts(text=row[column])
    scheme, colon, value = row["number"].partition(":")
    return Candidate(
        names=((row["given"], row["family"]),) if row["given"] or row["family"] else (),
        births=(born,) if born else (),
        sex=row["sex"].upper() if row["sex"].upper() in ("F", "M", "X") else None,
        places=(row["place"],) if row["place"] else (),
        phones=(row["phone"],) if row["phone"] else (),
        identifiers=((scheme, value),) if colon else (),
    )
