# ruff: noqa: S608 (statements are put together from names in this code base, never from input)
"""Questions about agencies and their members."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, Q, QuerySet

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import (
    Agency,
    Area,
    FeedToken,
    FollowedPack,
    InPartnership,
    Member,
    MemberRole,
)
from whereabouts.foundations.agencies.planned import Question, ask
from whereabouts.foundations.agencies.remembered import recall
from whereabouts.foundations.agencies.rules import POLICE_KINDS, SYNTHETIC, token_hash

_MODELS = {"a": Agency, "m": Member}


def _all_of(alias: str) -> str:
    """Return the columns of a table in the order in which a row of it is read."""
    fields = _MODELS[alias]._meta.concrete_fields
    return ", ".join(f'{alias}."{field.column}"' for field in fields)


ACTOR = """
SELECT m.id, m.agency_id, a.kind, m.rank, a.country, m.display_name, m.password,
    ARRAY(SELECT r.role::text FROM agencies_memberrole r WHERE r.member_id = m.id
        AND r.from_at <= %s AND (r.until_at IS NULL OR r.until_at > %s))
FROM agencies_member m JOIN agencies_agency a ON a.id = m.agency_id
WHERE m.id = ANY(%s) AND m.is_active
"""


CLOCK = f"""
SELECT m.id, {_all_of("a")}
FROM agencies_member m JOIN agencies_agency a ON a.id = m.agency_id WHERE m.username = %s
"""
AGENCIES = f"SELECT {_all_of('a')} FROM agencies_agency a WHERE a.id = ANY(%s)"
TRANSPORT = f"""
SELECT {_all_of("a")} FROM agencies_agency a WHERE a.kind = 'transport_police' ORDER BY a.id LIMIT 1
"""
AUTHORITIES = f"""
SELECT {_all_of("a")}
FROM agencies_area r JOIN agencies_agency a ON a.id = r.authority_id WHERE r.force_id = %s LIMIT 2
"""
ON_DUTY = f"""
SELECT {_all_of("m")}
FROM agencies_dutyperiod d JOIN agencies_member m ON m.id = d.member_id
WHERE d.agency_id = %s AND d.role = %s AND d.from_at <= %s AND d.until_at > %s
ORDER BY d.from_at DESC LIMIT 1
"""


class NobodyOnDuty(Exception):
    """No member of the agency is on duty in that role."""


def actor_for(*, member_id: UUID, at: datetime) -> Actor | None:
    """Return the actor that a member is at a moment, or None where they may not act."""
    actor, _ = actors_by_password(member_ids=[member_id], at=at).get(member_id, (None, ""))
    return actor


def actors_by_password(
    *, member_ids: Iterable[UUID], at: datetime
) -> dict[UUID, tuple[Actor, str]]:
    """Return the actors that some members are at a moment, each with the hash of their password.

    Without those who may not act.
    """
    # Every page asks this first: one statement, and no objects that nobody looks at.
    question = actors_asked(member_ids=member_ids, at=at)
    return actors_read(rows=ask(sql=question.sql, values=question.values))


def actors_asked(*, member_ids: Iterable[UUID], at: datetime) -> Question:
    """Return what `actors_by_password` asks, for whoever asks it with others at once."""
    return Question(ACTOR, [at, at, [*member_ids]])


def actors_read(*, rows: Iterable[Sequence[Any]]) -> dict[UUID, tuple[Actor, str]]:
    """Return the actors that the rows of such a question say."""
    return {
        key: (
            Actor(
                member_id=key,
                agency_id=agency,
                agency_kind=kind,
                roles=frozenset(roles),
                rank=rank,
                calendar=country,
                name=name,
            ),
            password,
        )
        for key, agency, kind, rank, country, name, password, roles in rows
    }


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
    found = ask(sql=ON_DUTY, values=[agency, role, at, at])
    return Member.from_db(DEFAULT_DB_ALIAS, _names_of(Member), found[0]) if found else None


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


def roles_now(*, member_ids: Collection[UUID], at: datetime) -> dict[UUID, tuple[UUID, set[str]]]:
    """Return member → (agency, roles) of those who may act; whoever has no role is left out."""
    held = MemberRole.objects.filter(
        member__in=member_ids, member__is_active=True, from_at__lte=at
    ).exclude(until_at__lte=at)
    found: dict[UUID, tuple[UUID, set[str]]] = {}
    for member, agency, role in held.values_list("member", "member__agency", "role"):
        found.setdefault(member, (agency, set()))[1].add(role)
    return found


def system_actor(*, agency: UUID, at: datetime) -> Actor:
    """Return the agency's own clock as an actor: what timers do is done in the agency's name.

    :raises NobodyOnDuty: the agency has no clock member; `agencies.actions.open_agency` makes one.
    """
    member_id, owner = recall(key=("clock", agency), ask=lambda: _clock(agency=agency))
    return Actor(
        member_id=member_id,
        agency_id=owner.pk,
        agency_kind=owner.kind,
        roles=frozenset({"duty_inspector", "social_worker"}),
        rank="inspector",
        calendar=owner.country,
        purpose="clock",
        name="The clock",
    )


def _clock(*, agency: UUID) -> tuple[UUID, Agency]:
    found = ask(sql=CLOCK, values=[f"clock@{agency}"])
    if not found:
        raise NobodyOnDuty("The agency has no clock of its own.")
    key, *values = found[0]
    (owner,) = _known([values])
    return key, owner


def _names_of(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _known(rows: Iterable[Sequence[Any]]) -> list[Agency]:
    """Return agencies of their rows; what a transaction has read is not read again."""
    names = _names_of(Agency)
    found = [Agency.from_db(DEFAULT_DB_ALIAS, names, row) for row in rows]
    recall(key="agencies", ask=dict[UUID, Agency]).update({one.pk: one for one in found})
    return found


def agencies_of(*, keys: Iterable[UUID]) -> dict[UUID, Agency]:
    """Return agencies by their keys; what the transaction has read already is not read again."""
    wanted, known = set(keys), recall(key="agencies", ask=dict[UUID, Agency])
    if not known.keys() >= wanted:
        rows = ask(sql=AGENCIES, values=[[*wanted - known.keys()]])
        known = known | {one.pk: one for one in _known(rows)}
    return {key: known[key] for key in wanted if key in known}


def agency_of(*, key: UUID) -> Agency:
    """Return an agency by its key, as `agencies_of` does several."""
    return agencies_of(keys=[key])[key]


def transport_police() -> Agency | None:
    """Return the force of the railways, or None where none is kept."""
    found = recall(key="transport police", ask=lambda: _known(ask(sql=TRANSPORT, values=[])))
    return found[0] if found else None


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
        ask=lambda: _known(ask(sql=AUTHORITIES, values=[force])),
    )
    return covered[0] if len(covered) == 1 else None


def covered_by(*, partnership: UUID, since: date, until: date) -> list[InPartnership]:
    """Return each time for which a partnership covers an agency, of those that touch a time."""
    return list(
        InPartnership.objects.select_related("agency")
        .filter(Q(until_on__isnull=True) | Q(until_on__gt=since), partnership=partnership)
        .filter(from_on__lt=until)
        .order_by("agency__name", "from_on")
    )


def partnerships_of(*, agency: UUID) -> list[InPartnership]:
    """Return each time for which an agency is in a partnership, the latest first."""
    return list(
        InPartnership.objects.select_related("partnership")
        .filter(agency=agency)
        .order_by("-from_on", "partnership__name")
    )


def packs_followed(*, agency: UUID) -> list[FollowedPack]:
    """Return each time for which an agency follows a local pack, the latest first."""
    return list(
        FollowedPack.objects.select_related("said_by", "ended_by")
        .filter(agency=agency)
        .order_by("-from_on", "pack")
    )


def partnership_on(*, agency: UUID, on: date) -> Agency | None:
    """Return the one partnership that covers an agency on a day, or None where several do."""
    found = [
        one.partnership
        for one in partnerships_of(agency=agency)
        if one.from_on <= on and (one.until_on is None or one.until_on > on)
    ]
    return found[0] if len(found) == 1 else None


def polices(*, force: UUID) -> frozenset[UUID]:
    """Return the authorities that a force polices."""
    return frozenset(Area.objects.filter(force=force).values_list("authority_id", flat=True))


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


def tokens_gone_quiet(*, agency: UUID, scope: str, since: datetime) -> "QuerySet[FeedToken]":
    """Return an agency's tokens for something, not revoked, used once and not since a moment."""
    held = FeedToken.objects.filter(owner_agency=agency, revoked_at__isnull=True)
    return held.filter(scopes__contains=scope, last_used_at__lt=since).order_by("pk")


def _standing_tokens(*, at: datetime) -> "QuerySet[FeedToken]":
    return (
        FeedToken.objects.select_related("member__agency")
        .prefetch_related("member__roles")
        .filter(revoked_at__isnull=True, expires_at__gt=at, member__is_active=True)
    )
