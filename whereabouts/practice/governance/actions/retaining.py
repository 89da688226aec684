"""Runs of retention: counted, agreed to by another, binned for ninety days, undone or erased."""

import json
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.governance import erasing, events
from whereabouts.practice.governance.actions.asking import AlreadyAnswered, AnotherDecides, owned
from whereabouts.practice.governance.models import RetentionRun
from whereabouts.practice.governance.rules import Erasing, Rule

ERASE = "retention_erase"


class AboveTheCap(Exception):
    """More has reached its time than one run may name: nothing is kept of the run."""


class NothingToUndo(Exception):
    """The run lies in no bin: it was undone before, or its day has come."""


@transaction.atomic(savepoint=False)
def keep_run(
    *, rule: Rule, cutoff: date, named: list[UUID], held: int, of: int, by: Actor, at: datetime
) -> RetentionRun:
    """Keep what was counted. Nothing is changed by it.

    :raises AboveTheCap: it names more than one run may.
    :raises AlreadyAnswered: a run waits for its second person.
    """
    if len(named) > rule.cap:
        raise AboveTheCap(
            f"{len(named)} records have reached their time, more than the {rule.cap} that one run"
            " may name. Find out why before anything else."
        )
    waiting = RetentionRun.objects.filter(owner_agency=by.agency_id, state="counted")
    if waiting.filter(subject=rule.subject).exists():
        raise AlreadyAnswered("A run waits for a second person. It is decided first.")
    made = RetentionRun.objects.create(
        subject=rule.subject, rule=rule.id, rule_since=rule.since, run_at=at, cutoff=cutoff,
        found=len(named) + held, held=held, named=[str(one) for one in named], cap=rule.cap,
        of=of, **owned(by=by, at=at),
    )  # fmt: skip
    audit.record(
        kind=events.RETENTION_RUN, subject=f"retention:{made.pk}", by=by, at=at,
        payload={"rule": rule.id, "of": rule.subject, "named": len(named), "held": held},
    )  # fmt: skip
    return made


@transaction.atomic(savepoint=False)
def decide_run(
    *, run: RetentionRun, agreed: bool, because: str, how: Erasing, by: Actor, at: datetime
) -> int:
    """Agree to what was counted, which puts it in the bin, or refuse it; return the rows emptied.

    :raises AnotherDecides: the actor ran it.
    :raises AlreadyAnswered: it is decided.
    """
    if run.recorded_by_id == by.member_id:
        raise AnotherDecides("You ran it: another officer decides.")
    erase_at = at + timedelta(days=how.bin_days)
    done = RetentionRun.objects.filter(pk=run.pk, state="counted").update(
        state="binned" if agreed else "refused", decided_at=at, decided_by=by.member_id,
        because=because.strip(), erase_at=erase_at if agreed else None,
    )  # fmt: skip
    if not done:
        raise AlreadyAnswered("This run was decided already.")
    audit.record(
        kind=events.RETENTION_DECIDED, subject=f"retention:{run.pk}", by=by, at=at,
        payload={"agreed": agreed, "because": because.strip()},
    )  # fmt: skip
    if not agreed:
        return 0
    rows = _empty(run=run, how=how) if run.named else 0
    RetentionRun.objects.filter(pk=run.pk).update(rows=rows)
    audit.record(
        kind=events.BINNED, subject=f"retention:{run.pk}", by=by, at=at, payload={"rows": rows}
    )
    set_timer(
        key=f"retention:{run.pk}:erase", kind=ERASE, subject=f"retention:{run.pk}",
        agency=by.agency_id, at=at, due_at=erase_at,
    )  # fmt: skip
    return rows


@transaction.atomic(savepoint=False)
def undo_run(*, run: RetentionRun, because: str, by: Actor, at: datetime) -> int:
    """Put everything back that a run emptied, and return how many rows.

    :raises NothingToUndo: it lies in no bin any more.
    """
    done = RetentionRun.objects.filter(pk=run.pk, state="binned", erase_at__gt=at).update(
        state="undone", undone_at=at, undone_by=by.member_id, undone_because=because.strip()
    )
    if not done:
        raise NothingToUndo("This run lies in no bin: it was undone, or its day has come.")
    stand_down(subject=f"retention:{run.pk}", at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT governance_unbin(%s)", [run.pk])
        back = int(cursor.fetchone()[0])
    audit.record(
        kind=events.UNDONE, subject=f"retention:{run.pk}", by=by, at=at,
        payload={"rows": back, "because": because.strip()},
    )  # fmt: skip
    return back


@transaction.atomic(savepoint=False)
def erase_run(*, run: RetentionRun, by: Actor, at: datetime) -> bool:
    """Take the bin away, and what the audit log says of its rows; return whether its day had come.

    The hashes of the log stay: it goes on verifying, with less in it.
    """
    done = RetentionRun.objects.filter(pk=run.pk, state="binned", erase_at__lte=at).update(
        state="erased", erased_at=at
    )
    if not done:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM governance_take_bin(%s)", [run.pk])
        rows, lines = cursor.fetchone()
    RetentionRun.objects.filter(pk=run.pk).update(lines=lines)
    audit.record(
        kind=events.ERASED, subject=f"retention:{run.pk}", by=by, at=at,
        payload={"rows": rows, "lines": lines},
    )  # fmt: skip
    return True


def _empty(*, run: RetentionRun, how: Erasing) -> int:
    rows = 0
    with connection.cursor() as cursor:
        for one in erasing.plan(kept=how.kept, subject=run.subject):
            cursor.execute(
                "SELECT governance_bin(%s, %s, %s, %s, %s, %s, %s)",
                [
                    run.pk, one.table, list(one.children), one.through, one.parent,
                    json.dumps(one.columns), list(one.unless),
                ],
            )  # fmt: skip
            rows += int(cursor.fetchone()[0])
    return rows
