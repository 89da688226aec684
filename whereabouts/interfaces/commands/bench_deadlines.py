"""`bench deadlines`: how fast and how late timers fire, however many wait, beside two limits.

A database of its own with many timers pending, some of them due by now. They fire as they do in
the worker (claim, handler, message, one transaction), once all at once and once at a steady rate
with workers that are killed. The limits of the same run: one UPDATE … RETURNING loop that only
marks rows, and procrastinate with the same number of jobs that do the same.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from whereabouts.interfaces.commands.bench_deadlines_peer import jobs_a_second
from whereabouts.interfaces.commands.measuring import own_database

WRONG_USAGE = 2
WORKERS = 2
CATCHING_UP_SECONDS = 60.0
MOST_SECONDS = 120.0  # for what is due at once; whatever has not fired by then is counted as lost
FILL = """
INSERT INTO timers_timer (id, key, kind, subject, owner_agency_id, set_at, due_at, next_try_at,
                          state, tries, fault, because, calendar)
SELECT gen_random_uuid(), %(kind)s || ':' || n, %(kind)s, %(kind)s || ':' || n, %(agency)s,
       %(at)s, %(at)s + n * %(step)s, %(at)s + n * %(step)s, 'waiting', 0, '', '', ''
FROM generate_series(1, %(count)s) n
"""
LIMIT = """
WITH due AS (
    SELECT id FROM timers_timer
    WHERE state = 'waiting' AND kind = 'limit' AND next_try_at <= now()
    ORDER BY next_try_at, id LIMIT 20 FOR UPDATE SKIP LOCKED)
UPDATE timers_timer t SET state = 'fired', settled_at = clock_timestamp()
FROM due WHERE t.id = due.id RETURNING 1
"""
# A worker as it is, forked by a parent of its own, but for a handler that does what the
# heartbeat's does: one message.
WORKER = """
import time
from datetime import UTC, datetime
import django
django.setup()
from whereabouts.foundations.timers.actions import fire_due
from whereabouts.interfaces.commands.forked import forked
from whereabouts.journeys.clock import together
from whereabouts.journeys.clock.heartbeat import heartbeat
by = forked(say=lambda words: None)
while by and not by.over():
    if not fire_due(
        handlers={"bench": heartbeat}, at=datetime.now(UTC), most=20, around=together
    ):
        time.sleep(0.02)
