"""What goes to an agency's other systems: its endpoints, what waits, and the dead letters."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.models import Delivery, Endpoint
from whereabouts.insight.lookups.door import lookup


@dataclass(frozen=True, kw_only=True)
class EndpointLine:
    """An endpoint, without its address."""

    key: UUID
    label: str
    channel: str
    role: str
    waiting: int
    oldest_at: datetime | None
    dead: int
    failing_since: datetime | None
    fault: str
    ended: bool


@dataclass(frozen=True, kw_only=True)
class DeadLetter:
    """A message that did not arrive, and why."""

    key: UUID
    text: str
    label: str
    promised_at: datetime
    dead_at: datetime | None
    tries: int
    fault: str
    may_try: bool


@dataclass(frozen=True, kw_only=True)
class Deliveries:
    """What somebody who answers for an agency's feeds must know."""

    endpoints: tuple[EndpointLine, ...]
    dead: tuple[DeadLetter, ...]
    dead_in_all: int


@lookup(needs=Permission.DELIVERY_MEND)
def deliveries_of_mine(*, actor: Actor, at: datetime, most: int = 100) -> Deliveries:
    """Return the endpoints of the actor's agency, and its dead letters, the oldest first."""
    endpoints = (
        Endpoint.objects.filter(owner_agency=actor.agency_id)
        .annotate(
            waiting=Count("deliveries", filter=Q(deliveries__state="waiting")),
            dead=Count("deliveries", filter=Q(deliveries__state="dead")),
            oldest_at=Min("deliveries__promised_at", filter=Q(deliveries__state="waiting")),
        )
        .order_by("label", "pk")
    )
    dead = Delivery.objects.filter(owner_agency=actor.agency_id, state="dead")
    return Deliveries(
        endpoints=tuple(
            EndpointLine(
                key=one.pk,
                label=one.label,
                channel=one.get_channel_display(),
                role=one.role,
                waiting=one.waiting,
                oldest_at=one.oldest_at,
                dead=one.dead,
                failing_since=one.failing_since,
                fault=one.fault,
                ended=one.ended_at is not None,
            )
            for one in endpoints
            if one.ended_at is None or one.dead
        ),
        dead=tuple(
            DeadLetter(
                key=one.pk,
                text=one.message.text,
                label=one.endpoint.label,
                promised_at=one.promised_at,
                dead_at=one.settled_at,
                tries=one.tries,
                fault=one.fault,
                may_try=one.endpoint.ended_at is None,
            )
            for one in dead.select_related("message", "endpoint").order_by("number")[:most]
        ),
        dead_in_all=dead.count(),
    )
