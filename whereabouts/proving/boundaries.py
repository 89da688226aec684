"""Run in a house: dies at every boundary of the intake transaction, each in a process of its own.

Before COMMIT nothing may be there, after it everything; the same key again has the same receipt, to
the byte.
"""

import json
import os
import signal
import sys
from datetime import datetime
from typing import Any

import django

MOST_POINTS = 2_000


def every_boundary(*, times: int, seed: int) -> dict[str, Any]:
    """Die at every point, some times over, and return what was found."""
    from django.db import connection
    from django.utils import timezone

    from whereabouts.proving.setting import force

    force()
    found = {"points": 0, "died": 0, "lost": 0, "half": 0, "doubled": 0, "changed": 0}
    for turn in range(times):
        at = timezone.now()
        for point in range(MOST_POINTS):
            key = f"boundary-{seed}-{turn}-{point}"
            before = _rows()
            connection.close()
            killed, answer = _in_a_child(key=key, at=at, point=point)
            if not killed:
                break  # the last point is behind us
            found["died"] += 1
            grown = _rows() - before
            connection.close()
            _, first = _in_a_child(key=key, at=at, point=None)
            _, second = _in_a_child(key=key, at=at, point=None)
            whole = _rows() - before
            found["lost"] += not first
            found["changed"] += first != second
            # All that a report brings, or nothing of it; and twice the key is not twice the report.
            found["half"] += grown not in (0, whole)
            found["doubled"] += _reports(key=key) != 1
            found["points"] = max(found["points"], point + 1)
            answer = answer or first
    return found


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


def _rows() -> int:
    """Return how many rows there are of everything that a report writes, beyond every fence."""
    from django.db import connections

    tables = (
        "reports_report", "reports_contact", "people_child", "people_childname", "people_childbirth",
        "people_relatedperson", "episodes_episode", "episodes_logentry", "episodes_episodereport",
        "risk_assessment", "risk_assertion", "investigation_task", "timers_timer",
        "outbox_message", "audit_auditentry", "access_relation",
    )  # fmt: skip
    counts = " + ".join(f"(SELECT count(*) FROM {table})" for table in tables)
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT {counts}")  # noqa: S608  the names are above
        rows: int = cursor.fetchone()[0]
    connections["owner"].close()
    return rows


def _reports(*, key: str) -> int:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM reports_report WHERE idempotency_key = %s", [key])
        found: int = cursor.fetchone()[0]
    connections["owner"].close()
    return found


def main(argv: list[str]) -> None:
    """Do `TIMES SEED`, and print what was found as JSON."""
    django.setup()
    print(json.dumps(every_boundary(times=int(argv[0]), seed=int(argv[1]))))


if __name__ == "__main__":
    main(sys.argv[1:])
