"""`figures`: a statistical table by name, as CSV with its metadata, OpenDocument or JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

from whereabouts.insight.figures import annex_a
from whereabouts.insight.figures.checks import checked, report
from whereabouts.insight.figures.definitions import (
    Definition,
    UnknownDefinition,
    definition,
    definitions,
)
from whereabouts.insight.figures.ssda903 import files
from whereabouts.insight.figures.tables import Table, as_csv
from whereabouts.insight.figures.ukmpu_report import check_report, problems
from whereabouts.interfaces.commands.made_nation.columnar import NotColumns
from whereabouts.interfaces.commands.statistics import making
from whereabouts.interfaces.commands.statistics.making import NoSuchArea, NoSuchYear, Source
from whereabouts.interfaces.commands.statistics.writing import (
    FORMATS,
    as_json,
    is_written,
    write,
)

NAMES = ("counts", "reconciliation", "care-missing", "ssda903", "ukmpu", "annex-a")
OF_ONE_AUTHORITY = ("ssda903", "annex-a")
REFUSED, WRONG_USAGE = 1, 2
REPORT, FORM = "check-report.txt", 1  # the form of what is written: of another one it is made again

Read = Callable[[int], Source]


def main(argv: list[str], *, read: Read | None = None) -> int:
    """Make the table; return 0, 1 where it cannot be signed or made, 2 for wrong usage."""
    options = _options(argv)
    if isinstance(options, int):
        return options
    if options.file is None and read is None:
        return _wrong("name a folder with --file, or ask a database.")
    if options.name in OF_ONE_AUTHORITY and (options.area is None or options.out is None):
        return _wrong("the return is of one authority, into a folder: --area and --out.")
    try:
        chosen = _definitions(options.definitions)
        source = (
            making.from_folder(folder=options.file) if options.file else _read(read, options.year)
        )
        making.check_year(source=source, ends=options.year)
        if options.name in SIGNED:
            return SIGNED[options.name](source, options)
        mark = _mark(source, options, chosen) if options.out else ""
        name = f"{options.name}-{f'{options.area}-' if options.area else ''}{options.year}"
        if options.out and is_written(
            name=name, folder=options.out, formats=options.format, made_from=mark
        ):
            print(f"{name}: there already, and nothing has changed")
            return 0
        table = _table(source, options, chosen)
    except (UnknownDefinition, NoSuchArea) as refusal:
        return _wrong(
            f"{refusal}" if isinstance(refusal, UnknownDefinition) else f"no area {refusal}."
        )
    except NoSuchYear as refusal:
        print(f"figures: there is nothing of the year to March {refusal}.", file=sys.stderr)
        return REFUSED
    except NotColumns as refusal:
        print(f"figures: {refusal}", file=sys.stderr)
        return REFUSED
    if options.out is None:
        first = options.format[0]
        print(as_json(table=table) if first == "json" else as_csv(table=table), end="")
        return 0
    for path in write(table=table, folder=options.out, formats=options.format, made_from=mark):
        print(path.name)
    return 0


def _options(argv: list[str]) -> argparse.Namespace | int:
    parser = argparse.ArgumentParser(prog="whereabouts figures", allow_abbrev=False)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--year", type=int, default=2024, help="the year ends in March of")
    parser.add_argument("--area", help="the code of a force or an authority")
    parser.add_argument(
        "--definitions", default="", help="ids, with commas; all where none is given"
    )
    parser.add_argument("--format", type=_formats, default=("csv",), help="csv, ods, json")
    parser.add_argument("--out", type=Path, help="a folder; else the table is printed")
    parser.add_argument("--file", type=Path, help="a nation's folder, in place of the database")
    parser.add_argument(
        "--anew", action="store_true", help="keep nothing of what a stopped run had read"
    )
    parser.add_argument("--json", dest="format", action="store_const", const=("json",))
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    if options.out is None and options.format[0] == "ods":
        return _wrong("a spreadsheet goes into a folder: --out.")
    return options


def _formats(text: str) -> tuple[str, ...]:
    chosen = tuple(part.strip() for part in text.split(","))
    if not set(chosen) <= set(FORMATS):
        raise argparse.ArgumentTypeError(f"formats are {', '.join(FORMATS)}")
    return chosen


def _definitions(text: str) -> tuple[Definition, ...]:
    names = [part.strip() for part in text.split(",") if part.strip()]
    chosen = tuple(definition(name=name) for name in names)
    for one in chosen:
        if one not in definitions():
            raise UnknownDefinition(f"{one.name} is of a table of its own: no column counts by it.")
    return chosen or definitions()


def _read(read: Read | None, ends: int) -> Source:
    if read is None:
        raise NotColumns("There is nothing to read from.")
    return read(ends)


def _table(source: Source, options: argparse.Namespace, chosen: tuple[Definition, ...]) -> Table:
    if options.name == "counts":
        return making.counts(
            source=source, ends=options.year, area=options.area, definitions=chosen
        )
    if options.name == "reconciliation":
        return making.reconciliation(source=source, ends=options.year)
    return making.care_missing(source=source, ends=options.year, area=options.area)


def _mark(source: Source, options: argparse.Namespace, chosen: tuple[Definition, ...]) -> str:
    """Return what tells what is asked for from anything else: what stands is not made again.

    Of children looked after nothing is read before they are counted: they have no mark, and are
    always counted anew.
    """
    if options.name == "care-missing":
        return ""
    asked = [FORM, options.name, options.area, [one.name for one in chosen]]
    rows = making.mark(source=source, ends=options.year)
    return sha256(f"{json.dumps(asked)} {rows}".encode()).hexdigest()


def _return(source: Source, options: argparse.Namespace) -> int:
    """Write an authority's files and the report for whoever signs them."""
    years = (options.year - 1, options.year)
    before, made = (
        making.returns_of(source=source, ends=ends, area=options.area)[options.area]
        for ends in years
    )
    findings = checked(made=made, last_year=before)
    options.out.mkdir(parents=True, exist_ok=True)
    for name, text in files(made=made).items():
        (options.out / name).write_text(text, encoding="utf-8", newline="")
    said = report(made=made, findings=findings)
    (options.out / REPORT).write_text(said, encoding="utf-8")
    print(said, end="")
    return REFUSED if findings else 0


