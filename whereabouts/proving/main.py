"""`faults`: runs in rounds, prints the counts, and goes on where it was stopped."""

import argparse
import json
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

from whereabouts.proving import places_that_fail, runs
from whereabouts.proving.counts import COUNTS, Counts
from whereabouts.proving.drill import drill
from whereabouts.proving.house import (
    House,
    NotReady,
    a_database,
    a_house,
    a_pattern,
    run_in,
)
from whereabouts.proving.soundness import soundness
from whereabouts.proving.workers import workers
from whereabouts.proving.wrong_clocks import wrong_database

WRONG_USAGE = 2
MANY = 10**6
KILLS_A_ROUND = 50
SCHEDULES_A_ROUND = 20
RUNS = ("kills", "workers", "partitions", "boundaries", "drill", "disk", "clock")

Round = tuple[str, Callable[[House], dict[str, Any]]]


def main(argv: list[str]) -> int:
    """Do the runs; return 0 where nothing was lost, doubled, missed or early, else 1."""
    given = _parser().parse_args(argv)
    # Ended from outside, it still stops what it started and gives back the memory.
    signal.signal(signal.SIGTERM, _end)
    if not 0 < given.share <= 1 or (given.rounds is not None and given.rounds < 1):
        sys.stderr.write("A share lies above 0 and is at most 1; rounds are one or more.\n")
        return WRONG_USAGE
    counts = COUNTS[given.name].share(of=given.share)
    if given.minutes is not None:
        counts = replace(counts, most_seconds=given.minutes * 60)
    # What was found with other counts is no part of this.
    folder = given.name if given.share == 1 else f"{given.name}-{given.share}"
    kept = Path(given.keep) / folder if given.keep else None
    began = time.monotonic()
    rounds = list(
        _rounds(counts=counts, seed=given.seed, only=given.only, most=given.rounds or MANY)
    )
    _say(began, f"{given.name}: {_in_words(counts)}")
    _say(began, "Making the database that every round begins with …")
    with a_pattern() as pattern:
        results, unfinished = _all(rounds, pattern, kept, began, most_seconds=counts.most_seconds)
    if kept is not None and not unfinished:
        shutil.rmtree(kept, ignore_errors=True)
    summary = _summary(results=results, counts=given.name, seed=given.seed, unfinished=unfinished)
    print(json.dumps(summary, indent=None if given.json else 2))
    return 0 if summary["held"] else 1


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(1)


def _all(
    rounds: Sequence[Round], pattern: House, kept: Path | None, began: float, *, most_seconds: float
) -> tuple[list[dict[str, Any]], bool]:
    """Return what each round found, and whether the time was over before the last one."""
    results: list[dict[str, Any]] = []
    for number, (name, go) in enumerate(rounds, start=1):
        found = _kept(kept, name)
        if found is None:
            if time.monotonic() - began > most_seconds:
                _say(began, f"{name}: no time left; the same command goes on from here")
                return results, True
            _say(began, f"{name} ({number} of {len(rounds)}) …")
            since = time.monotonic()
            try:
                found = {"name": name, **go(pattern)}
            except NotReady as fault:
                found = {"name": name, "run": name, "failed": str(fault)}
            found["seconds"] = round(time.monotonic() - since, 1)
            _keep(kept, found)
        _say(began, _line(found))
        results.append(found)
    return results, False


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/whereabouts faults")
    parser.add_argument("name", choices=sorted(COUNTS))
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same schedule")
    parser.add_argument("--only", choices=RUNS, action="append", help="one run, or several")
    parser.add_argument("--rounds", type=int, help="at most so many rounds of each run")
    parser.add_argument(
        "--share", type=float, default=1.0,
        help="this share of every count, at least one: 0.01 tries whether all of it ends",
    )  # fmt: skip
    parser.add_argument("--minutes", type=float, help="begin no round after so long")
    parser.add_argument("--keep", help="a folder for the results of rounds, to go on from")
    parser.add_argument("--json", action="store_true", help="the document on one line")
    return parser


