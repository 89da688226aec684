"""`nation`: makes a whole made-up nation as columns, and says how near what is published it is."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from whereabouts.interfaces.commands.backload.sides import SIDES
from whereabouts.interfaces.commands.made_nation import calibration, columnar
from whereabouts.interfaces.commands.made_nation.making import Nation, make_nation

FAR_OFF, WRONG_USAGE = 1, 2
MOST_YEARS = 10


Load = Callable[[Nation, Callable[[str], None], bool, int, bool], dict[str, Any]]


def main(argv: list[str], *, load: Load | None = None) -> int:
    """Make it and print the table; return 0, or 1 where a measure is not within its tolerance."""
    options = _options(argv)
    if options is None:
        return WRONG_USAGE
    if isinstance(options, int):
        return options
    began = time.perf_counter()

    def say(what: str) -> None:
        print(f"  {time.perf_counter() - began:6.1f} s  {what}", file=sys.stderr, flush=True)

    nation = make_nation(years=options.years, scale=options.scale, seed=options.seed, say=say)
    made = time.perf_counter() - began
    say("writing")
    columnar.write(nation=nation, folder=options.out)
    if options.parquet:
        from whereabouts.interfaces.commands.made_nation.parquet import write_parquet

        write_parquet(nation=nation, folder=options.out)
    loaded: dict[str, Any] | None = None
    if options.into_database:
        if load is None:
            print("nation: there is no database to write into.", file=sys.stderr)
            return WRONG_USAGE
        say("into the database")
        loaded = load(nation, say, options.followed, options.at_a_time, options.check)
    measures = calibration.table(nation=nation)
    _print(options, nation, measures, made, loaded)
    alike = loaded is None or loaded.get("alike", True)
    return 0 if alike and all(one.within for one in measures) else FAR_OFF


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
    if not 1 <= options.years <= MOST_YEARS or not 0 < options.scale <= 2:
        print(
            f"nation: years are 1 to {MOST_YEARS}, the scale above 0 and up to 2.", file=sys.stderr
        )
        return None
    return options


def _print(
    options: argparse.Namespace, nation: Nation, measures: list[calibration.Measure],
    made: float, loaded: dict[str, Any] | None,
) -> None:  # fmt: skip
    rows = {name: len(next(iter(table.values()))) for name, table in nation.tables.items()}
    off = [one.name for one in measures if not one.within]
    if not options.json:
        print(calibration.printed(measures=measures))
        print(f"\n{rows['episodes']:,} episodes of {rows['children']:,} children.")
        print(f"{rows['returned']:,} rows returned by 43 forces, made in {made:.1f} s.")
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
        "seconds": round(made, 2),
        "episodes_a_minute": round(rows["episodes"] / made * 60),
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
