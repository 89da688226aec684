"""`bench backload`: a history checked, found again, logged and written, beside raw COPY.

The peer copies the very same rows, ready made, into the same tables with the same indexes and
keys, but with no fence and no trigger of ours, and nothing to be worked out. The history is stopped
half-way and gone on with. Times are told by the wall and by processor, this process and the
database's together.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

from whereabouts.interfaces.commands.bench_pages import in_a_process_of_ones_own
from whereabouts.interfaces.commands.made_nation.making import Nation, make_nation
from whereabouts.interfaces.commands.measuring import own_database

MISSED, WRONG_USAGE = 1, 2
WANTED = 0.10


def main(argv: list[str]) -> int:
    """Print the measure as JSON; return 0, or 1 where the target is missed."""
    parser = argparse.ArgumentParser(prog="whereabouts bench backload", allow_abbrev=False)
    parser.add_argument("--scale", type=float, default=0.05, help="of the nation brought in")
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--seed", type=int, default=2016)
    parser.add_argument("--at-once", type=int, default=0, help="episodes a batch")
    parser.add_argument(
        "--followed", action="store_true",
        help="with all that belongs to it: calls, plans, adults, returns, talks, harm",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="always so; taken for evenness")
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    if not 0 < options.scale <= 2 or not 1 <= options.years <= 10 or options.at_once < 0:
        parser.print_usage(sys.stderr)
        return WRONG_USAGE
    own_database(measure="backload")
    nation = make_nation(years=options.years, scale=options.scale, seed=options.seed)
    with in_a_process_of_ones_own():
        report = _measure(options, nation)
    print(json.dumps(report, indent=1))
    return 0 if report["met"] else MISSED


def _measure(options: argparse.Namespace, nation: Nation) -> dict[str, Any]:
    from django.conf import settings
    from django.utils import timezone

    from whereabouts.engines.policy import load_packs
    from whereabouts.interfaces.commands.backload import loading
    from whereabouts.interfaces.commands.management.commands.run_finder import connect

    library, at = load_packs(settings.POLICY_PACKS_DIR), timezone.now()
    number = len(nation.episodes["child"])
    at_once = options.at_once or min(loading.AT_ONCE, max(number // 8, 1))
    ready: list[tuple[Any, str]] = []
    marks: list[float] = []
    real: Callable[..., None] = loading.copied

    def copied(connection: Any, model: Any, text: str) -> None:
        ready.append((model, text))
        real(connection, model, text)

    def say(what: str) -> None:
        marks.append(time.perf_counter())
        print(what, file=sys.stderr)

    def bring(batches: int | None) -> dict[str, Any]:
        return loading.load(
            nation=nation, library=library, connection=line, at=at, say=say, at_once=at_once,
            batches=batches, followed=options.followed,
        )  # fmt: skip

    loading.copied, loading.EVERY_SECONDS = copied, 0.0
    with connect(writing=True) as line:
        half = -(-number // at_once) // 2
        began, used = time.perf_counter(), _processor(line)
        first = bring(half)
        last = bring(None)
        ours = time.perf_counter() - began, _processor(line) - used
        counts = {table: first["rows"].get(table, 0) + rows for table, rows in last["rows"].items()}
        raw = _raw(line, ready, counts)
    loading.copied = real
    rows = sum(counts.values())
    lasted = [
        marks[0] - began,
        *(later - one for one, later in pairwise(marks)),
    ]
    ratios = {"wall": raw[0] / ours[0], "processor": raw[1] / ours[1]}
    return {
        "bench": "backload",
        "episodes": number,
        "followed": options.followed,
        "rows": rows,
        "by_table": counts,
        "refused": first["refused"],
        "batches": len(lasted),
        "stopped_and_gone_on": bool(half),
        "seconds": {"ours": round(ours[0], 2), "raw_copy": round(raw[0], 2)},
        "processor_seconds": {"ours": round(ours[1], 2), "raw_copy": round(raw[1], 2)},
        "rows_a_second": {"ours": round(rows / ours[0]), "raw_copy": round(rows / raw[0])},
        "episodes_a_minute": {
            "by_the_wall": round(number / ours[0] * 60),
            "by_processor": round(number / ours[1] * 60),
        },
        "over_raw_copy": {name: round(ratio, 3) for name, ratio in ratios.items()},
        "last_batches_over_first": _growth(lasted),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "target": WANTED,
        "met": ratios["processor"] >= WANTED,
    }


def _raw(line: Any, ready: list[tuple[Any, str]], counts: dict[str, int]) -> tuple[float, float]:
    """Copy the rows straight into the emptied tables, and put the fences up again."""
    from psycopg import sql

    tables = list(dict.fromkeys(model._meta.db_table for model, _ in ready))
    named = [sql.Identifier(table) for table in tables]
    line.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(named)))
    for state in ("DISABLE", "ENABLE"):
        if state == "ENABLE":
            began, used = time.perf_counter(), _processor(line)
            for model, text in ready:
                _copy(line, model, text)
            taken = time.perf_counter() - began, _processor(line) - used
        for table in named:
            for what in ("ROW LEVEL SECURITY", "TRIGGER USER"):
                statement = f"ALTER TABLE {{}} {state} {what}"
                line.execute(sql.SQL(statement).format(table))
    for table in tables:
        asked = line.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        if asked.fetchone()[0] != counts[table]:
            raise AssertionError(f"{table}: the peer copied other rows.")
    return taken


def _copy(line: Any, model: Any, text: str) -> None:
    from psycopg import sql

    if not text:
        return
    columns = [sql.Identifier(str(field.column)) for field in model._meta.concrete_fields]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(columns)
    )
    with line.transaction(), line.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text)


def _growth(lasted: list[float]) -> float | None:
    """Return how much longer the last quarter of the batches took than the first."""
    whole = lasted[:-1]  # the last batch is a short one
    quarter = len(whole) // 4
    if not quarter:
        return None
    return round(sum(whole[-quarter:]) / sum(whole[:quarter]), 2)


def _processor(line: Any) -> float:
    """Return the processor time of this process and of its database's, where that can be told."""
    try:
        text = Path(f"/proc/{line.info.backend_pid}/schedstat").read_text()
    except OSError:
        return time.process_time()
    return time.process_time() + int(text.split()[0]) / 1e9


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
