"""A bulk file as rows: UTF-8, commas, a first line of column names; each row with its line."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

MOST_LINES = 500  # that one row may run over: a quote that is never closed must not swallow a file
LONGEST_CELL = 100_000
# Before these a spreadsheet takes a cell for a formula; a quote before them says that it is text.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
TEXT = "'"
# What a file of refused rows says beside them; imported again it is not read.
BESIDE = ("line", "why")

Fault = tuple[str, str]


class NotATable(Exception):
    """The file as a whole cannot be read; says why, and repeats nothing of it."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: the line on which it begins, its cells by column, and what makes it unreadable."""

    line: int
    cells: dict[str, str]
    raw: tuple[str, ...]
    faults: tuple[Fault, ...] = ()


def rows_of(
    *, body: bytes, columns: Collection[str], needed: Collection[str]
) -> tuple[list[str], list[Row]]:
    """Return the columns, and every row that says anything, unreadable ones with their faults.

    :raises NotATable: it is not UTF-8, or its first line does not name the columns.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotATable("The file is not UTF-8. Nothing was taken.") from None
    found = _parsed(text)
    head = next(found, None)
    names = [name.strip() for name in head.raw] if head and not head.faults else []
    _require_columns(names=names, columns=columns, needed=needed)
    return names, [_named(row, names) for row in found if any(cell.strip() for cell in row.raw)]


def refused_as_text(*, names: Sequence[str], refused: Iterable[tuple[Row, Sequence[Fault]]]) -> str:
    """Return the refused rows as a file that may be mended and imported again."""
    rows = [
        (str(row.line), "; ".join(f"{field}: {why}" for field, why in faults), *_own(row, names))
        for row, faults in refused
    ]
    return as_text(names=(*BESIDE, *(name for name in names if name not in BESIDE)), rows=rows)


def _own(row: Row, names: Sequence[str]) -> list[str]:
    """Return a row's cells without what an earlier refusal said beside them."""
    if not row.cells:
        return list(row.raw)
    return [row.cells[name] for name in names if name not in BESIDE]


def as_text(*, names: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return rows as a file that no spreadsheet takes for formulas, and that may be imported."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([[_guarded(cell) for cell in row] for row in rows])
    return out.getvalue()


def _parsed(text: str) -> Iterator[Row]:
    """Yield the rows; after one that cannot be read the next line begins a new one."""
    lines = text.splitlines(keepends=True) if "\n" not in text else text.split("\n")
    lines = [line if line.endswith("\r") else line + "\n" for line in lines]
    place = 0
    csv.field_size_limit(LONGEST_CELL)
    while place < len(lines):
        reader = csv.reader(lines[place : place + MOST_LINES], strict=True)
        try:
            cells = next(reader)
        except csv.Error:
            why = (("row", "its quotes do not close, or a cell is too long"),)
            yield Row(line=place + 1, cells={}, raw=(lines[place].rstrip("\r\n"),), faults=why)
            place += 1
            continue
        yield Row(line=place + 1, cells={}, raw=tuple(cells))
        place += max(1, reader.line_num)


def _require_columns(
    *, names: list[str], columns: Collection[str], needed: Collection[str]
) -> None:
    # A first line that is a row already would name people: places are told, not what stands there.
    strange = [str(place) for place, name in enumerate(names, 1) if name not in {*columns, *BESIDE}]
    if strange:
        raise NotATable(
            f"The first line has to name the columns; it is not known what the column at place "
            f"{', '.join(strange)} is. Nothing was taken."
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise NotATable(f"Named twice in the first line: {', '.join(twice)}. Nothing was taken.")
    lacking = [name for name in needed if name not in names]
    if lacking:
        raise NotATable(f"The first line lacks {', '.join(lacking)}. Nothing was taken.")


def _named(row: Row, names: list[str]) -> Row:
    if row.faults:
        return row
    if len(row.raw) != len(names):
        why = f"it has {len(row.raw)} cells where the first line has {len(names)}"
        return Row(line=row.line, cells={}, raw=row.raw, faults=(("row", why),))
    cells = {name: _unguarded(cell) for name, cell in zip(names, row.raw, strict=True)}
    return Row(line=row.line, cells=cells, raw=row.raw)


def _guarded(cell: str) -> str:
    return f"{TEXT}{cell}" if cell.startswith(FORMULA) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == TEXT and cell[1:].startswith(FORMULA) else cell
