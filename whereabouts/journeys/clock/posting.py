"""Taking what was promised to whoever it is for, and saying so where nothing arrives.

No person calls this: the worker does. What is sent is sent between two transactions, so that a
receiver who is slow holds up nobody's record; it is marked only after the receiver has answered.
"""

from collections.abc import Callable
from datetime import datetime

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.outbox.delivering import (
    NotDelivered,
    Outcome,
    Parcel,
    claim,
    settle_delivered,
    settle_failed,
)
from whereabouts.practice.supervision.actions.alarms import head_of

Send = Callable[[Parcel], None]
Now = Callable[[], datetime]


def deliver(*, send: Send, now: Now, most: int = 100, stop: Callable[[], bool] = bool) -> int:
    """Send what is due, at most so many, and return how many were tried.

    `now` is asked before and after each try: sending takes time. `stop` ends it between two.
    """
    for tried in range(most):
        if stop():
            return tried
        parcel = claim(at=now())
        if parcel is None:
            return tried
        deliver_one(parcel=parcel, send=send, now=now)
    return most


def deliver_one(*, parcel: Parcel, send: Send, now: Now) -> None:
    """Send one parcel; a fault that is not a refusal is left to its lease, and to whoever looks."""
    try:
        send(parcel)
    except NotDelivered as failed:
        at = now()
        outcome = settle_failed(parcel=parcel, failed=failed, at=at)
        if outcome.silent_since is not None:
            _say_silent(parcel=parcel, outcome=outcome, at=at)
        return
    settle_delivered(parcel=parcel, at=now())


def _say_silent(*, parcel: Parcel, outcome: Outcome, at: datetime) -> None:
    """Tell on the screens, once an outage, that nothing reaches an endpoint; never by itself."""
    agency = Agency.objects.get(pk=parcel.agency)
    clock = system_actor(agency=agency.pk, at=at)
    since = outcome.silent_since or at
    head = head_of(agency=agency).role
    with entered(actor=clock, at=at):
        for role in (head, "information_governance"):
            promise(
                key=f"endpoint:{parcel.endpoint}:silent:{since.isoformat()}:{role}",
                kind="feed_silent",
                subject=f"endpoint:{parcel.endpoint}",
                from_agency=agency.pk,
                to_agency=agency.pk,
                to_role=role,
                text="A feed is silent: nothing reaches it. See Deliveries.",
                at=at,
                screens_only=True,
            )
        if outcome.dead:
            promise(
                key=f"endpoint:{parcel.endpoint}:dead:{since.isoformat()}",
                kind="dead_letter",
                subject=f"endpoint:{parcel.endpoint}",
                from_agency=agency.pk,
                to_agency=agency.pk,
                to_role=head,
                text="Messages could not be delivered. See them under Deliveries.",
                at=at,
                screens_only=True,
            )