def _rounds(*, counts: Counts, seed: int, only: list[str] | None, most: int) -> Iterator[Round]:
    """Give the rounds in order, `most` of each run, each with a fresh house and a seed."""
    wanted = only or list(RUNS)
    if "boundaries" in wanted:
        yield (
            f"boundaries-{seed}",
            lambda pattern: _boundaries(pattern=pattern, seed=seed, turns=counts.boundary_turns),
        )
    if "kills" in wanted:
        kills = max(counts.web_kills, counts.worker_kills, counts.database_kills)
        rounds = -(-kills // KILLS_A_ROUND)
        for number in range(min(rounds, most)):
            one = replace(
                counts,
                web_kills=_share(counts.web_kills, rounds, number),
                worker_kills=_share(counts.worker_kills, rounds, number),
                database_kills=_share(counts.database_kills, rounds, number),
                deadlines=_share(counts.deadlines, rounds, number),
            )
            yield _in_house(f"kills-{seed}-{number}", runs.kills, one, seed * 1_000 + number)
    if "workers" in wanted:
        rounds = -(-counts.lone_kills // KILLS_A_ROUND)
        for number in range(min(rounds, most)):
            one = replace(
                counts,
                lone_kills=_share(counts.lone_kills, rounds, number),
                lone_deadlines=_share(counts.lone_deadlines, rounds, number),
            )
            yield _in_house(f"workers-{seed}-{number}", workers, one, seed * 1_000 + number)
    if "partitions" in wanted:
        rounds = -(-counts.schedules // SCHEDULES_A_ROUND)
        for number in range(min(rounds, most)):
            one = replace(counts, schedules=_share(counts.schedules, rounds, number))
            name = f"partitions-{seed}-{number}"
            yield _in_house(name, runs.partitions, one, seed * 1_000 + number)
    if "drill" in wanted:
        yield (
            f"drill-{seed}",
            lambda pattern: _drill(pattern=pattern, seed=seed, points=counts.restore_points),
        )
    if not counts.disk_and_clock and only is None:
        return
    if "disk" in wanted:
        yield (
            f"disk-{seed}",
            lambda pattern: places_that_fail.full_disk(pattern=pattern, seed=seed, say=_aloud),
        )
    if "clock" in wanted:
        yield _in_house(f"clock-{seed}", places_that_fail.jumping_clock, counts, seed)
        yield (
            f"clock-of-the-database-{seed}",
            lambda pattern: wrong_database(pattern=pattern, seed=seed, say=_aloud),
        )


def _in_house(name: str, run: Any, counts: Counts, seed: int) -> Round:
    def go(pattern: House) -> dict[str, Any]:
        with a_house(pattern=pattern) as house:
            found: dict[str, Any] = run(house=house, counts=counts, seed=seed, say=_aloud)
            _aloud("Checking every index and every page")
            return {**found, **soundness(house=house)}

    return name, go


def _boundaries(*, pattern: House, seed: int, turns: int) -> dict[str, Any]:
    # Rows are counted over whole tables: a worker's own rounds would be taken for half a report.
    with a_database(pattern=pattern) as house:
        found: dict[str, Any] = run_in(
            environ=house.direct(),
            module="whereabouts.proving.boundaries",
            arguments=[str(turns), str(seed)],
        )
    return {"run": "boundaries", "seed": seed, "turns": turns, **found}


def _drill(*, pattern: House, seed: int, points: int) -> dict[str, Any]:
    with a_house(pattern=pattern) as house:
        return drill(house=house, seed=seed, say=_aloud, points=points)


def _share(whole: int, parts: int, number: int) -> int:
    return whole // parts + (number < whole % parts)


def _summary(
    *, results: list[dict[str, Any]], counts: str, seed: int, unfinished: bool
) -> dict[str, Any]:
    sums: dict[str, int] = {}
    for name in (
        *("asked", "acknowledged", "lost", "doubled", "half", "changed"),
        *("deadlines", "fired", "missed", "deadlines_doubled", "early", "unanswered", "broken"),
        *("messages", "messages_lost", "messages_doubled", "late"),
    ):
        sums[name] = sum(one.get(name) or 0 for one in results)
    kills: dict[str, int] = {}
    for one in results:
        for part, count in one.get("kills", {}).items():
            kills[part] = kills.get(part, 0) + count
    failed = [one["name"] for one in results if "failed" in one]
    short = [one["name"] for one in results if one.get("kills") != one.get("kills_wanted")]
    skipped = {one["name"]: one["skipped"] for one in results if "skipped" in one}
    held = not failed and not short and not any(runs.bad(found=one) for one in results)
    return {
        "measure": "faults",
        "counts": counts,
        "seed": seed,
        "held": held and not unfinished,
        "unfinished": unfinished,
        "kills": kills,
        **sums,
        "failed": failed,
        "fewer_kills_than_wanted": short,
        "skipped": skipped,
        "rounds": results,
    }


def _in_words(counts: Counts) -> str:
    return (
        f"kills: web {counts.web_kills}, worker {counts.worker_kills}, database"
        f" {counts.database_kills}; {counts.deadlines} deadlines; workers alone"
        f" {counts.lone_kills}, {counts.lone_deadlines} deadlines; {counts.schedules} schedules of"
        f" {counts.schedule_seconds:.0f} s; every boundary {counts.boundary_turns} time(s); at most"
        f" {counts.most_seconds / 3_600:.1f} h, and on from there when called again"
    )


def _line(found: dict[str, Any]) -> str:
    if "skipped" in found:
        return f"{found['name']}: NOT RUN: {found['skipped']}"
    if "failed" in found:
        return f"{found['name']}: FAILED: {found['failed']}"
    shown = (
        "points",
        "acknowledged",
        "lost",
        "doubled",
        "half",
        "fired",
        "missed",
        "early",
        "broken",
        "messages",
        "messages_lost",
        "messages_doubled",
        "late",
    )
    counts = ", ".join(f"{found[name]} {name}" for name in shown if name in found)
    if found.get("lag_seconds"):
        cuts = ", ".join(f"{name} {value} s" for name, value in found["lag_seconds"].items())
        counts += f"; lag {cuts}, most {found['lag_most_seconds']} s"
    if "back_seconds_most" in found:
        counts += f"; a worker back within {found['back_seconds_most']} s"
    return f"{found['name']}: {counts}"


def _kept(folder: Path | None, name: str) -> dict[str, Any] | None:
    file = folder and folder / f"{name}.json"
    if file is None or not file.exists():
        return None
    found: dict[str, Any] = json.loads(file.read_text())
    return None if "failed" in found else found


def _keep(folder: Path | None, found: dict[str, Any]) -> None:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{found['name']}.json").write_text(json.dumps(found))


def _aloud(text: str) -> None:
    sys.stderr.write(f"    {text}\n")


def _say(began: float, text: str) -> None:
    sys.stderr.write(f"[{time.monotonic() - began:7.1f} s] {text}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