def _ukmpu(source: Source, options: argparse.Namespace) -> int:
    """Write or print the tables of the national unit's return with their check report."""
    mark = _mark(source, options, ())
    if options.out is not None and _is_whole(options, mark):
        said = (options.out / REPORT).read_text(encoding="utf-8")
        print(f"ukmpu-{options.year}: there already, and nothing has changed\n{said}", end="")
        return REFUSED if "\nFound wrong: 0\n" not in said else 0
    year, tables = making.ukmpu(source=source, ends=options.year)
    said = check_report(year=year, tables=tables)
    if options.out is None:
        documents = [json.loads(as_json(table=table)) for table in tables]
        print(json.dumps({"year": options.year, "tables": documents}, indent=1))
        return REFUSED if problems(year=year) else 0
    for table in tables:
        # A run that was stopped goes on after the last table that it wrote.
        how = {"folder": options.out, "formats": options.format, "made_from": mark}
        if not is_written(name=table.name, **how):
            write(table=table, **how)
    (options.out / REPORT).write_text(said, encoding="utf-8")
    print(said, end="")
    return REFUSED if problems(year=year) else 0


def _is_whole(options: argparse.Namespace, mark: str) -> bool:
    """Return whether every table of the return stands there, and its report: the last of all."""
    tables = sorted(options.out.glob(f"ukmpu-*-{options.year}.csv-metadata.json"))
    named = [path.name.removesuffix(".csv-metadata.json") for path in tables]
    how = {"folder": options.out, "formats": options.format, "made_from": mark}
    return bool(named) and (options.out / REPORT).exists() and all(
        is_written(name=name, **how) for name in named
    )  # fmt: skip


def _annex_a(source: Source, options: argparse.Namespace) -> int:
    """Write list 8 of an authority, on the last day of the year, with its check report."""
    made = making.annex_a(source=source, area=options.area, on=date(options.year, 3, 31))
    options.out.mkdir(parents=True, exist_ok=True)
    text = annex_a.as_csv(made=made)
    (options.out / "list-8.csv").write_text(text, encoding="utf-8", newline="")
    said = annex_a.report(made=made)
    (options.out / REPORT).write_text(said, encoding="utf-8")
    print(said, end="")
    return REFUSED if made.problems else 0


SIGNED = {"ssda903": _return, "ukmpu": _ukmpu, "annex-a": _annex_a}


def _wrong(what: str) -> int:
    print(f"figures: {what}", file=sys.stderr)
    return WRONG_USAGE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
