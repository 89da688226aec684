"""Questions about agencies and their members."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import (
    Agency,
    Area,
    DutyPeriod,
    FeedToken,
    Member,
    MemberRole,
)
from whereabouts.foundations.agencies.remembered import recall
from whereabouts.foundations.agencies.rules import POLICE_KINDS, SYNTHETIC, token_hash

ACTOR = """
SELECT m.id, m.agency_id, a.kind, m.rank, a.country, m.display_name,
    ARRAY(SELECT r.role::text FROM agencies_memberrole r WHERE r.member_id = m.id
        AND r.from_at <= %s AND (r.until_at IS NULL OR r.until_at > %s))
FROM agencies_member m JOIN agencies_agency a ON a.id = m.agency_id
WHERE m.id = %s AND m.is_active
"""


class NobodyOnDuty(Exception):
    """No member of the agency is on duty in that role."""


def actor_for(*, member_id: UUID, at: datetime) -> Actor | None:
    """Return the actor that a member is at a moment, or None where they may not act."""
    # Every page asks this first: one statement, and no objects that nobody looks at.
    with connection.cursor() as cursor:
        cursor.execute(ACTOR, [at, at, member_id])
        found = cursor.fetchone()
    if found is None:
        return None
    key, agency, kind, rank, country, name, roles = found
    return Actor(
        member_id=key,
        agency_id=agency,
        agency_kind=kind,
        roles=frozenset(roles),
        rank=rank,
        calendar=country,
        name=name,
    )


def actor_of(*, member: Member, at: datetime) -> Actor:
    """Return the actor that an active member is at a moment, with the roles held then."""
    roles = frozenset(
        held.role
        for held in member.roles.all()
        if held.from_at <= at and (held.until_at is None or held.until_at > at)
    )
    return Actor(
        member_id=member.pk,
        agency_id=member.agency_id,
        agency_kind=member.agency.kind,
        roles=roles,
        rank=member.rank,
        calendar=member.agency.country,
        name=member.display_name,
    )


def on_duty(*, agency: UUID, role: str, at: datetime) -> Member | None:
    """Return who is on duty in a role now, or None where the rota names nobody."""
    duty = (
        DutyPeriod.objects.select_related("member")
        .filter(agency=agency, role=role, from_at__lte=at, until_at__gt=at)
        .order_by("-from_at")
        .first()
    )
    return duty.member if duty else None


def members_with(*, agency: UUID, role: str, at: datetime) -> list[Member]:
    """Return an agency's active members who hold a role now, by name."""
    return list(
        Member.objects.filter(
            Q(roles__until_at__isnull=True) | Q(roles__until_at__gt=at),
            agency=agency,
            is_active=True,
            roles__role=role,
            roles__from_at__lte=at,
        )
        .distinct()
        .order_by("display_name")
    )


def colleague(*, agency: UUID, member_id: UUID) -> Member | None:
    """Return an active member of an agency, with their roles, or None where there is none."""
    return (
        Member.objects.prefetch_related("roles")
        .filter(pk=member_id, agency=agency, is_active=True)
        .first()
    )


def told_as(*, member_id: UUID, at: datetime, usual: str) -> str:
    """Return in which role somebody named is told: the usual one where they have it, else theirs.

    A notice for a role that whoever it names has not is read by nobody.
    """
    held = MemberRole.objects.filter(member=member_id, from_at__lte=at).exclude(until_at__lte=at)
    roles = sorted(held.values_list("role", flat=True))
    return usual if usual in roles or not roles else roles[0]


def system_actor(*, agency: UUID, at: datetime) -> Actor:
    """Return the agency's own clock as an actor: what timers do is done in the agency's name.

    :raises NobodyOnDuty: the agency has no clock member; `agencies.actions.open_agency` makes one.
    """
    member = _clock(agency=agency)
    return Actor(
        member_id=member.pk,
        agency_id=member.agency_id,
        agency_kind=member.agency.kind,
        roles=frozenset({"duty_inspector", "social_worker"}),
        rank="inspector",
        calendar=member.agency.country,
        purpose="clock",
        name="The clock",
    )


def _clock(*, agency: UUID) -> Member:
    asked = Member.objects.select_related("agency").filter(username=f"clock@{agency}")
    member = recall(key=("clock", agency), ask=asked.first)
    if member is None:
        raise NobodyOnDuty("The agency has no clock of its own.")
    agencies = recall(key="agencies", ask=dict[UUID, Agency])
    agencies[agency] = member.agency
    return member


def agencies_of(*, keys: Iterable[UUID]) -> dict[UUID, Agency]:
    """Return agencies by their keys; what the transaction has read already is not read again."""
    wanted, known = set(keys), recall(key="agencies", ask=dict[UUID, Agency])
    if not known.keys() >= wanted:
        known |= Agency.objects.in_bulk(wanted - known.keys())
    return {key: known[key] for key in wanted if key in known}


def agency_of(*, key: UUID) -> Agency:
    """Return an agency by its key, as `agencies_of` does several."""
    return agencies_of(keys=[key])[key]


def force_of_authority(*, authority: UUID) -> Agency | None:
    """Return the force that polices an authority; the first by name where two do."""
    area = (
        Area.objects.select_related("force")
        .filter(authority=authority)
        .order_by("force__name")
        .first()
    )
    return area.force if area else None


def only_authority_of(*, force: UUID) -> Agency | None:
    """Return the one authority that a force polices, or None where it polices none or several."""
    covered = recall(
        key=("authorities", force),
        ask=lambda: list(Area.objects.filter(force=force).select_related("authority")[:2]),
    )
    return covered[0].authority if len(covered) == 1 else None


def authorities() -> list[Agency]:
    """Return every authority, by name."""
    return list(Agency.objects.filter(kind="authority").order_by("name"))


def is_police(*, actor: Actor) -> bool:
    """Return whether the actor belongs to a force."""
    return actor.agency_kind in POLICE_KINDS


def synthetic_agencies() -> list[UUID]:
    """Return the agencies that exist for the heartbeat alone: no figure may count them."""
    return list(Agency.objects.filter(kind=SYNTHETIC).values_list("pk", flat=True))


def every_force() -> list[UUID]:
    """Return every police force."""
    return list(Agency.objects.filter(kind="police_force").values_list("pk", flat=True))


def token_for(*, secret: str, at: datetime) -> FeedToken | None:
    """Return the token that stands now and has this secret, or None."""
    return _standing_tokens(at=at).filter(token_hash=token_hash(secret=secret)).first()


def token_called(*, agency: str, name: str, at: datetime) -> FeedToken | None:
    """Return the token that stands now and that the agency of this code calls so, or None."""
    return _standing_tokens(at=at).filter(owner_agency__code=agency, name=name).first()


def _standing_tokens(*, at: datetime) -> "QuerySet[FeedToken]":
    return (
        FeedToken.objects.select_related("member__agency")
        .prefetch_related("member__roles")
        .filter(revoked_at__isnull=True, expires_at__gt=at, member__is_active=True)
    )
