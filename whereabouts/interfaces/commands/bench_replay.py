"""`bench replay`: millions of past episodes graded again, against rules written out by hand.

The rows are those of a made-up nation, over and over where more are asked for than it has; making
and loading them is not counted. Before anything is timed, a sample of the answers must be those of
single evaluations and of the rules by hand. The two take turns, in processor time. Besides, the
same rows are graded each under what its own force followed on the day.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from whereabouts.engines.policy import LEVELS, Pack, evaluate, load_packs
from whereabouts.engines.policy.bulk import Columns, case_of, grade_all, grade_each
from whereabouts.interfaces.commands.grades_by_hand import graded
from whereabouts.interfaces.commands.made_nation.columnar import facts_of
from whereabouts.interfaces.commands.made_nation.local import packs_in_force, with_outside_care
from whereabouts.interfaces.commands.made_nation.making import Nation, make_nation

PACKS = Path(__file__).resolve().parents[3] / "policy_packs"
MISSED, WRONG_USAGE = 1, 2
WANTED_SECONDS, OF_SO_MANY, BY_HAND_WANTED = 4.0, 4_000_000, 5.0


def main(argv: list[str]) -> int:
    """Print the measure as JSON; return 0, or 1 where a target is missed or answers differ."""
    parser = argparse.ArgumentParser(prog="whereabouts bench replay")
    parser.add_argument("--episodes", type=int, default=OF_SO_MANY)
    parser.add_argument("--by-hand", type=int, default=20_000, help="cases a round, by hand")
    parser.add_argument("--scale", type=float, default=0.5, help="of the nation the rows are from")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seed", type=int, default=2016)
    parser.add_argument("--json", action="store_true", help="always so; taken for evenness")
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    if min(options.episodes, options.by_hand, options.rounds) < 1 or options.scale <= 0:
        parser.print_usage(sys.stderr)
        return WRONG_USAGE
    pack = load_packs(PACKS).named(pack_id="app-2017")
    nation = make_nation(years=10, scale=options.scale, seed=options.seed)
    columns, over = _rows(nation, options.episodes)
    chosen = np.random.default_rng(options.seed).integers(0, columns.rows, options.by_hand)
    cases = [
        case_of(vocabulary=pack.vocabulary, columns=columns, number=int(row)) for row in chosen
    ]
    differ = _differing(pack, columns, chosen, cases)
    wall, bulk, by_hand = _times(pack, columns, cases, options.rounds)
    report = _report(options, columns, wall, bulk, by_hand, differ=differ)
    report["followed"] = own = _followed(nation, columns, over, chosen, options.rounds)
    report["met"] = report["met"] and not own["differ"] and own["seconds"] <= own["target_seconds"]
    print(json.dumps(report, indent=1))
    return 0 if report["met"] else MISSED


def _rows(nation: Nation, number: int) -> tuple[Columns, Any]:
    """Return so many rows of a nation's, and which of its rows each is."""
    made = facts_of(table=nation.episodes)
    facts = Columns(made.rows, with_outside_care(facts=dict(made.values)))
    over = np.arange(number) % made.rows
    return facts.of(rows=over), over


def _followed(
    nation: Nation, columns: Columns, over: Any, chosen: Any, rounds: int
) -> dict[str, Any]:
    """Return how long it takes under each force's own packs, and whether samples agree."""
    made = nation.episodes
    packs, of_row = packs_in_force(
        forces=nation.tables["forces"], codes=nation.about["forces"], force=made["force"],
        at=made["reported_at"],
    )  # fmt: skip
    which, taken = of_row[over], []
    for _ in range(rounds):
        began = time.perf_counter()
        grades = grade_each(packs=packs, which=which, columns=columns)
        taken.append(time.perf_counter() - began)
    differ = 0
    for row in chosen.tolist():
        pack = packs[which[row]]
        case = case_of(vocabulary=pack.vocabulary, columns=columns, number=row)
        result = evaluate(pack=pack, facts=case)
        many = (LEVELS[grades.level[row]], LEVELS[grades.floor[row]])
        differ += many != (result["level"], result["floor"])
    return {
        "packs": len(packs),
        "seconds": round(statistics.median(taken), 3),
        "target_seconds": round(WANTED_SECONDS * columns.rows / OF_SO_MANY, 3),
        "differ": differ,
    }


def _differing(pack: Pack, columns: Columns, chosen: Any, cases: list[dict[str, Any]]) -> int:
    """Return in how many sampled rows the three ways of grading do not agree."""
    grades = grade_all(pack=pack, columns=columns)
    differ = 0
    for row, case in zip(chosen, cases, strict=True):
        result = evaluate(pack=pack, facts=case)
        many = (int(grades.level[row]), int(grades.floor[row]))
        one = (LEVELS.index(result["level"]), LEVELS.index(result["floor"]))
        differ += many != one or one != graded(case)
    return differ


def _times(
    pack: Pack, columns: Columns, cases: list[dict[str, Any]], rounds: int
) -> tuple[list[float], list[float], list[float]]:
    """Return the seconds of the clock and of the processor for all rows, and an episode by hand."""
    wall, bulk, by_hand = [], [], []
    for _ in range(rounds):
        began, used = time.perf_counter(), time.process_time()
        grade_all(pack=pack, columns=columns).counts()
        bulk.append(time.process_time() - used)
        wall.append(time.perf_counter() - began)
        used = time.process_time()
        for case in cases:
            graded(case)
        by_hand.append((time.process_time() - used) / len(cases))
    return wall, bulk, by_hand


def _report(
    options: argparse.Namespace, columns: Columns, wall: list[float], bulk: list[float],
    by_hand: list[float], *, differ: int,
) -> dict[str, Any]:  # fmt: skip
    seconds, hand = statistics.median(wall), statistics.median(by_hand)
    each = statistics.median(bulk) / columns.rows
    most = WANTED_SECONDS * columns.rows / OF_SO_MANY
    ratio = hand / each
    return {
        "bench": "replay",
        "pack": "app-2017+safeguards-1",
        "episodes": columns.rows,
        "facts": len(columns.values),
        "sampled": options.by_hand,
        "differ": differ,
        "rounds": options.rounds,
        "seed": options.seed,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "cores": os.cpu_count(),
        "seconds": {"median": round(seconds, 3), "least": min(wall), "most": max(wall)},
        "target_seconds": round(most, 3),
        "by_hand_episodes_a_second": round(1 / hand),
        "bulk_episodes_a_second": round(1 / each),
        "times_by_hand": {"ratio": round(ratio, 1), "target": BY_HAND_WANTED},
        "met": not differ and seconds <= most and ratio >= BY_HAND_WANTED,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
