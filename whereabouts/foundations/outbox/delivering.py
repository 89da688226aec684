"""Claiming a delivery, and settling it after the receiver has answered or not.

Between the two nothing is locked: a try is a lease of a minute, and a worker that is killed with
one in hand leaves it to the next, who sends the same key again.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.foundations.outbox import rules, signing
from whereabouts.foundations.outbox.models import Address, Delivery, Endpoint


class NotDelivered(Exception):
    """The receiver did not take it. `fault` is a word for the page; never an address or an answer.

    `refused`: it never will, so that trying again is of no use.
    """

    def __init__(self, fault: str, *, refused: bool = False) -> None:
        super().__init__(fault)
        self.fault, self.refused = fault[:80], refused


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What is sent, where to, under which key; `lease` says whose try it is."""

    delivery: UUID
    lease: UUID
    endpoint: UUID
    agency: UUID
    channel: str
    where: str
    secret: str
    kind: str
    text: str
    loudness: str
    to_role: str
    promised_at: datetime
    tries: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a failed try makes of a delivery and of its endpoint."""

    dead: bool
    # The endpoint has now been silent for long enough to say so; since when.
    silent_since: datetime | None


def claim(*, at: datetime) -> Parcel | None:
    """Claim the delivery that comes first: the loudest, then the oldest; None where nothing is due.

    One waits while an earlier one of its line to the same endpoint does: a child's messages arrive
    in the order promised. A dead one holds nothing up; one of a notice that was withdrawn is not
    sent.
    """
    while True:
        with transaction.atomic():
            found = _due(at=at).select_for_update(skip_locked=True, of=("self",)).first()
            if found is None:
                return None
            parcel = _parcel(delivery=found, lease=new_id(), at=at)
            mine = Delivery.objects.filter(pk=found.pk)
            if parcel is not None:
                mine.update(lease=parcel.lease, tries=F("tries") + 1, next_try_at=at + rules.LEASE)
                return parcel
            mine.update(state="withdrawn", settled_at=at, lease=None)


def settle_delivered(*, parcel: Parcel, at: datetime) -> bool:
    """Mark a delivery delivered, now that its receiver has answered.

    Returns False where another worker has claimed it since; the receiver tells them by the key.
    """
    done = Delivery.objects.filter(pk=parcel.delivery, lease=parcel.lease, state="waiting").update(
        state="delivered", settled_at=at, lease=None, fault=""
    )
    Endpoint.objects.filter(pk=parcel.endpoint, failing_since__isnull=False).update(
        failing_since=None, fault=""
    )
    return bool(done)


@transaction.atomic
def settle_failed(*, parcel: Parcel, failed: NotDelivered, at: datetime) -> Outcome:
    """Step back after a try that failed, or leave a dead letter; say what became of it."""
    tries = parcel.tries + 1
    dead = rules.is_dead(tries=tries, refused=failed.refused)
    mine = Delivery.objects.filter(pk=parcel.delivery, lease=parcel.lease, state="waiting")
    if dead:
        done = mine.update(state="dead", settled_at=at, lease=None, fault=failed.fault)
    else:
        done = mine.update(
            lease=None, fault=failed.fault, next_try_at=rules.next_try(tries=tries, at=at)
        )
    if not done:
        return Outcome(dead=False, silent_since=None)
    Endpoint.objects.filter(pk=parcel.endpoint, failing_since__isnull=True).update(failing_since=at)
    Endpoint.objects.filter(pk=parcel.endpoint).update(fault=failed.fault)
    silent = dead or tries >= rules.SILENT_AFTER_TRIES
    since = Endpoint.objects.values_list("failing_since", flat=True).get(pk=parcel.endpoint)
    return Outcome(dead=dead, silent_since=since if silent else None)


def _due(*, at: datetime) -> "QuerySet[Delivery]":
    earlier = Delivery.objects.filter(
        endpoint=OuterRef("endpoint"), line=OuterRef("line"), state="waiting",
        number__lt=OuterRef("number"),
    )  # fmt: skip
    return (
        Delivery.objects.filter(~Exists(earlier), state="waiting", next_try_at__lte=at)
        .order_by("rank", "number")
    )  # fmt: skip


def _parcel(*, delivery: Delivery, lease: UUID, at: datetime) -> Parcel | None:
    """Read what is to be sent, as the agency that it is for; None where it was withdrawn."""
    clock = system_actor(agency=delivery.owner_agency_id, at=at)
    with entered(actor=clock, at=at):
        message = delivery.message
        if message.withdrawn_at is not None:
            return None
        address = Address.objects.select_related("endpoint").get(endpoint=delivery.endpoint_id)
        return Parcel(
            delivery=delivery.pk,
            lease=lease,
            endpoint=delivery.endpoint_id,
            agency=delivery.owner_agency_id,
            channel=address.endpoint.channel,
            where=address.where,
            secret=signing.shown(stored=address.secret) if address.secret else "",
            kind=message.kind,
            text=message.text,
            loudness=message.loudness,
            to_role=message.climbed_to or message.to_role,
            promised_at=message.promised_at,
            tries=delivery.tries,
        )
