"""What is done when a timer runs out: one handler for each kind, in the agency's own name.

No person calls these: the worker does, for the agency whose clock it is. A part of the system keeps
its handlers in a file of its own here, as a dict named HANDLERS.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from whereabouts.foundations.agencies.gathered import gathering
from whereabouts.foundations.outbox.actions import telling_once
from whereabouts.foundations.timers.actions import Handler, beat, fire_due
from whereabouts.foundations.timers.kinds import SLOW
from whereabouts.foundations.timers.queries import database_clock, lag_seconds
from whereabouts.journeys.clock import (
    adults,
    alarms,
    contacts,
    desks,
    escalating,
    flags,
    governance,
    heartbeat,
    limits,
    meeting,
    oversight,
    partners,
    placements,
    planning,
    publicity,
    publishing,
    response,
    returning,
    reviews,
    sharing,
    street,
    voice,
)
from whereabouts.journeys.clock.failing import tell_of_failing
from whereabouts.practice.supervision.actions.alarms import ringing_together

WORKER, CLOCKS = "worker", "clocks differ"
APART = timedelta(seconds=2)
PARTS = (
    adults,
    alarms,
    contacts,
    desks,
    escalating,
    flags,
    governance,
    heartbeat,
    limits,
    meeting,
    oversight,
    partners,
    placements,
    planning,
    publicity,
    publishing,
    response,
    returning,
    reviews,
    sharing,
    street,
    voice,
)

HANDLERS: dict[str, Handler] = {
    kind: handler for part in PARTS for kind, handler in part.HANDLERS.items()
}


def moment(*, own: datetime) -> datetime:
    """Return when it is for what falls due: by the database's clock, which every worker shares.

    Where the worker's own is more than two seconds from it, that is kept, for boards and monitors
    to say.
    """
    shared = database_clock()
    if abs(own - shared) > APART:
        beat(name=CLOCKS, at=shared, lag_seconds=(own - shared).total_seconds())
    return shared


def fire(*, at: datetime, most: int = 100) -> int:
    """Fire what is due, say that the worker came round, and return how many timers fired."""
    fired = fire_due(handlers=HANDLERS, at=at, most=most, around=together, slow=SLOW)
    tell_of_failing(at=at)
    beat(name=WORKER, at=at, lag_seconds=lag_seconds(at=at))
    return fired


@contextmanager
def together() -> Iterator[None]:
    """Write alarms and messages at the end, each kind at once, and tell the screens once."""
    with gathering(), telling_once(), ringing_together():
        yield


def begin_rounds(*, at: datetime) -> int:
    """Set what comes round by itself wherever it does not wait yet, and return how many were set.

    Once round, each sets its next: this is for the first time, and for a force that is new.
    """
    return (
        oversight.begin(at=at)
        + contacts.begin(at=at)
        + desks.begin(at=at)
        + publishing.begin(at=at)
    )
