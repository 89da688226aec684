"""Promising notices in the transaction under way, with their deliveries; acknowledging them."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox import rules
from whereabouts.foundations.outbox.hours import digest_hours
from whereabouts.foundations.outbox.models import Delivery, Endpoint, Message

CHANNEL = "whereabouts_changes"


class AlreadyAcknowledged(Exception):
    """Somebody else has acknowledged it."""


def promise(
    *,
    key: str,
    kind: str,
    subject: str,
    from_agency: UUID,
    to_agency: UUID,
    to_role: str,
    text: str,
    at: datetime,
    loudness: str = "list",
    to_member: UUID | None = None,
    high: bool = False,
    child: UUID | None = None,
    screens_only: bool = False,
) -> None:
    """Promise a notice to a role of an agency; the same key is one notice, however often said.

    `text` carries a reference and no personal data. It stands on the agency's screens from this
    commit on, and is on its way to each of the agency's endpoints that wants to hear of it. How
    loud it is, the rules say: `loudness` is what the sender would like, `high` whether it is about
    an episode at HIGH. Messages about one `child` reach an endpoint in the order promised.
    """
    message = Message(
        key=key,
        kind=kind,
        subject=subject,
        owner_agency_id=from_agency,
        to_agency_id=to_agency,
        to_role=to_role,
        to_member_id=to_member,
        loudness=rules.loudness_of(kind=kind, asked=loudness, high=high),
        text=text,
        promised_at=at,
        delivered_at=at,
    )
    if message.loudness == rules.INTERRUPT and kind not in rules.INTERRUPTING:
        # One that is not acknowledged yet interrupts for all that follows about the same thing.
        unread = Message.objects.filter(
            subject=subject, to_agency=to_agency, to_role=to_role, loudness=rules.INTERRUPT,
            acknowledged_at__isnull=True, withdrawn_at__isnull=True,
        )  # fmt: skip
        if unread.exclude(key=key).exists():
            message.loudness = rules.LIST
    if message.loudness == rules.INTERRUPT:
        message.gathered_with = _interrupted_lately(message=message, at=at)
    Message.objects.bulk_create([message], ignore_conflicts=True)
    if not screens_only:
        send_on(message=message, roles=(to_role,), at=at, child=child)
    tell_screens(agencies=[to_agency])


def _interrupted_lately(*, message: Message, at: datetime) -> Message | None:
    """Return what interrupted the same reader a short while ago: one interruption, with a list.

    It is on their screens at once all the same, and an endpoint is told of it by itself.
    """
    since = at - length_of(key="interrupts_gathered", at=at)
    return (
        Message.objects.filter(
            to_agency=message.to_agency_id, to_role=message.to_role,
            to_member=message.to_member_id, loudness=rules.INTERRUPT, gathered_with__isnull=True,
            withdrawn_at__isnull=True, promised_at__gt=since, promised_at__lte=at,
        )
        .exclude(key=message.key)
        .order_by("promised_at", "pk")
        .last()
    )  # fmt: skip


def send_on(
    *, message: Message, roles: Collection[str], at: datetime, child: UUID | None = None
) -> int:
    """Put a message on its way to the endpoints of some roles; once to each of them.

    Returns how many were put on their way; none where the same key was promised before.
    """
    wanted = [
        endpoint
        for endpoint in Endpoint.objects.filter(
            owner_agency=message.to_agency_id, ended_at__isnull=True
        )
        if rules.hears(
            ear=rules.Ear(
                channel=endpoint.channel, role=endpoint.role, member=endpoint.member_id,
                least=endpoint.least,
            ),
            roles=roles, member=message.to_member_id, loudness=message.loudness,
        )
    ]  # fmt: skip
    # The row is not there where its key was promised before: that one has its own deliveries.
    if not wanted or not Message.objects.filter(pk=message.pk).exists():
        return 0
    line = rules.line_of(child=child, subject=message.subject, loudness=message.loudness)
    due = at
    if message.loudness == rules.DIGEST:
        due = rules.gathers_next(after=at, times=digest_hours(at=at))
    Delivery.objects.bulk_create(
        [
            Delivery(
                owner_agency_id=message.to_agency_id,
                message=message,
                endpoint=endpoint,
                line=line,
                rank=rules.LOUDNESS.index(message.loudness),
                promised_at=at,
                next_try_at=due,
            )
            for endpoint in sorted(wanted, key=lambda one: one.pk)
        ],
        ignore_conflicts=True,
    )
    return len(wanted)


def acknowledge(*, message: Message, by: Actor, at: datetime) -> None:
    """Acknowledge a notice.

    :raises AlreadyAcknowledged: somebody else was first.
    """
    done = Message.objects.filter(pk=message.pk, acknowledged_at__isnull=True).update(
        acknowledged_at=at, acknowledged_by_id=by.member_id
    )
    if not done:
        raise AlreadyAcknowledged()
    tell_screens(agencies=[message.to_agency_id])


def tell_screens(*, agencies: Iterable[UUID]) -> None:
    """Tell the screens of some agencies, at COMMIT, that there is something new to fetch.

    Only agencies' keys travel; each screen fetches what its reader may see.
    """
    told = json.dumps({"agencies": sorted(str(agency) for agency in set(agencies))})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, told])
