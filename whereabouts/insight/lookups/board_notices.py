"""The notices that wait about what a board shows: for whom, and how many for whoever looks."""

import json
from collections import Counter
from uuid import UUID

from django.db.models import QuerySet

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.prepared import prepared
from whereabouts.foundations.access.scope import current
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.notices import EPISODE, addressed

Addressee = tuple[str, UUID | None, str]  # a role, whom by name, to which role it climbed
Addressees = tuple[Addressee, ...]


def waiting_notices() -> dict[str, Addressees]:
    """Return of each episode, by its subject, whom notices about it wait for at the agency."""
    found: dict[str, list[Addressee]] = {}
    for subject, *to_whom in _all_noted(agency=current().agency_id):
        found.setdefault(subject, []).append(tuple(to_whom))  # type: ignore[arg-type]
    return {subject: tuple(sorted(those, key=str)) for subject, those in found.items()}


def count_for(*, actor: Actor, addressees: Addressees) -> int:
    """Return how many notices wait for the actor, of some that wait for somebody: as `notices`."""
    return sum(
        climbed_to in actor.roles or (role in actor.roles and member in (None, actor.member_id))
        for role, member, climbed_to in addressees
    )


def addressees_of(*, text: str | None) -> Addressees:
    """Return the addressees that a text of them says."""
    those = [
        (role, UUID(member) if member else None, climbed_to)
        for role, member, climbed_to in json.loads(text or "[]")
    ]
    return tuple(sorted(those, key=str))


def notices(*, actor: Actor) -> dict[str, int]:
    """Return how many notices about an episode, by its subject, wait for the actor."""
    return Counter(_noted(agency=actor.agency_id, member=actor.member_id, roles=actor.roles))


@prepared
def _noted(*, agency: UUID, member: UUID, roles: frozenset[str]) -> "QuerySet[Message, str]":
    mine = addressed(agency=agency, member=member, roles=roles)
    waiting = visible(Message).filter(
        mine, acknowledged_at__isnull=True, subject__startswith=EPISODE
    )
    return waiting.values_list("subject", flat=True)


@prepared
def _all_noted(*, agency: UUID) -> "QuerySet[Message, tuple[str, str, UUID | None, str]]":
    about = waiting(agency=agency).filter(subject__startswith=EPISODE)
    return about.values_list("subject", "to_role", "to_member_id", "climbed_to")


def waiting(*, agency: UUID) -> "QuerySet[Message]":
    """Return the notices that wait at an agency."""
    return visible(Message).filter(
        to_agency=agency, acknowledged_at__isnull=True, withdrawn_at__isnull=True
    )
