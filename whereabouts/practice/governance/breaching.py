"""Breaches of personal data: written down with their clocks, and decided on by somebody."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.governance import events
from whereabouts.practice.governance.actions import AlreadyAnswered
from whereabouts.practice.governance.models import DataBreach
from whereabouts.practice.governance.rules import BreachDecided

BREACH_DUE, BREACH_SOON = "data_breach_due", "data_breach_soon"


@transaction.atomic(savepoint=False)
def record_breach(
    *, kind: str, words: str, known_at: datetime, people: int | None, by: Actor, at: datetime
) -> DataBreach:
    """Write down a breach of personal data; its hours run from when the agency knew of it."""
    due_at = known_at + length_of(key="data_breach_told", at=known_at)
    made = DataBreach.objects.create(
        kind=kind, words=words.strip(), known_at=known_at, due_at=due_at, people=people,
        owner_agency_id=by.agency_id, recorded_at=at, recorded_by_id=by.member_id,
    )  # fmt: skip
    audit.record(
        kind=events.BREACH_RECORDED, subject=f"data_breach:{made.pk}", by=by, at=at,
        payload={"kind": kind},
    )  # fmt: skip
    soon = due_at - length_of(key="data_breach_warned", at=known_at)
    for clock, due in ((BREACH_SOON, soon), (BREACH_DUE, due_at)):
        # Written down late: the warning is left out, the end is not.
        if clock == BREACH_DUE or due > at:
            watch_breach(breach=made.pk, agency=by.agency_id, kind=clock, at=at, due_at=due)
    return made


def watch_breach(
    *, breach: UUID, agency: UUID, kind: str, at: datetime, due_at: datetime
) -> None:  # fmt: skip
    """Let it be noticed where a breach is not decided by a moment."""
    set_timer(
        key=f"data_breach:{breach}:{kind}:{due_at.isoformat()}", kind=kind,
        subject=f"data_breach:{breach}", agency=agency, at=at, due_at=due_at,
    )  # fmt: skip


@transaction.atomic(savepoint=False)
def decide_breach(
    *, breach: DataBreach, decided: BreachDecided, by: Actor, at: datetime
) -> None:  # fmt: skip
    """Keep whether the Commissioner and the people were told, or why not.

    :raises AlreadyAnswered: it is decided.
    """
    done = DataBreach.objects.filter(pk=breach.pk, state="open").update(
        state="told" if decided.told else "not_told",
        told_at=decided.told_at if decided.told else None,
        reference=decided.reference.strip() if decided.told else "",
        because=decided.because.strip(),
        people_told=decided.people,
        people_because=decided.people_because.strip(),
        settled_at=at,
        settled_by=by.member_id,
    )
    if not done:
        raise AlreadyAnswered("This was decided already.")
    stand_down(subject=f"data_breach:{breach.pk}", at=at)
    audit.record(
        kind=events.BREACH_DECIDED, subject=f"data_breach:{breach.pk}", by=by, at=at,
        payload={"told": decided.told, "people": decided.people},
    )  # fmt: skip
