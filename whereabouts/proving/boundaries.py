"""Run in a house: dies at every boundary of the intake transaction, each in a process of its own.

Before COMMIT nothing may be there, after it everything; the same key again has the same receipt, to
the byte.
"""

import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

import django

MOST_POINTS = 2_000
WRITTEN = (
    *("reports_report", "reports_contact", "people_child", "people_childname"),
    *("people_childbirth", "people_relatedperson", "episodes_episode", "episodes_logentry"),
    *("episodes_episodereport", "risk_assessment", "risk_assertion", "investigation_task"),
    *("timers_timer", "outbox_message", "audit_auditentry", "access_relation"),
)

# Takes a report, dying at a point (or none): whether it died, and the receipt that it answered.
Attempt = Callable[[int | None], tuple[bool, bytes]]


def every_boundary(*, attempt: Attempt, rows: Callable[[], int]) -> dict[str, Any]:
    """Die at every point in turn, always with the same key, and return what was found.

    So each attempt is also the retry of the one before; the last but one died after COMMIT.
    """
    found = {"points": 0, "lost": 0, "half": 0, "doubled": 0, "changed": 0}
    before, whole = rows(), 0
    for point in range(MOST_POINTS):
        died, first = attempt(point)
        if not died:
            break
        found["points"] += 1
        grown = rows() - before
        # Nothing, nothing, nothing, …, everything: never a part, never less than there was.
        found["half"] += whole not in (0, grown)
        whole = whole or grown
    found["lost"] += not whole or not first
    second = attempt(None)[1]
    found["changed"] += first != second
    found["doubled"] += rows() - before != whole
    return found


def in_processes(*, turns: int, seed: int) -> dict[str, Any]:
    """Do it some times over, each attempt in a process that dies by SIGKILL; return the sums."""
    from django.db import connections
    from django.utils import timezone

    from whereabouts.proving.setting import force

    force()
    connections.close_all()  # a child process must not inherit one
    sums: Counter[str] = Counter()
    for turn in range(turns):
        key, at = f"boundary-{seed}-{turn}", timezone.now()

        def attempt(point: int | None, key: str = key, at: datetime = at) -> tuple[bool, bytes]:
            return _in_a_child(key=key, at=at, point=point)

        sums.update(every_boundary(attempt=attempt, rows=rows_written))
    return dict(sums)


def _in_a_child(*, key: str, at: datetime, point: int | None) -> tuple[bool, bytes]:
    """Take a report in a process of its own; return whether it was killed, and its receipt."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            os.write(write, _take(key=key, at=at, point=point))
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, answer


def _take(*, key: str, at: datetime, point: int | None) -> bytes:
    from django.db import connection

    from whereabouts.foundations.agencies.queries import actor_of
    from whereabouts.journeys.report_missing import report_missing
    from whereabouts.proving.failpoints import by_own_hand, points
    from whereabouts.proving.setting import force
    from whereabouts.proving.telling import told

    _, handler = force()
    actor = actor_of(member=handler, at=at)
    with points(connection=connection, at=point, die=by_own_hand):
        receipt = report_missing(actor=actor, told=told(key=key, at=at), at=at)
    return json.dumps(receipt.as_json(), sort_keys=True).encode()


def rows_written() -> int:
    """Return how many rows there are of everything that a report writes, beyond every fence."""
    from django.db import connections

    counts = " + ".join(f"(SELECT count(*) FROM {table})" for table in WRITTEN)
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        rows: int = cursor.fetchone()[0]
    # A child process must not inherit it.
    connections.close_all()
    return rows


def main(argv: list[str]) -> None:
    """Do `TURNS SEED`, and print what was found as JSON."""
    django.setup()
    print(json.dumps(in_processes(turns=int(argv[0]), seed=int(argv[1]))))


if __name__ == "__main__":
    main(sys.argv[1:])
