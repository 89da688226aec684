"""Run in a house: compares what was acknowledged with what is there, and prints the counts.

Reads the ledger as JSON. Nothing here repairs anything: it only counts.
"""

import json
import re
import sys
from collections import Counter
from datetime import datetime
from typing import Any

import django

LAG_CUTS = (50, 99)
BEFORE_THE_KEY = re.compile(r"^(draft|api):")


def compare(*, ledger: dict[str, Any], grace_seconds: float) -> dict[str, Any]:
    """Return the counts: all but `acknowledged`, `asked`, `fired` and `lag` have to be nought."""
    from django.utils import timezone

    from whereabouts.foundations.access.scope import entered
    from whereabouts.foundations.agencies.queries import actor_of
    from whereabouts.proving.setting import force

    _, handler = force()
    at = timezone.now()
    with entered(actor=actor_of(member=handler, at=at), at=at):
        found = {
            **_reports(ledger=ledger),
            **_deadlines(at=at, grace_seconds=grace_seconds, seed=ledger.get("seed")),
        }
        if "received" in ledger:
            found |= _messages(received=ledger["received"], seed=ledger["seed"])
        return found


def _reports(*, ledger: dict[str, Any]) -> dict[str, Any]:
    from whereabouts.foundations.access.gate import visible
    from whereabouts.foundations.audit.models import AuditEntry
    from whereabouts.foundations.outbox.models import Message
    from whereabouts.practice.investigation.models import Task
    from whereabouts.practice.risk.models import Assessment
    from whereabouts.records.episodes.models import Episode, EpisodeReport
    from whereabouts.records.people.models import Child
    from whereabouts.records.reports.models import Report

    reports = list(visible(Report).values("pk", "idempotency_key", "receipt", "child_id"))
    by_key = {BEFORE_THE_KEY.sub("", row["idempotency_key"]): row for row in reports}
    of_report = dict(visible(EpisodeReport).values_list("report_id", "episode_id"))
    episodes = dict(visible(Episode).values_list("pk", "reference"))
    assessed = set(visible(Assessment).values_list("episode_id", flat=True))
    tasked = set(visible(Task).values_list("episode_id", flat=True))
    told = set(visible(Message).filter(kind="new_episode").values_list("subject", flat=True))
    audited = Counter(
        AuditEntry.objects.filter(kind="report.taken").values_list("subject", flat=True)
    )
    lost = []
    for key, receipt in ledger["acknowledged"].items():
        row = by_key.get(key)
        if row is None or any(row["receipt"].get(name) != receipt[name] for name in receipt):
            lost.append(key)
            there = "there with another receipt" if row else "not there"
            print(f"Lost: {key}: {there}; acknowledged {receipt}", file=sys.stderr)
    half = [
        row["idempotency_key"]
        for row in reports
        if not row["receipt"]
        or row["pk"] not in of_report
        or episodes.get(of_report[row["pk"]]) != row["receipt"].get("episode")
        or of_report[row["pk"]] not in assessed & tasked
        or f"episode:{of_report[row['pk']]}" not in told
        or audited[f"report:{row['pk']}"] != 1
    ]
    # One child, one episode and one report for each key: anything more is a double, or a remnant.
    doubled = len(reports) - len(by_key)
    doubled += abs(len(episodes) - len(reports)) + abs(visible(Child).count() - len(reports))
    return {
        "asked": len(ledger["asked"]),
        "acknowledged": len(ledger["acknowledged"]),
        "there": len(reports),
        "lost": len(lost),
        "doubled": doubled + len(ledger["changed"]),
        "half": len(half),
    }


