"""Promising notices in the transaction under way, with their deliveries; acknowledging them."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.prepared import Words, prepared
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.added import nothing_else
from whereabouts.foundations.agencies.gathered import insert
from whereabouts.foundations.agencies.queries import roles_now
from whereabouts.foundations.agencies.remembered import recall
from whereabouts.foundations.outbox import rules
from whereabouts.foundations.outbox.hours import digest_hours
from whereabouts.foundations.outbox.models import Delivery, Endpoint, Message

CHANNEL = "whereabouts_changes"
TELL_WHOEVER_SEES = """
SELECT pg_notify(%s, json_build_object('agencies', array_agg(agency ORDER BY agency),
                                       'about', %s::json)::text)
FROM (SELECT unnest(%s::uuid[]) AS agency
      UNION SELECT reached.agency_id FROM unnest(%s::uuid[]) AS child,
                                          access_agencies_reached(child) AS reached) told
"""
# A notification holds 8,000 bytes; of more than so many a screen reads everything again.
MOST_TOLD = 40


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
    readers = _readers(notices=notices, at=at)
    messages = [
        Message(
            key=notice.key,
            kind=notice.kind,
            subject=notice.subject,
            owner_agency_id=notice.from_agency,
            to_agency_id=notice.to_agency,
            to_role=role,
            to_member_id=member,
            loudness=rules.loudness_of(kind=notice.kind, asked=notice.loudness, high=notice.high),
            text=notice.text,
            promised_at=at,
            delivered_at=at,
        )
        for notice, (role, member) in zip(notices, readers, strict=True)
    ]
    _let_one_interrupt(messages=messages)
    _gather_with_what_interrupted(messages=messages, at=at)
    insert(rows=messages, once=True)
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
    ways = [
        _Way(message=message, roles=(message.to_role,), child=notice.child)
        for message, notice in sent
    ]
    _send_on(ways=ways, endpoints=endpoints, at=at)
    tell_screens(agencies=[notice.to_agency for notice in notices], about=_about(notices=notices))


def _readers(*, notices: Sequence[Notice], at: datetime) -> list[tuple[str, UUID | None]]:
    """Return (role, member) of each notice, so that somebody reads it.

    Whoever is named and has not the role is told in one that they have. Somebody who has left, or
    works elsewhere, reads nothing: then everybody with the role is told.
    """
    named = {notice.to_member for notice in notices if notice.to_member is not None}
    held = roles_now(member_ids=named, at=at) if named else {}
    readers: list[tuple[str, UUID | None]] = []
    for notice in notices:
        role, member = notice.to_role, notice.to_member
        if member not in held or held[member][0] != notice.to_agency:
            member = None
        elif role not in held[member][1]:
            role = min(held[member][1])
        readers.append((role, member))
    return readers


def _about(*, notices: Iterable[Notice]) -> set[str] | None:
    """Return what changes on a board with some notices; None where one names no episode."""
    about = {notice.subject for notice in notices}
    return about if all(one.startswith("episode:") for one in about) else None


def _let_one_interrupt(*, messages: Iterable[Message]) -> None:
    """One that is not acknowledged yet interrupts for all that follows about the same thing."""
    loud = [
        message
        for message in messages
        if message.loudness == rules.INTERRUPT
        and message.kind not in rules.INTERRUPTING
        and not _is_first_about(subject=message.subject)
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


def _is_first_about(*, subject: str) -> bool:
    """Return whether a message is the first about what this transaction has made."""
    _, _, key = subject.partition(":")
    try:
        return nothing_else(table=Message._meta.db_table, about=[UUID(key)])
    except ValueError:
        return False  # about no record with a key


def _gather_with_what_interrupted(*, messages: Iterable[Message], at: datetime) -> None:
    """Gather each with what interrupted its reader a short while ago: one interruption, a list.

    It is on their screens at once all the same, and an endpoint is told of it by itself.
    """
    loud = [message for message in messages if message.loudness == rules.INTERRUPT]
    if not loud:
        return
    since = {
        role: at - length_of(key=rules.gathered_within(role=role), at=at)
        for role in {message.to_role for message in loud}
    }
    lately = _interrupting(
        agencies=[*{message.to_agency_id for message in loud}], since=min(since.values()), at=at
    )
    for message in loud:
        reader = (message.to_agency_id, message.to_role, message.to_member_id)
        message.gathered_with = next(
            (
                one
                for one in lately
                if (one.to_agency_id, one.to_role, one.to_member_id) == reader
                and one.promised_at > since[message.to_role]
                and one.key != message.key
            ),
            None,
        )


@prepared
def _interrupting(*, agencies: list[UUID], since: datetime, at: datetime) -> "QuerySet[Message]":
    return Message.objects.filter(
        to_agency__in=agencies, loudness=rules.INTERRUPT, gathered_with__isnull=True,
        withdrawn_at__isnull=True, promised_at__gt=since, promised_at__lte=at,
    ).order_by("-promised_at", "-pk")  # fmt: skip


def send_on(
    *, message: Message, roles: Collection[str], at: datetime, child: UUID | None = None
) -> int:
    """Put a message on its way to the endpoints of some roles; once to each of them.

    Returns how many were put on their way; none where the same key was promised before.
    """
    way = _Way(message=message, roles=roles, child=child)
    return _send_on(ways=[way], endpoints=_endpoints(agencies={message.to_agency_id}), at=at)


@dataclass(frozen=True, kw_only=True)
class _Way:
    """A message that is to go out: to which roles' endpoints, and in which child's line."""

    message: Message
    roles: Collection[str]
    child: UUID | None

    def is_heard(self, *, endpoint: Endpoint) -> bool:
        """Return whether an endpoint is to be told."""
        ear = rules.Ear(
            channel=endpoint.channel, role=endpoint.role, member=endpoint.member_id,
            least=endpoint.least,
        )  # fmt: skip
        message = self.message
        return endpoint.owner_agency_id == message.to_agency_id and rules.hears(
            ear=ear, roles=self.roles, member=message.to_member_id, loudness=message.loudness
        )


def _endpoints(*, agencies: Collection[UUID]) -> list[Endpoint]:
    if not agencies:
        return []
    return _standing(agencies=[*agencies])


@prepared
def _standing(*, agencies: list[UUID]) -> "QuerySet[Endpoint]":
    return Endpoint.objects.filter(owner_agency__in=agencies, ended_at__isnull=True)


def _send_on(*, ways: Iterable[_Way], endpoints: Iterable[Endpoint], at: datetime) -> int:
    """Put messages on their way, all of them in the order given, and return how many ways."""
    ordered = sorted(endpoints, key=lambda one: one.pk)
    heard = [(way, one) for way in ways for one in ordered if way.is_heard(endpoint=one)]
    if not heard:
        return 0
    # The row is not there where its key was promised before: that one has its own deliveries.
    keys = {way.message.pk for way, _ in heard}
    there = set(Message.objects.filter(pk__in=keys).values_list("pk", flat=True))
    deliveries = [
        _delivery(way=way, endpoint=one, at=at) for way, one in heard if way.message.pk in there
    ]
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
    return len(deliveries)


def _delivery(*, way: _Way, endpoint: Endpoint, at: datetime) -> Delivery:
    message, due = way.message, at
    if message.loudness == rules.DIGEST:
        due = rules.gathers_next(after=at, times=digest_hours(at=at))
    return Delivery(
        owner_agency_id=message.to_agency_id,
        message=message,
        endpoint=endpoint,
        line=rules.line_of(child=way.child, subject=message.subject, loudness=message.loudness),
        rank=rules.LOUDNESS.index(message.loudness),
        promised_at=at,
        next_try_at=due,
    )


def acknowledge(*, message: Message, by: Actor, at: datetime) -> None:
    """Acknowledge a notice.

    :raises AlreadyAcknowledged: somebody else was first.
    """
    done = Message.objects.filter(pk=message.pk, acknowledged_at__isnull=True).update(
        acknowledged_at=at, acknowledged_by_id=by.member_id
    )
    if not done:
        raise AlreadyAcknowledged()
    subject = message.subject
    tell_screens(
        agencies=[message.to_agency_id],
        about=[subject] if subject.startswith("episode:") else None,
    )


def tell_screens(*, agencies: Iterable[UUID], about: Iterable[str] | None = None) -> None:
    """Tell the screens of some agencies, at COMMIT, that there is something new to fetch.

    `about` names each "child:KEY" or "episode:KEY" of which anything changed that a list shows, and
    leaves none out: a screen reads those alone. Without it a screen reads everything again.
    Only keys travel; each screen is given what its reader may see.
    """
    with telling_once():
        waiting = _waiting.get()
        if waiting is not None:
            waiting.agencies |= set(agencies)
            waiting.add(about)


def tell_whoever_sees(*, child: UUID) -> None:
    """Tell the screens of every agency that may see a child now that something of it changed."""
    with telling_once():
        waiting = _waiting.get()
        if waiting is not None:
            waiting.children.add(child)
            waiting.add([f"child:{child}"])


@contextmanager
def telling_once() -> Iterator[None]:
    """Tell the screens at the end of the block, once, what they would be told of in it.

    A block inside another belongs to that one; if the block fails nobody is told.
    """
    if _waiting.get() is not None:
        yield
        return
    waiting = _Screens()
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    if waiting.agencies or waiting.children:
        _tell(waiting)


@dataclass(slots=True)
class _Screens:
    """Whose screens are to be told at the end."""

    agencies: set[UUID] = field(default_factory=set)
    children: set[UUID] = field(default_factory=set)
    about: set[str] | None = field(default_factory=set)  # None: more than can be named

    def add(self, about: Iterable[str] | None) -> None:
        """Note what else changed; where nobody said what, it may be anything."""
        if self.about is not None:
            self.about = None if about is None else self.about | set(about)


_waiting: ContextVar[_Screens | None] = ContextVar("whereabouts_screens", default=None)


def _tell(screens: _Screens) -> None:
    about = screens.about
    named = sorted(about) if about is not None and len(about) <= MOST_TOLD else None
    agencies, children = sorted(screens.agencies), sorted(screens.children)
    told: tuple[Any, ...] = (
        CHANNEL, json.dumps({"agencies": [*map(str, agencies)], "about": named}),
    )  # fmt: skip
    asked = "SELECT pg_notify(%s, %s)"
    if children:
        asked = TELL_WHOEVER_SEES
        told = (CHANNEL, json.dumps(named), agencies, children)
    with connection.cursor() as cursor:
        cursor.execute(asked, told)
