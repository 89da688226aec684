"""Promising notices in the transaction under way, with their deliveries; acknowledging them."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.prepared import Words, prepared
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.remembered import recall
from whereabouts.foundations.outbox import rules
from whereabouts.foundations.outbox.hours import digest_hours
from whereabouts.foundations.outbox.models import Delivery, Endpoint, Message

CHANNEL = "whereabouts_changes"


class AlreadyAcknowledged(Exception):
    """Somebody else has acknowledged it."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A notice to a role of an agency; `text` carries a reference and no personal data.

    How loud it is, the rules say: `loudness` is what the sender would like, `high` whether it is
    about an episode at HIGH. Messages about one `child` reach an endpoint in the order promised.
    """

    key: str
    kind: str
    subject: str
    from_agency: UUID
    to_agency: UUID
    to_role: str
    text: str
    loudness: str = rules.LIST
    to_member: UUID | None = None
    high: bool = False
    child: UUID | None = None
    screens_only: bool = False


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
    loudness: str = rules.LIST,
    to_member: UUID | None = None,
    high: bool = False,
    child: UUID | None = None,
    screens_only: bool = False,
) -> None:
    """Promise a `Notice`; the same key is one notice, however often said.

    It stands on the agency's screens from this commit on, and is on its way to each of the agency's
    endpoints that wants to hear of it.
    """
    notice = Notice(
        key=key, kind=kind, subject=subject, from_agency=from_agency, to_agency=to_agency,
        to_role=to_role, text=text, loudness=loudness, to_member=to_member, high=high, child=child,
        screens_only=screens_only,
    )  # fmt: skip
    promise_all(notices=[notice], at=at)


def promise_all(*, notices: Sequence[Notice], at: datetime) -> None:
    """Promise several notices at once, each to another receiver, as `promise` does one."""
    messages = [
        Message(
            key=notice.key,
            kind=notice.kind,
            subject=notice.subject,
            owner_agency_id=notice.from_agency,
            to_agency_id=notice.to_agency,
            to_role=notice.to_role,
            to_member_id=notice.to_member,
            loudness=rules.loudness_of(kind=notice.kind, asked=notice.loudness, high=notice.high),
            text=notice.text,
            promised_at=at,
            delivered_at=at,
        )
        for notice in notices
    ]
    _let_one_interrupt(messages=messages)
    for message in messages:
        if message.loudness == rules.INTERRUPT:
            message.gathered_with = _interrupted_lately(message=message, at=at)
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    sent = [
        (message, notice)
        for message, notice in zip(messages, notices, strict=True)
        if not notice.screens_only
    ]
    receivers = frozenset(message.to_agency_id for message, _ in sent)
    senders = frozenset(message.owner_agency_id for message, _ in sent)
    # Several notices of one transaction go to the same receivers as a rule.
    endpoints = recall(
        key=("endpoints", senders, receivers), ask=lambda: _endpoints(agencies=receivers)
    )
    for message, notice in sent:
        _send_on(
            message=message, endpoints=endpoints, roles=(notice.to_role,), at=at,
            child=notice.child,
        )  # fmt: skip
    tell_screens(agencies=[notice.to_agency for notice in notices])


def _let_one_interrupt(*, messages: Iterable[Message]) -> None:
    """One that is not acknowledged yet interrupts for all that follows about the same thing."""
    loud = [
        message
        for message in messages
        if message.loudness == rules.INTERRUPT and message.kind not in rules.INTERRUPTING
    ]
    if not loud:
        return
    standing = _unread(
        subjects=[Words(subject) for subject in {message.subject for message in loud}],
        agencies=[*{message.to_agency_id for message in loud}],
    )
    for message in loud:
        about = (message.subject, message.to_agency_id, message.to_role)
        if any(one[:3] == about and one[3] != message.key for one in standing):
            message.loudness = rules.LIST


@prepared
def _unread(
    *, subjects: list[Words], agencies: list[UUID]
) -> "QuerySet[Message, tuple[str, UUID, str, str]]":
    return Message.objects.filter(
        subject__in=subjects, to_agency__in=agencies, loudness=rules.INTERRUPT,
        acknowledged_at__isnull=True, withdrawn_at__isnull=True,
    ).values_list("subject", "to_agency_id", "to_role", "key")  # fmt: skip


def _interrupted_lately(*, message: Message, at: datetime) -> Message | None:
    """Return what interrupted the same reader a short while ago: one interruption, with a list.

    It is on their screens at once all the same, and an endpoint is told of it by itself.
    """
    since = at - length_of(key=rules.gathered_within(role=message.to_role), at=at)
    found = _interrupting(
        agency=message.to_agency_id, role=message.to_role, member=message.to_member_id,
        key=Words(message.key), since=since, at=at,
    )  # fmt: skip
    return found[0] if found else None


@prepared
def _interrupting(
    *, agency: UUID, role: str, member: UUID | None, key: Words, since: datetime, at: datetime
) -> "QuerySet[Message]":
    return (
        Message.objects.filter(
            to_agency=agency, to_role=role, to_member=member, loudness=rules.INTERRUPT,
            gathered_with__isnull=True, withdrawn_at__isnull=True, promised_at__gt=since,
            promised_at__lte=at,
        )
        .exclude(key=key)
        .order_by("-promised_at", "-pk")[:1]
    )  # fmt: skip


def send_on(
    *, message: Message, roles: Collection[str], at: datetime, child: UUID | None = None
) -> int:
    """Put a message on its way to the endpoints of some roles; once to each of them.

    Returns how many were put on their way; none where the same key was promised before.
    """
    endpoints = _endpoints(agencies={message.to_agency_id})
    return _send_on(message=message, endpoints=endpoints, roles=roles, at=at, child=child)


def _endpoints(*, agencies: Collection[UUID]) -> list[Endpoint]:
    if not agencies:
        return []
    return _standing(agencies=[*agencies])


@prepared
def _standing(*, agencies: list[UUID]) -> "QuerySet[Endpoint]":
    return Endpoint.objects.filter(owner_agency__in=agencies, ended_at__isnull=True)


def _send_on(
    *,
    message: Message,
    endpoints: Iterable[Endpoint],
    roles: Collection[str],
    at: datetime,
    child: UUID | None,
) -> int:
    wanted = [
        endpoint
        for endpoint in endpoints
        if endpoint.owner_agency_id == message.to_agency_id
        and rules.hears(
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