def _deadlines(*, at: datetime, grace_seconds: float, seed: int | None) -> dict[str, Any]:
    from whereabouts.foundations.access.gate import visible
    from whereabouts.foundations.audit.models import AuditEntry
    from whereabouts.foundations.outbox.models import Message
    from whereabouts.foundations.timers.models import Timer
    from whereabouts.proving.setting import DEADLINE_KIND
    from whereabouts.records.episodes.models import LogEntry

    of_run = "proving:" if seed is None else f"proving:{seed}:"
    timers = list(Timer.objects.filter(key__startswith=of_run))
    lines = visible(LogEntry).filter(kind=f"alarm.{DEADLINE_KIND}")
    of_timer: Counter[str] = Counter()
    written: dict[str, datetime] = {}
    for detail, recorded_at in lines.values_list("detail", "recorded_at"):
        of_timer[detail["timer"]] += 1
        written[detail["timer"]] = recorded_at
    notices = Counter(
        key.split(":")[1]
        for key in visible(Message)
        .filter(kind=DEADLINE_KIND, key__startswith="timer:")
        .values_list("key", flat=True)
    )
    audited, by_database = 0, {}
    entries = AuditEntry.objects.filter(kind=f"alarm.{DEADLINE_KIND}")
    for payload, recorded_at in entries.values_list("payload", "recorded_at"):
        audited += 1
        by_database[json.loads(bytes(payload or b"{}")).get("timer", "")] = recorded_at
    waiting = [timer for timer in timers if timer.state == "waiting"]
    fired = [(timer, timer.settled_at) for timer in timers if timer.settled_at is not None]
    fired = [(timer, settled) for timer, settled in fired if timer.state == "fired"]
    late = [timer for timer in waiting if (at - timer.due_at).total_seconds() > grace_seconds]
    silent = [
        timer for timer, _ in fired if not of_timer[str(timer.pk)] or not notices[str(timer.pk)]
    ]
    early = [
        timer
        for timer, settled in fired
        if settled < timer.due_at
        or written.get(str(timer.pk), settled) < timer.due_at
        # Of the database's own clock, whatever a worker took for the time.
        or by_database.get(str(timer.pk), settled) < timer.due_at
    ]
    early += [timer for timer in waiting if of_timer[str(timer.pk)]]
    twice = sum(count - 1 for count in of_timer.values()) + sum(
        count - 1 for count in notices.values()
    )
    lag = sorted((settled - timer.due_at).total_seconds() for timer, settled in fired)
    return {
        "deadlines": len(timers),
        "fired": len(fired),
        "last_due_passed": all(timer.due_at <= at for timer in timers),
        "missed": len(late) + len(silent),
        "deadlines_doubled": twice + abs(audited - sum(of_timer.values())),
        "early": len(early),
        "stepped_back": sum(timer.tries > 0 for timer in timers),
        "faults": dict(Counter(timer.fault for timer in timers if timer.fault)),
        "lag_seconds": {f"p{cut}": round(_cut(lag, cut), 2) for cut in LAG_CUTS} if lag else {},
        "lag_most_seconds": round(lag[-1], 2) if lag else None,
    }


def _messages(*, received: dict[str, int], seed: int) -> dict[str, Any]:
    """Compare the notices of a run's deadlines with what their receiver was sent.

    Lost is one that was never received, doubled one that was received under two keys, or a key of
    which nobody knows: what was undone and sent all the same. The same key again is no double: by
    it a receiver tells a repetition.
    """
    from whereabouts.foundations.access.gate import visible
    from whereabouts.foundations.outbox.models import Delivery, Message
    from whereabouts.foundations.timers.models import Timer
    from whereabouts.proving.setting import DEADLINE_KIND

    timers = {
        str(key)
        for key in Timer.objects.filter(
            key__startswith=f"proving:{seed}:", state="fired"
        ).values_list("pk", flat=True)
    }
    promised = {
        pk
        for pk, key in visible(Message)
        .filter(kind=DEADLINE_KIND, key__startswith="timer:")
        .values_list("pk", "key")
        if key.split(":")[1] in timers
    }
    known, times, late, waiting = set(), Counter[Any](), [], 0
    for pk, message, state, promised_at, settled_at in Delivery.objects.values_list(
        "pk", "message_id", "state", "promised_at", "settled_at"
    ):
        known.add(str(pk))
        waiting += state == "waiting"
        if message in promised and str(pk) in received:
            times[message] += 1
            late.append(((settled_at or promised_at) - promised_at).total_seconds())
    late.sort()
    return {
        "messages": len(promised),
        "messages_lost": len(promised - times.keys()),
        "messages_doubled": sum(times.values()) - len(times) + len(received.keys() - known),
        "messages_repeated": sum(received.values()) - len(received),
        "messages_waiting": waiting,
        "out_after_seconds": {f"p{cut}": round(_cut(late, cut), 2) for cut in LAG_CUTS}
        if late
        else {},
    }


def _cut(ordered: list[float], percent: int) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def main() -> None:
    """Compare, and print the counts."""
    django.setup()
    from django.db import connection

    given = json.load(sys.stdin)
    with connection.cursor() as cursor:
        # One picture: what fires between two questions would look as if it had fired early.
        cursor.execute("SET default_transaction_isolation TO 'repeatable read'")
    counts = compare(ledger=given, grace_seconds=given.get("grace_seconds", 10.0))
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
