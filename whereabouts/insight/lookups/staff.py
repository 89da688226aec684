"""Questions about members: who they are and what they may do now."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import Q

from whereabouts.foundations.access.permissions import ROLE_NAMES
from whereabouts.foundations.agencies import queries
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Member, MemberRole
from whereabouts.foundations.agencies.planned import Question


class DemoMember(TypedDict):
    """A made-up member to sign in as."""

    member_id: UUID
    name: str
    role: str
    role_words: str
    agency: str


def actor_for(*, member_id: UUID, at: datetime) -> Actor | None:
    """Return the actor that a member is now, or None where they may not act any more."""
    return queries.actor_for(member_id=member_id, at=at)


def actors_by_password(
    *, member_ids: Iterable[UUID], at: datetime
) -> dict[UUID, tuple[Actor, str]]:
    """Return the actors that some members are now, each with the hash of their password.

    By it a session is known to be from after they changed it; who may not act any more is left out.
    """
    return queries.actors_by_password(member_ids=member_ids, at=at)


def actors_asked(*, member_ids: Iterable[UUID], at: datetime) -> Question:
    """Return what `actors_by_password` asks, for whoever asks it with others at once."""
    return queries.actors_asked(member_ids=member_ids, at=at)


def actors_read(*, rows: Iterable[Sequence[Any]]) -> dict[UUID, tuple[Actor, str]]:
    """Return the actors that the rows of such a question say, as `actors_by_password` does."""
    return queries.actors_read(rows=rows)


def actor_named(*, username: str, at: datetime) -> Actor | None:
    """Return the actor that a member of this username is now, or None where there is none."""
    key = Member.objects.filter(username=username).values_list("pk", flat=True).first()
    return queries.actor_for(member_id=key, at=at) if key else None


def demo_members(*, at: datetime) -> list[DemoMember]:
    """Return the made-up members with each role that they hold now, in the order of the roles."""
    held = MemberRole.objects.select_related("member__agency").filter(
        Q(until_at__isnull=True) | Q(until_at__gt=at),
        from_at__lte=at,
        member__demo=True,
        member__is_active=True,
        role__in=ROLE_NAMES,
    )
    order = list(ROLE_NAMES)
    return [
        DemoMember(
            member_id=one.member_id,
            name=one.member.display_name,
            role=one.role,
            role_words=ROLE_NAMES[one.role],
            agency=one.member.agency.name,
        )
        for one in sorted(held, key=lambda one: (order.index(one.role), one.member.display_name))
    ]
