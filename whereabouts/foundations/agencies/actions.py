"""Opening agencies, enrolling members, giving roles and duties."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.agencies.models import (
    Agency,
    DutyPeriod,
    Member,
    MemberRole,
)


@transaction.atomic
def open_agency(
    *,
    kind: str,
    name: str,
    code: str,
    at: datetime,
    gss_code: str | None = None,
    country: str = "england",
    parent: Agency | None = None,
    local_pack: str = "",
    made_up: bool = False,
    phone: str = "",
    out_of_hours_phone: str = "",
) -> Agency:
    """Make an agency, and the clock member in whose name its timers act; nobody signs in as it."""
    agency = Agency.objects.create(
        id=new_id(),
        kind=kind,
        name=name,
        code=code,
        gss_code=gss_code,
        country=country,
        parent=parent,
        local_pack=local_pack,
        made_up=made_up,
        phone=phone,
        out_of_hours_phone=out_of_hours_phone,
    )
    clock = Member(
        username=f"clock@{agency.pk}",
        display_name=f"The clock of {name}"[:120],
        agency=agency,
        is_active=False,
        joined_at=at,
    )
    clock.set_unusable_password()
    clock.save()
    return agency


@transaction.atomic
def enrol(
    *,
    agency: Agency,
    username: str,
    display_name: str,
    roles: tuple[str, ...],
    at: datetime,
    rank: str = "",
    password: str | None = None,
    demo: bool = False,
) -> Member:
    """Make a member with their roles; without a password they cannot sign in by one."""
    member = Member(
        username=username,
        display_name=display_name,
        agency=agency,
        rank=rank,
        demo=demo,
        joined_at=at,
    )
    if password is None:
        member.set_unusable_password()
    else:
        member.set_password(password)
    member.save()
    for role in roles:
        MemberRole.objects.create(member=member, role=role, from_at=at)
    return member


def end_role(*, member: UUID, role: str, at: datetime) -> None:
    """End a role; it no longer counts from the next request on."""
    MemberRole.objects.filter(member=member, role=role, until_at__isnull=True).update(until_at=at)


def put_on_duty(
    *, agency: Agency, role: str, member: Member, from_at: datetime, until_at: datetime
) -> None:
    """Write into the rota who is on duty in a role."""
    DutyPeriod.objects.create(
        agency=agency, role=role, member=member, from_at=from_at, until_at=until_at
    )
