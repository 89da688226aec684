"""`nation`: makes a whole made-up nation as columns, and says how near what is published it is."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from whereabouts.interfaces.commands.backload.sides import SIDES
from whereabouts.interfaces.commands.kept_parts import KeptParts, files_as_told, mark_of, prune
from whereabouts.interfaces.commands.made_nation import calibration, columnar
from whereabouts.interfaces.commands.made_nation.making import Nation, Progress, make_nation
from whereabouts.interfaces.commands.places_to_write import NotWritable, try_folder, writing_to
from whereabouts.interfaces.commands.reading import about_left

FAR_OFF, WRONG_USAGE = 1, 2
MOST_YEARS, LEAST_SCALE = 10, 0.001  # of fewer there is nobody left for some of the measures
MADE_BY = Path(__file__).parent / "made_nation"
# How much of the work each step is, as measured for a whole nation; the last is writing.
STEPS = {
    "children": 4, "episodes": 27, "known": 25, "decisions": 7, "returns": 6, "sent": 16,
    "writing": 15,
}  # fmt: skip

Load = Callable[[Nation, Callable[[str], None], bool, int, bool], dict[str, Any]]


def main(argv: list[str], *, load: Load | None = None) -> int:
    """Make it and print the table; return 0, or 1 where a measure is not within its tolerance."""
    options = _options(argv)
    if options is None:
        return WRONG_USAGE
    if isinstance(options, int):
        return options
    try:
        try_folder(folder=options.out)
        return _make(options, load=load)
    except NotWritable as refusal:
        print(f"nation: {refusal}", file=sys.stderr)
        return FAR_OFF


def _make(options: argparse.Namespace, *, load: Load | None) -> int:
    began = time.perf_counter()

    def say(what: str) -> None:
        print(f"  {time.perf_counter() - began:6.1f} s  {what}", file=sys.stderr, flush=True)

    kept = _kept(options)
    nation = make_nation(
        years=options.years, scale=options.scale, seed=options.seed, kept=kept,
        progress=_progress(say, began),
    )  # fmt: skip
    made = time.perf_counter() - began
    say("writing")
    with writing_to(place=options.out):
        columnar.write(nation=nation, folder=options.out, kept=kept)
    if options.parquet:
        from whereabouts.interfaces.commands.made_nation.parquet import write_parquet

        say("writing for DuckDB")
        write_parquet(nation=nation, folder=options.out)
    loaded: dict[str, Any] | None = None
    if options.into_database:
        if load is None:
            print("nation: there is no database to write into.", file=sys.stderr)
            return WRONG_USAGE
        say("into the database")
        try:
            loaded = load(nation, say, options.followed, options.at_a_time, options.check)
        except RuntimeError:  # it is there already: nobody goes on with it
            kept.clear()
            raise
    say("comparing with what is published")
    measures = calibration.table(nation=nation)
    _print(options, nation, measures, made if not kept.taken else None, loaded)
    kept.clear()
    alike = loaded is None or loaded.get("alike", True)
    return 0 if alike and all(one.within for one in measures) else FAR_OFF


def _kept(options: argparse.Namespace) -> KeptParts:
    """Return the parts of this nation; those of another one, or of another version, go."""
    files = [file for kind in ("*.py", "*.toml", "*.csv") for file in MADE_BY.glob(kind)]
    folder = options.out / "parts"
    kept = KeptParts(
        folder=folder,
        work="nation",
        mark=mark_of(
            made_from=[
                options.years, options.scale, options.seed, files_as_told(files=files),
                np.__version__,
            ]
        ),
    )  # fmt: skip
    prune(folder=folder, older_than=timedelta(0), but=kept)
    return kept


def _progress(say: Callable[[str], None], began: float) -> Progress:
    """Return what says each step, how far that is, and about how long the rest takes."""
    parts = list(STEPS.values())
    idle = 0.0  # the share of the steps that were kept

    def share(place: int) -> float:
        return sum(parts[:place]) / sum(parts)

    def begun(name: str, place: int, of: int) -> None:
        rest = about_left(took=time.perf_counter() - began, done=share(place) - idle, of=1.0 - idle)
        say(f"{name}, {place + 1} of {of}: {share(place):.0%} is made{rest}")

    def held(name: str, place: int, of: int) -> None:
        nonlocal idle
        idle += share(place + 1) - share(place)
        say(f"{name}, {place + 1} of {of}: kept by the run that was stopped")

    return Progress(begun=begun, kept=held)


def _options(argv: list[str]) -> argparse.Namespace | int | None:
    parser = argparse.ArgumentParser(prog="whereabouts nation", allow_abbrev=False)
    parser.add_argument("--years", type=int, default=MOST_YEARS, help="up to March 2024")
    parser.add_argument("--scale", type=float, default=1.0, help="1 is the size of the real nation")
    parser.add_argument("--seed", type=int, default=2016, help="the same seed, the same nation")
    state = Path(os.environ.get("WHEREABOUTS_STATE_DIR", "."))
    parser.add_argument("--out", type=Path, default=state / "nation", help="a folder to write to")
    parser.add_argument("--into-database", action="store_true", help="children's episodes, by COPY")
    parser.add_argument(
        "--followed", action="store_true",
        help="into the database besides: calls, plans, adults, returns, talks, harm, placements",
    )  # fmt: skip
    parser.add_argument(
        "--at-a-time", type=int, choices=range(1, SIDES + 1),
        default=min(os.cpu_count() or 1, SIDES),
        help="into the database: how many groups of forces side by side",
    )  # fmt: skip
    parser.add_argument(
        "--check", action="store_true",
        help="with --into-database: write nothing, compare what is there with the columns",
    )  # fmt: skip
    parser.add_argument("--parquet", action="store_true", help="the same tables for DuckDB besides")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return None if stopped.code else 0
    wrong = _wrong(options)
    if wrong:
        print(f"nation: {wrong}", file=sys.stderr)
        return None
    return options


def _wrong(options: argparse.Namespace) -> str:
    if not 1 <= options.years <= MOST_YEARS or not LEAST_SCALE <= options.scale <= 2:
        return f"years are 1 to {MOST_YEARS}, the scale {LEAST_SCALE} to 2."
    if options.seed < 0:
        return "the seed is 0 or a whole number above it."
    for name in ("check", "followed"):
        if getattr(options, name) and not options.into_database:
            return f"--{name} goes with --into-database."
    return ""


def _print(
    options: argparse.Namespace, nation: Nation, measures: list[calibration.Measure],
    made: float | None, loaded: dict[str, Any] | None,
) -> None:  # fmt: skip
    rows = {name: len(next(iter(table.values()))) for name, table in nation.tables.items()}
    off = [one.name for one in measures if not one.within]
    if not options.json:
        took = "some of it by a run that was stopped" if made is None else f"made in {made:.1f} s"
        print(calibration.printed(measures=measures))
        print(f"\n{rows['episodes']:,} episodes of {rows['children']:,} children.")
        print(f"{rows['returned']:,} rows returned by 43 forces, {took}.")
        print("All of it is made up: no figure of it is a finding.")
        if loaded is not None:
            print(json.dumps(loaded))
        return
    document = {
        "made_up": True,
        "seed": options.seed,
        "scale": options.scale,
        "years": nation.about["years"],
        "rows": rows,
        # Of what an earlier run had made nothing is known but that it was stopped.
        "seconds": None if made is None else round(made, 2),
        "episodes_a_minute": None if made is None else round(rows["episodes"] / made * 60),
        "loaded": loaded,
        "calibration": [
            {
                "measure": one.name,
                "target": round(one.target, 3),
                "made": round(one.made, 3),
                "tolerance": round(one.tolerance, 3),
                "within": one.within,
                "source": one.source,
            }
            for one in measures
        ],
        "not_within": off,
    }
    print(json.dumps(document, indent=1))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
