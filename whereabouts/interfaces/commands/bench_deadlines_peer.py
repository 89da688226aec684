"""The peer of `bench deadlines`: procrastinate, a kept job queue on the same PostgreSQL.

The same number of jobs, each doing what the deadline's handler does, run by as many processes. Its
tables lie in the measure's own database; no part of the product uses it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg

WORKER = "from whereabouts.interfaces.commands.bench_deadlines_peer import work; work()"
AT_ONCE_IN_A_PROCESS = 4
MOST_SECONDS = 90.0


def jobs_a_second(
    own: psycopg.Connection[Any], *, agency: UUID, jobs: int, processes: int
) -> dict[str, float]:
    """Return how many jobs a second it runs that were all there before its workers began."""
    app = _app(url=os.environ["WHEREABOUTS_OWNER_DATABASE_URL"])
    with app.open():
        app.schema_manager.apply_schema()
        task = app.tasks["bench"]
        began = time.perf_counter()
        task.batch_defer(*[{"agency": str(agency)} for _ in range(jobs)])
        deferred_in = time.perf_counter() - began
    workers = [subprocess.Popen([sys.executable, "-c", WORKER]) for _ in range(processes)]  # noqa: S603
    try:
        done = _until_first(own)
        began, gives_up = time.perf_counter(), time.monotonic() + MOST_SECONDS
        first = done
        while done < jobs and time.monotonic() < gives_up:
            time.sleep(0.05)
            done = _done(own)
        took = time.perf_counter() - began
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    return {
        "jobs": done,
        "deferred_per_s": round(jobs / deferred_in, 1),
        "per_s": round((done - first) / took, 1) if took else 0.0,
    }


def work() -> None:
    """Be one of its workers: run jobs until there are none."""
    import django

    django.setup()
    app = _app(url=os.environ["WHEREABOUTS_OWNER_DATABASE_URL"])
    app.run_worker(concurrency=AT_ONCE_IN_A_PROCESS, wait=True, fetch_job_polling_interval=1.0)


def _app(*, url: str) -> Any:
    import procrastinate

    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url))
    app.task(name="bench")(_job)
    return app


def _job(agency: str) -> None:
    """Do what the handler of the measured deadline does, in one transaction of its own."""
    from whereabouts.foundations.timers.models import Timer
    from whereabouts.journeys.clock.heartbeat import heartbeat

    key = uuid4()
    timer = Timer(id=key, owner_agency_id=UUID(agency), subject=f"peer:{key}")
    heartbeat(timer, datetime.now(UTC))


def _until_first(own: psycopg.Connection[Any]) -> int:
    """Wait until its workers have begun: what starting costs is not counted."""
    gives_up = time.monotonic() + MOST_SECONDS
    while not (done := _done(own)) and time.monotonic() < gives_up:
        time.sleep(0.02)
    return done


def _done(own: psycopg.Connection[Any]) -> int:
    row = own.execute(
        "SELECT count(*) FROM procrastinate_jobs WHERE status = 'succeeded'"
    ).fetchone()
    return int(row[0]) if row else 0
