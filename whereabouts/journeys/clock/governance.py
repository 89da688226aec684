"""Requests about records, breaches of data and what lies in the bin, by the clock."""

from datetime import datetime

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import Handler
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.clock.frame import for_the_agency, key_of
from whereabouts.practice.governance import events
from whereabouts.practice.governance.actions import erase_run
from whereabouts.practice.governance.breaching import BREACH_DUE, watch_breach
from whereabouts.practice.governance.models import DataBreach, Request, RetentionRun


@for_the_agency
def request_due(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell information governance that somebody has no answer on the day the law gives."""
    found = visible(Request).get(pk=key_of(timer))
    if found.answered_at is not None:
        return
    audit.record(kind=events.REQUEST_LATE, subject=timer.subject, by=by, at=at)
    promise(
        key=f"timer:{timer.pk}", kind=timer.kind, subject=timer.subject, from_agency=by.agency_id,
        to_agency=timer.owner_agency_id, to_role="information_governance",
        text="Somebody who asked about a record has no answer. It is due today.", at=at,
    )  # fmt: skip


@for_the_agency
def data_breach_waits(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell information governance that a breach is not decided; past its end again each day."""
    found = visible(DataBreach).get(pk=key_of(timer))
    if found.state != "open":
        return
    late = timer.kind == BREACH_DUE
    audit.record(
        kind=events.BREACH_LATE if late else events.BREACH_SOON, subject=timer.subject, by=by, at=at
    )
    promise(
        key=f"timer:{timer.pk}", kind=timer.kind, subject=timer.subject, from_agency=by.agency_id,
        to_agency=timer.owner_agency_id, to_role="information_governance",
        text="A breach of personal data is not decided, and its 72 hours are over: decide now."
        if late
        else "A breach of personal data is not decided: a day is left to tell of it.",
        at=at, loudness="interrupt" if late else "list",
    )  # fmt: skip
    if late:
        watch_breach(
            breach=found.pk, agency=timer.owner_agency_id, kind=BREACH_DUE, at=at,
            due_at=at + length_of(key="data_breach_again", at=at),
        )  # fmt: skip


@for_the_agency
def retention_erase(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Erase what a run put in the bin, its days being over; whoever agreed to it is told."""
    run = visible(RetentionRun).get(pk=key_of(timer))
    if not erase_run(run=run, by=by, at=at):
        return
    promise(
        key=f"timer:{timer.pk}", kind=timer.kind, subject=timer.subject, from_agency=by.agency_id,
        to_agency=timer.owner_agency_id, to_role="information_governance",
        text="What lay in the bin of a run of retention is erased for good.", at=at,
    )  # fmt: skip


HANDLERS: dict[str, Handler] = {
    "request_due": request_due,
    "retention_erase": retention_erase,
    "data_breach_due": data_breach_waits,
    "data_breach_soon": data_breach_waits,
}
