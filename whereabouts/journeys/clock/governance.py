"""Requests about records, by the clock: nobody waits for an answer unseen."""

from datetime import datetime

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import Handler
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.clock.frame import for_the_agency, key_of
from whereabouts.practice.governance import events
from whereabouts.practice.governance.models import Request


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


HANDLERS: dict[str, Handler] = {"request_due": request_due}
