"""`figures`: a statistical table by name, as CSV with its metadata, OpenDocument or JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

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
from whereabouts.interfaces.commands.places_to_write import NotWritable, try_folder, writing_to
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
OF_THE_NATION = ("reconciliation", "ukmpu")
YEARS = range(1900, 2200)
REFUSED, WRONG_USAGE = 1, 2
REPORT, FORM = "check-report.txt", 1  # the form of what is written: of another one it is made again

Read = Callable[[int], Source]
Tell = Callable[[dict[str, Any]], None]  # takes what was made, to be said by whoever called


def main(argv: list[str], *, read: Read | None = None, tell: Tell | None = None) -> int:
    """Make the table; return 0, 1 where it cannot be signed or made, 2 for wrong usage."""
    options = _options(argv)
    if isinstance(options, int):
        return options
    wrong = _does_not_fit(options)
    if options.file is None and read is None:
        wrong = "name a folder with --file, or ask a database."
    if wrong:
        return _wrong(wrong)
    options.tell = tell or (_in_json if options.json else _in_words)
    try:
        chosen = _definitions(options.definitions)
        if options.out is not None:
            try_folder(folder=options.out)
        source = (
            making.from_folder(folder=options.file) if options.file else _read(read, options.year)
        )
        making.check_year(source=source, ends=options.year)
        if options.name in SIGNED:
            return SIGNED[options.name](source, options)
        return _one_table(source, options, chosen)
    except (UnknownDefinition, NoSuchArea) as refusal:
        return _wrong(
            f"{refusal}" if isinstance(refusal, UnknownDefinition) else f"no area {refusal}."
        )
    except NoSuchYear as refusal:
        print(f"figures: there is nothing of the year to March {refusal}.", file=sys.stderr)
        return REFUSED
    except (NotColumns, NotWritable) as refusal:
        print(f"figures: {refusal}", file=sys.stderr)
        return REFUSED


def _one_table(source: Source, options: argparse.Namespace, chosen: tuple[Definition, ...]) -> int:
    """Print the table, or write it where it does not stand as it is already."""
    if options.out is None:
        table = _table(source, options, chosen)
        print(as_json(table=table) if options.format[0] == "json" else as_csv(table=table), end="")
        return 0
    mark = _mark(source, options, chosen)
    name = f"{options.name}-{f'{options.area}-' if options.area else ''}{options.year}"
    how = {"folder": options.out, "formats": options.format, "made_from": mark}
    if is_written(name=name, **how):
        options.tell(_said(options, already=[name]))
        return 0
    table = _table(source, options, chosen)
    with writing_to(place=options.out):
        files = [path.name for path in write(table=table, **how)]
    options.tell(_said(options, files=files))
    return 0


def _does_not_fit(options: argparse.Namespace) -> str:
    """Return what was asked for that this figure does not have: none of it is passed over."""
    name = options.name
    if name in OF_ONE_AUTHORITY and (options.area is None or options.out is None):
        return "the return is of one authority, into a folder: --area and --out."
    if name in OF_THE_NATION and options.area is not None:
        return f"{name} is of all forces together: leave --area out."
    if name != "counts" and options.definitions:
        return f"{name} has its own definitions: leave --definitions out."
    if options.out is None and "ods" in options.format:
        return "a spreadsheet goes into a folder: --out."
    if options.out is None and len(options.format) > 1:
        return "several formats go into a folder: --out."
    return ""


def _options(argv: list[str]) -> argparse.Namespace | int:
    parser = argparse.ArgumentParser(prog="whereabouts figures", allow_abbrev=False)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--year", type=_year, default=2024, help="the year ends in March of")
    parser.add_argument("--area", help="the code of a force or an authority")
    parser.add_argument(
        "--definitions", default="", help="ids, with commas; all where none is given"
    )
    parser.add_argument("--format", type=_formats, help="csv, ods, json; csv where none is given")
    parser.add_argument("--out", type=Path, help="a folder; else the table is printed")
    parser.add_argument("--file", type=Path, help="a nation's folder, in place of the database")
    parser.add_argument(
        "--anew", action="store_true", help="keep nothing of what a stopped run had read"
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="print one JSON document: the table, or what was written",
    )
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    if options.out is None and options.json:
        options.format = ("json",)
    options.format = options.format or (("json",) if options.json else ("csv",))
    return options


def _year(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) not in YEARS:
        raise argparse.ArgumentTypeError("a year is written as 2024, for the year to March 2024")
    return int(text)


def _formats(text: str) -> tuple[str, ...]:
    chosen = tuple(part.strip() for part in text.split(","))
    if not set(chosen) <= set(FORMATS):
        raise argparse.ArgumentTypeError(f"formats are {', '.join(FORMATS)}")
    return chosen


def _definitions(text: str) -> tuple[Definition, ...]:
    names = [part.strip() for part in text.split(",") if part.strip()]
    chosen = tuple(definition(name=name) for name in names)
    for one in chosen:
        if one not in definitions() or one.measure == "duration":
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
    _write_return(options, files(made=made), report(made=made, findings=findings))
    return REFUSED if findings else 0


def _write_return(options: argparse.Namespace, texts: dict[str, str], said: str) -> None:
    with writing_to(place=options.out):
        for name, text in texts.items():
            (options.out / name).write_text(text, encoding="utf-8", newline="")
        (options.out / REPORT).write_text(said, encoding="utf-8")
    options.tell(_said(options, files=[*texts, REPORT], report=said))


def _ukmpu(source: Source, options: argparse.Namespace) -> int:
    """Write or print the tables of the national unit's return with their check report."""
    mark = _mark(source, options, ())
    if options.out is not None and _is_whole(options, mark):
        said = (options.out / REPORT).read_text(encoding="utf-8")
        options.tell(_said(options, already=[f"ukmpu-{options.year}"], report=said))
        return REFUSED if "\nFound wrong: 0\n" not in said else 0
    year, tables = making.ukmpu(source=source, ends=options.year)
    said = check_report(year=year, tables=tables)
    if options.out is None:
        documents = [json.loads(as_json(table=table)) for table in tables]
        print(json.dumps({"year": options.year, "tables": documents}, indent=1))
        return REFUSED if problems(year=year) else 0
    files, already = [], []
    with writing_to(place=options.out):
        for table in tables:
            # A run that was stopped goes on after the last table that it wrote.
            how = {"folder": options.out, "formats": options.format, "made_from": mark}
            if is_written(name=table.name, **how):
                already.append(table.name)
            else:
                files += [path.name for path in write(table=table, **how)]
        (options.out / REPORT).write_text(said, encoding="utf-8")
    options.tell(_said(options, files=[*files, REPORT], already=already, report=said))
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
    texts = {"list-8.csv": annex_a.as_csv(made=made)}
    _write_return(options, texts, annex_a.report(made=made))
    return REFUSED if made.problems else 0


SIGNED = {"ssda903": _return, "ukmpu": _ukmpu, "annex-a": _annex_a}


def _said(
    options: argparse.Namespace, *, files: Sequence[str] = (), already: Sequence[str] = (),
    report: str | None = None,
) -> dict[str, Any]:  # fmt: skip
    return {
        "figure": options.name, "year": options.year, "area": options.area,
        "folder": str(options.out), "files": [*files], "there_already": [*already],
        "report": report,
    }  # fmt: skip


def _in_words(said: dict[str, Any]) -> None:
    if said["report"] is None:
        for name in said["files"]:
            print(name)
    if not said["files"]:
        for name in said["there_already"]:
            print(f"{name}: there already, and nothing has changed")
    print(said["report"] or "", end="")


def _in_json(said: dict[str, Any]) -> None:
    print(json.dumps(said, ensure_ascii=False, indent=1))


def _wrong(what: str) -> int:
    print(f"figures: {what}", file=sys.stderr)
    return WRONG_USAGE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
