"""`sector`: an authority's return looked over by the sector's own rule engine.

It needs libraries older than ours, so that it runs in an environment of its own and knows nothing
of this system but the files. It says which rules were run, which could not be, and which lines
break which; a rule that could not be run is no rule that was kept.

Two things of the engine's are mended before it runs, and said with what it found. It hands every
rule the same tables, so that what one writes into them the next takes for the return: each is
given tables of its own. And its list of authorities is of 2021: the newer ones are added.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import json
import logging
import sys
import tomllib
from itertools import count
from pathlib import Path
from typing import Any

from whereabouts.interfaces.commands.reading import telling

BROKEN, WRONG_USAGE = 1, 2
FILES = ("header.csv", "episodes.csv", "missing.csv")
# The rules of the Missing file, by the sector's numbers.
OF_MISSING = (
    "564", "565", "566", "567", "570", "571", "574", "575", "576", "577", "578", "580", "581",
    "586", "1004", "1005", "1006", "1012", "INT04", "INT13",
)  # fmt: skip
SHOWN = 5
NEWER = Path(__file__).with_suffix(".toml")
OWN_TABLES = "each rule was given tables of its own"


class NotThere(RuntimeError):
    """The engine is not in this environment, or has no rules of that year."""


class NotRead(RuntimeError):
    """The engine cannot read the files; what it says of them is not repeated: it names children."""


def main(argv: list[str]) -> int:
    """Print what the engine found; return 0, or 1 where a rule is broken or could not be run."""
    parser = argparse.ArgumentParser(prog="whereabouts sector", allow_abbrev=False)
    parser.add_argument("folder", type=Path, help="where `figures ssda903 --out` wrote")
    parser.add_argument("--year", type=int, default=2024, help="the year ends in March of")
    parser.add_argument("--before", type=Path, help="the folder of the year before")
    parser.add_argument("--area", default="", help="the authority's code")
    parser.add_argument(
        "--rules", choices=("missing", "all"), default="missing",
        help="of the Missing file, or every rule of the return",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    for folder in filter(None, (options.folder, options.before)):
        lacking = [name for name in FILES if not (folder / name).is_file()]
        if lacking:
            print(f"sector: {folder.name} has no {', '.join(lacking)}.", file=sys.stderr)
            return WRONG_USAGE
    try:
        said = looked_over(
            folder=options.folder,
            before=options.before,
            year=options.year,
            area=options.area,
            rules=OF_MISSING if options.rules == "missing" else (),
        )
    except (NotThere, NotRead) as refusal:
        print(f"sector: {refusal}", file=sys.stderr)
        return BROKEN
    print(json.dumps(said, indent=1) if options.json else _words(said))
    return 0 if said["kept"] else BROKEN


def looked_over(
    *, folder: Path, before: Path | None, year: int, area: str, rules: tuple[str, ...]
) -> dict[str, Any]:
    """Return what each rule of that year found; of no rules named, every rule is run.

    :raises NotThere: the engine is not installed here, or has no rules of that year.
    :raises NotRead: the files are no return that it can read.
    """
    validator, registry, version, mended = _engine(year)
    # The engine takes either a whole set or what is named; one that it does not have is told.
    lacking = sorted(set(rules) - set(map(str, registry)))
    found = validator(
        rules=len(rules) - len(lacking) if rules else len(registry),
        metadata={"collectionYear": str(year), "localAuthority": area},
        files=[*_files(folder, "This year"), *(_files(before, "Prev year") if before else ())],
        registry=registry,
        selected_rules=[*rules] or None,
    )
    issues: dict[str, dict[str, Any]] = {}
    for table, frame in found.ds_results.items():
        for column in getattr(frame, "columns", ()):
            if not str(column).startswith("ERR_"):
                continue
            lines = [int(line) for line in frame.index[frame[column] == True]]  # noqa: E712
            if lines:
                code = str(column)[4:]
                issue = issues.setdefault(code, {"says": registry[code].message, "lines": {}})
                # Counted as the file's lines are, its heading being line 1.
                issue["lines"][table] = {
                    "number": len(lines), "first": [line + 2 for line in lines[:SHOWN]],
                }  # fmt: skip
    return {
        "engine": f"csc-validator-be-903 {version}",
        "year": year,
        "mended": mended,
        "rules": len(found.dones),
        "not_run_for_lack_of_tables": sorted(map(str, found.skips)),
        "could_not_be_run": sorted(map(str, found.fails)),
        "not_held": lacking,
        "issues": issues,
        "kept": not issues and not found.fails and not lacking and bool(found.dones),
    }


def _engine(year: int) -> tuple[Any, Any, str, list[str]]:
    try:
        with _quietly():
            engine: Any = importlib.import_module("lac_validator.lac_validator")
            rulesets = importlib.import_module("lac_validator.rules.ruleset_utils")
            version = importlib.import_module("importlib.metadata").version("csc-validator-be-903")
            store = importlib.import_module("lac_validator.datastore")
            refused = importlib.import_module("lac_validator.types").UploadError
    except ImportError as lacking:
        raise NotThere("the sector's rule engine is not in this environment.") from lacking
    try:
        with _quietly():
            registry = rulesets.get_year_ruleset(str(year))
    except ImportError:
        raise NotThere(f"the engine holds no rules of the year to March {year}.") from None

    mended = [OWN_TABLES, *_with_newer_authorities(store)]
    engine.copy_datastore = _own_tables

    def validator(*, rules: int, **how: Any) -> Any:
        # The engine asks for tables once a rule: so far it is.
        done, tell = count(), telling(command="sector", what="rules run", out=sys.stderr)

        def tables_of(tables: dict[str, Any]) -> dict[str, Any]:
            tell(next(done), rules)
            return _own_tables(tables)

        engine.copy_datastore = tables_of
        try:
            with _quietly():
                return engine.LacValidator(**how)
        except refused:
            raise NotRead(
                "these files cannot be read as a return: in UTF-8, each with its columns' names in"
                " the first line, as `figures ssda903 --out` writes them."
            ) from None

    return validator, registry, version, mended


def _own_tables(tables: dict[str, Any]) -> dict[str, Any]:
    return {
        name: one if name == "metadata" else one.copy(deep=True) for name, one in tables.items()
    }


def _with_newer_authorities(store: Any) -> list[str]:
    """Add the authorities that the engine's list lacks; return what was added, in words."""
    known = set(store.la_df["UTLA21CD"])
    added = [
        one
        for one in tomllib.loads(NEWER.read_text(encoding="utf-8"))["authorities"]
        if one["code"] not in known
    ]
    if not added:
        return []
    kind = type(store.la_df)
    codes, names = ([one[key] for one in added] for key in ("code", "name"))
    lines = kind({"LTLA21CD": codes, "LTLA21NM": names, "UTLA21CD": codes, "UTLA21NM": names})
    store.la_df = importlib.import_module("pandas").concat([store.la_df, lines])
    return [f"authorities newer than its list were added: {', '.join(codes)}"]


@contextlib.contextmanager
def _quietly() -> Any:
    """Keep the engine's own talk off the output: it names children."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            yield
    finally:
        logging.disable(before)


def _files(folder: Path, description: str) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "file_content": (folder / name).read_bytes(),
            "description": description,
        }
        for name in FILES
    ]


def _words(said: dict[str, Any]) -> str:
    lines = [f"{said['engine']}, the year to March {said['year']}: {said['rules']} rules were run."]
    lines += [f"Mended beforehand: {what}." for what in said["mended"]]
    for name, what in (
        ("not_run_for_lack_of_tables", "Not run, since other files would be needed"),
        ("could_not_be_run", "Could not be run"),
        ("not_held", "Not among the engine's rules of that year"),
    ):
        if said[name]:
            lines.append(f"{what}: {', '.join(said[name])}.")
    for code, issue in said["issues"].items():
        where = "; ".join(
            f"{table}: {each['number']}, first on line {each['first'][0]}"
            for table, each in issue["lines"].items()
        )
        lines.append(f"{code}: {issue['says']} ({where})")
    lines.append(
        "Every rule was kept." if said["kept"] else "This return cannot be signed as it is."
    )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
