"""`bench spark`: a small register linked on Spark and on DuckDB, and whether both keep the same.

A local session of two threads: it shows that the same model and keys give the same pairs on an
engine that grows beyond one machine, not how fast that is.
"""

import argparse
import json
import sys
import time

from whereabouts.engines.linking import register
from whereabouts.interfaces.commands.linking.by_splink import (
    EngineMissing,
    pairs_by_splink,
    spark_session,
)
from whereabouts.interfaces.commands.linking.made_up import made_up_register

DIFFERS, WRONG_USAGE = 1, 2


def main(argv: list[str]) -> int:
    """Print the measure as JSON; return 0 where both engines keep the same pairs."""
    parser = argparse.ArgumentParser(prog="whereabouts bench spark")
    parser.add_argument("--people", type=int, default=3_000)
    parser.add_argument("--twice", type=int, default=140, help="of whom there are two records")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="always so; taken for evenness")
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    made = made_up_register(people=options.people, twice=options.twice, seed=options.seed)
    held = register(records=made.records)
    found, seconds = {}, {}
    for engine in ("duckdb", "spark"):
        began = time.perf_counter()
        try:
            one, other = pairs_by_splink(held=held, engine=engine)
        except EngineMissing as fault:
            print(fault, file=sys.stderr)
            return DIFFERS
        seconds[engine] = round(time.perf_counter() - began, 1)
        found[engine] = set(zip(one.tolist(), other.tolist(), strict=True))
    spark_session().stop()
    same = found["duckdb"] == found["spark"] and bool(found["duckdb"])
    report = {
        "bench": "spark",
        "records": held.size,
        "pairs": {engine: len(pairs) for engine, pairs in found.items()},
        "seconds": seconds,
        "same": same,
    }
    print(json.dumps(report, indent=1))
    return 0 if same else DIFFERS
