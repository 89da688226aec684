"""Words from the street that nobody read: who hears."""

from datetime import datetime

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import Handler
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.clock.frame import for_the_agency, key_of
from whereabouts.practice.street import events
from whereabouts.practice.street.models import StreetWord


@for_the_agency
def street_word_unread(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell the coordinator and a supervisor that an officer's word waits."""
    word = visible(StreetWord).get(pk=key_of(timer))
    if word.settled_at is not None:
        return
    audit.record(kind=events.WORD_UNREAD, subject=timer.subject, by=by, at=at)
    for role in ("missing_coordinator", "supervisor"):
        promise(
            key=f"timer:{timer.pk}:{role}",
            kind=timer.kind,
            subject=timer.subject,
            from_agency=by.agency_id,
            to_agency=word.owner_agency_id,
            to_role=role,
            text="An officer told something from the street a day ago: nobody has read it.",
            at=at,
            loudness="interrupt",
        )


HANDLERS: dict[str, Handler] = {"street_word_unread": street_word_unread}