"""


def main(argv: list[str]) -> int:
    """Print the measure as JSON; return 0, or 1 where a timer was lost, doubled or early."""
    parser = argparse.ArgumentParser(prog="whereabouts bench deadlines")
    parser.add_argument("--count", type=int, default=1_000_000, help="how many wait")
    parser.add_argument("--due", type=int, default=3_000, help="how many are due at once")
    parser.add_argument("--rate", type=int, default=1_000, help="then due in a second")
    parser.add_argument("--seconds", type=int, default=10, help="for how long")
    parser.add_argument("--kills", type=int, default=3, help="workers killed meanwhile")
    parser.add_argument("--json", action="store_true", help="always so; taken for evenness")
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    if min(options.count, options.due, options.rate, options.seconds) < 1 or options.kills < 0:
        parser.print_usage(sys.stderr)
        return WRONG_USAGE
    _, owner = own_database(measure="deadlines")
    measured = _measure(owner=owner, options=options)
    print(json.dumps(measured, indent=2))
    return 1 if measured["lost"] or measured["doubled"] or measured["early"] else 0


def _measure(*, owner: str, options: argparse.Namespace) -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command

    from whereabouts.foundations.agencies.actions import open_agency

    call_command("migrate", verbosity=0)
    now = datetime.now(UTC)
    agency = open_agency(kind="synthetic", name="Bench", code="bench", at=now, made_up=True).pk
    with psycopg.connect(owner, autocommit=True) as own:
        later = {"agency": agency, "at": now + timedelta(days=1), "step": timedelta(seconds=1)}
        filling = time.perf_counter()
        own.execute(FILL, {**later, "kind": "bench_later", "count": options.count})
        own.execute("VACUUM ANALYZE timers_timer")
        filled_in = time.perf_counter() - filling
        limit = _limit(own, agency=agency, due=options.due)
        at_once = _at_once(own, agency=agency, due=options.due)
        peer = jobs_a_second(own, agency=agency, jobs=options.due, processes=WORKERS)
        own.execute("DELETE FROM outbox_message WHERE subject LIKE 'peer:%'")
        steady = _steady(own, agency=agency, options=options)
        faults = _row(
            own,
            "SELECT count(*) FILTER (WHERE t.state <> 'fired'),"
            " count(*) FILTER (WHERE t.settled_at < t.due_at),"
            " (SELECT count(*) - count(DISTINCT subject) FROM outbox_message),"
            " (SELECT count(*) FROM outbox_message) - count(*)"
            " FROM timers_timer t WHERE t.kind = 'bench'",
        )
    return {
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
        "pending": options.count,
        "filled_in_s": round(filled_in, 1),
        "due_at_once": at_once,
        "steady": steady,
        "limit_update_returning_per_s": limit,
        "over_limit": round(at_once["per_s"] / limit, 3),
        "procrastinate": peer,
        "over_procrastinate": round(at_once["per_s"] / peer["per_s"], 1) if peer["per_s"] else None,
        "wanted": "lag p99 at most 1,000 ms at 1,000 due a second; 5 times procrastinate",
        "lost": faults[0],
        "early": faults[1],
        "doubled": faults[2],
        "messages_missing_or_over": faults[3],
    }


def _limit(own: psycopg.Connection[Any], *, agency: Any, due: int) -> float:
    """Return how many rows a second a loop marks that does nothing else."""
    at = datetime.now(UTC) - timedelta(hours=1)
    own.execute(
        FILL,
        {"agency": agency, "at": at, "step": timedelta(0), "kind": "limit", "count": due},
    )
    began = time.perf_counter()
    while own.execute(LIMIT).rowcount:
        pass
    return round(due / (time.perf_counter() - began), 1)


def _at_once(own: psycopg.Connection[Any], *, agency: Any, due: int) -> dict[str, float]:
    """Return how many timers a second the workers fire that were all due before."""
    at = datetime.now(UTC) - timedelta(hours=1)
    own.execute(
        FILL,
        {"agency": agency, "at": at, "step": timedelta(0), "kind": "bench", "count": due},
    )
    workers = [_worker() for _ in range(WORKERS)]
    try:
        gives_up = time.monotonic() + MOST_SECONDS
        # From the first that fired: what starting costs is not counted, as with the peer.
        while (left := _waiting(own)) == due and time.monotonic() < gives_up:
            time.sleep(0.02)
        began, begun_with = time.perf_counter(), left
        while (left := _waiting(own)) and time.monotonic() < gives_up:
            time.sleep(0.05)
        took = time.perf_counter() - began
    finally:
        _end(workers)
    return {"fired": due - left, "per_s": round((begun_with - left) / took, 1)}


def _steady(
    own: psycopg.Connection[Any], *, agency: Any, options: argparse.Namespace
) -> dict[str, Any]:
    """Return how late timers fire at a steady rate, with workers killed at random instants."""
    workers = [_worker() for _ in range(WORKERS)]
    gone: list[subprocess.Popen[bytes]] = []
    killed = 0
    try:
        time.sleep(3)  # they have to start
        at = datetime.now(UTC) + timedelta(seconds=1)
        count = options.rate * options.seconds
        step = timedelta(seconds=1 / options.rate)
        own.execute(
            FILL.replace("':' || n", "':s' || n"),
            {"agency": agency, "at": at, "step": step, "kind": "bench", "count": count},
        )
        kills = sorted(random.uniform(1, options.seconds) for _ in range(options.kills))  # noqa: S311
        began = time.monotonic()
        while time.monotonic() - began < options.seconds + CATCHING_UP_SECONDS:
            if kills and time.monotonic() - began > kills[0]:
                kills.pop(0)
                one = random.randrange(WORKERS)  # noqa: S311
                if _kill_some(workers[one]):
                    gone.append(workers[one])
                    workers[one] = _worker()
                killed += 1
            if time.monotonic() - began > options.seconds and not _waiting(own):
                break
            time.sleep(0.2)
    finally:
        _end([*workers, *gone])
    row = _row(
        own,
        "SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY late),"
        " percentile_cont(0.99) WITHIN GROUP (ORDER BY late), max(late) FROM"
        " (SELECT extract(epoch FROM settled_at - due_at)::float8 AS late FROM timers_timer"
        " WHERE kind = 'bench' AND key LIKE 'bench:s%%' AND state = 'fired') fired",
    )
    return {
        "rate_per_s": options.rate,
        "seconds": options.seconds,
        "workers": WORKERS,
        "killed": killed,
        "fired": row[0],
        "caught_up_after_s": round(time.monotonic() - began - options.seconds, 1),
        "lag_p50_ms": round((row[1] or 0) * 1000, 1),
        "lag_p99_ms": round((row[2] or 0) * 1000, 1),
        "lag_most_ms": round((row[3] or 0) * 1000, 1),
    }


def _waiting(own: psycopg.Connection[Any]) -> int:
    """Return how many of those that are due wait; by the index of what is due, not over all."""
    question = "SELECT count(*) FROM timers_timer WHERE kind = 'bench' AND state = 'waiting'"
    within = " AND next_try_at < now() + interval '1 hour'"
    return int(_row(own, question + within)[0])


def _end(workers: list[subprocess.Popen[bytes]]) -> None:
    for worker in workers:
        # Whom it forked may have outlived it.
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def _kill_some(worker: subprocess.Popen[bytes]) -> bool:
    """Kill who works, who forked them, or both, by chance; return whether to start it again."""
    listed = Path(f"/proc/{worker.pid}/task/{worker.pid}/children")
    forked = [int(pid) for pid in listed.read_text().split()] if listed.exists() else []
    victims = random.choice([forked or [worker.pid], [worker.pid], [worker.pid, *forked]])  # noqa: S311
    for victim in victims:
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
    if worker.pid not in victims:
        return False
    worker.wait()
    return True


def _worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", WORKER], start_new_session=True)  # noqa: S603


def _row(own: psycopg.Connection[Any], question: str) -> tuple[Any, ...]:
    """Return the one row that answers."""
    return own.execute(question).fetchall()[0]
