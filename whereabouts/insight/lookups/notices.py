"""Notices to somebody: what their roles at their agency have been told and not yet acknowledged."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from whereabouts.foundations.access import gate
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox import rules
from whereabouts.foundations.outbox.hours import digest_hours
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.notice_places import places_of
from whereabouts.records.episodes.models import Episode

EPISODE = "episode:"
ORDER = {"interrupt": 0, "list": 1, "digest": 2}


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A notice, in plain values; it names no person."""

    key: UUID
    kind: str
    text: str
    loudness: str
    to_role: str
    climbed_to: str
    from_agency: str
    promised_at: datetime
    subject: str
    reference: str
    joined: bool = False  # to the list of what interrupted shortly before
    place: tuple[str, UUID] | None = None  # the page that it is about, where that is no episode's


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Some of the notices that wait for somebody, and how many wait in all."""

    notices: tuple[Notice, ...]
    in_all: int


@dataclass(frozen=True, kw_only=True)
class Digest:
    """What could wait, gathered at its hour; and how much waits for the next."""

    gathered_at: datetime
    notices: tuple[Notice, ...]
    in_all: int
    next_at: datetime
    waiting: int


def addressed_to(*, actor: Actor) -> Q:
    """Return the condition that a message is for this person: role, agency, and name if one is.

    What climbed is for whoever has the role above: the one named did not read it.
    """
    return addressed(agency=actor.agency_id, member=actor.member_id, roles=actor.roles)


def addressed(*, agency: UUID, member: UUID, roles: Collection[str]) -> Q:
    """Return the same condition for somebody in plain values."""
    by_name = Q(to_member__isnull=True) | Q(to_member=member)
    mine = (Q(to_role__in=roles) & by_name) | Q(climbed_to__in=roles)
    return Q(to_agency=agency) & mine & Q(withdrawn_at__isnull=True)


@lookup(needs=Permission.NOTICE_ACKNOWLEDGE)
def notices_to_me(
    *,
    actor: Actor,
    at: datetime,
    most: int = 50,
    loudness: Collection[str] = rules.LOUDNESS,
) -> list[Notice]:
    """Return what is not yet acknowledged: interrupting first, then the oldest.

    What can wait is among it once its hour has gathered it.
    """
    gathered_at = rules.gathered_last(at=at, times=digest_hours(at=at))
    later = Q(loudness="digest", promised_at__gte=gathered_at)
    waiting = (
        gate.visible(Message)
        .filter(addressed_to(actor=actor), acknowledged_at__isnull=True, loudness__in=loudness)
        .exclude(later)
        .select_related("owner_agency")
        .order_by("promised_at")
    )
    found = sorted(waiting[:1000], key=lambda one: (ORDER[one.loudness], one.promised_at))
    return _shown(found[:most])


@lookup(needs=Permission.NOTICE_ACKNOWLEDGE)
def waiting_for_me(
    *, actor: Actor, at: datetime, loudness: str, most: int, first: int = 0, newest: bool = False
) -> Waiting:
    """Return what of one loudness is not yet acknowledged, so many from the `first` on.

    The oldest come first, or the newest.
    """
    mine = gate.visible(Message).filter(
        addressed_to(actor=actor), acknowledged_at__isnull=True, loudness=loudness
    )
    order = ("-promised_at", "-pk") if newest else ("promised_at", "pk")
    found = mine.select_related("owner_agency").order_by(*order)[first : first + most + 1]
    shown = [*found]
    all_there = len(shown) <= most and (shown or not first)
    in_all = first + len(shown) if all_there else mine.count()
    return Waiting(notices=tuple(_shown(shown[:most])), in_all=in_all)


@lookup(needs=Permission.NOTICE_ACKNOWLEDGE)
def digest_to_me(*, actor: Actor, at: datetime, most: int = 200) -> Digest:
    """Return what could wait and was gathered at the last hour, and how much waits for the next."""
    gathered_at = rules.gathered_last(at=at, times=digest_hours(at=at))
    mine = gate.visible(Message).filter(
        addressed_to(actor=actor), acknowledged_at__isnull=True, loudness="digest"
    )
    gathered = mine.filter(promised_at__lt=gathered_at).select_related("owner_agency")
    shown = list(gathered.order_by("promised_at")[: most + 1])
    return Digest(
        gathered_at=gathered_at,
        notices=tuple(_shown(shown[:most])),
        in_all=len(shown) if len(shown) <= most else gathered.count(),
        next_at=rules.gathers_next(after=at, times=digest_hours(at=at)),
        waiting=mine.filter(promised_at__gte=gathered_at).count(),
    )


def _shown(messages: list[Message]) -> list[Notice]:
    references, places = _references(messages), places_of(messages=messages)
    return [
        Notice(
            key=one.pk,
            kind=one.kind,
            text=one.text,
            loudness=one.loudness,
            to_role=one.to_role,
            climbed_to=one.climbed_to,
            from_agency=one.owner_agency.name,
            promised_at=one.promised_at,
            subject=one.subject,
            reference=references.get(one.subject, ""),
            joined=one.gathered_with_id is not None,
            place=places.get(one.subject),
        )
        for one in messages
    ]


def _references(messages: list[Message]) -> dict[str, str]:
    """Return the references of the episodes that messages are about, where they may be seen."""
    keys = [
        UUID(one.subject.removeprefix(EPISODE))
        for one in messages
        if one.subject.startswith(EPISODE)
    ]
    seen = gate.visible(Episode).filter(pk__in=keys).values_list("pk", "reference")
    return {f"{EPISODE}{key}": reference for key, reference in seen}
