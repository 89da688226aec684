"""Promising notices in the transaction under way, and acknowledging them."""

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.models import Message

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
) -> None:
    """Promise a notice to a role of an agency; the same key is one notice, however often said.

    `text` carries a reference and no personal data.
    """
    Message.objects.bulk_create(
        [
            Message(
                key=key,
                kind=kind,
                subject=subject,
                owner_agency_id=from_agency,
                to_agency_id=to_agency,
                to_role=to_role,
                to_member_id=to_member,
                loudness=loudness,
                text=text,
                promised_at=at,
                delivered_at=at,
            )
        ],
        ignore_conflicts=True,
    )
    tell_screens(agencies=[to_agency])


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
