"""Requests about records, and what lies in the bin, by the clock."""

from datetime import datetime

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import Handler
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.clock.frame import for_the_agency, key_of
from whereabouts.practice.governance import events
from whereabouts.practice.governance.actions import erase_run
from whereabouts.practice.governance.models import Request, RetentionRun


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


HANDLERS: dict[str, Handler] = {"request_due": request_due, "retention_erase": retention_erase}
