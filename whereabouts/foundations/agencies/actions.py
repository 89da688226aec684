"""Opening agencies, enrolling members, giving roles, duties and tokens."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.agencies.models import (
    Agency,
    DutyPeriod,
    FeedToken,
    FollowedPack,
    InPartnership,
    Member,
    MemberRole,
    Team,
)
from whereabouts.foundations.agencies.rules import (
    POLICE_KINDS,
    RECORDING_KINDS,
    following_as_lines,
    token_hash,
)

FEED = "feed"
BEGINS = "whr_"
A_MINUTE = timedelta(minutes=1)


class TokenRefused(Exception):
    """A token cannot be made or revoked; the message says why."""


class PartnershipRefused(Exception):
    """An agency cannot be put into a partnership, or taken out; the message says why."""


class FollowingRefused(Exception):
    """A local pack cannot be followed, or left; the message says why."""


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


@transaction.atomic
def form_team(*, agency: Agency, name: str, kind: str, members: Iterable[Member]) -> Team:
    """Make a team of an agency, and put these of its members into it."""
    team = Team.objects.create(agency=agency, name=name, kind=kind)
    for member in members:
        Member.objects.filter(pk=member.pk, agency=agency).update(team=team)
        member.team = team
    return team


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


@transaction.atomic
def put_in_partnership(*, partnership: Agency, agency: Agency, from_on: date) -> InPartnership:
    """Say that a safeguarding partnership covers a force or an authority from a day on.

    :raises PartnershipRefused: no such partnership, no such kind of agency, or it is in already.
    """
    if partnership.kind != "partnership" or agency.kind not in RECORDING_KINDS:
        raise PartnershipRefused("A safeguarding partnership covers forces and authorities.")
    Agency.objects.select_for_update().get(pk=agency.pk)
    before = InPartnership.objects.filter(partnership=partnership, agency=agency)
    if before.exclude(until_on__lte=from_on).exists():
        raise PartnershipRefused("The agency is in this partnership on that day already.")
    return InPartnership.objects.create(partnership=partnership, agency=agency, from_on=from_on)


def take_out_of_partnership(*, tie: InPartnership, until_on: date) -> None:
    """Say from which day on an agency is no more covered.

    :raises PartnershipRefused: it has ended already, or would end before it began.
    """
    if until_on <= tie.from_on:
        raise PartnershipRefused("Enter a day after the one on which it began.")
    standing = InPartnership.objects.filter(pk=tie.pk, until_on__isnull=True)
    if not standing.update(until_on=until_on):
        raise PartnershipRefused("This has an end already.")


@transaction.atomic
def follow_pack(
    *, agency: Agency, pack: str, from_on: date, by: UUID, at: datetime
) -> FollowedPack:
    """Write down that an agency follows a local pack from a day on, by a member.

    :raises FollowingRefused: its kind records no episodes, or it follows the pack then already.
    """
    if agency.kind not in RECORDING_KINDS:
        raise FollowingRefused("Local packs are for forces and authorities.")
    Agency.objects.select_for_update().get(pk=agency.pk)
    before = FollowedPack.objects.filter(agency=agency, pack=pack)
    if before.exclude(until_on__lte=from_on).exists():
        raise FollowingRefused("Your agency follows this on that day already.")
    made = FollowedPack.objects.create(
        agency=agency, pack=pack, from_on=from_on, said_by_id=by, said_at=at
    )
    _keep_lines(agency)
    return made


@transaction.atomic
def stop_following(*, following: FollowedPack, until_on: date, by: UUID, at: datetime) -> None:
    """Write down from which day on an agency follows a local pack no more, by a member.

    :raises FollowingRefused: it has ended already, or would end before it began.
    """
    if until_on < following.from_on:
        raise FollowingRefused("Enter a day that is not before the one on which it began.")
    agency = Agency.objects.select_for_update().get(pk=following.agency_id)
    standing = FollowedPack.objects.filter(pk=following.pk, until_on__isnull=True)
    if not standing.update(until_on=until_on, ended_by_id=by, ended_at=at):
        raise FollowingRefused("This has an end already.")
    _keep_lines(agency)


def _keep_lines(agency: Agency) -> None:
    """Keep with the agency what its rows say, so that a report asks nothing more."""
    rows = FollowedPack.objects.filter(agency=agency).values_list("pack", "from_on", "until_on")
    agency.local_pack = following_as_lines(rows=rows)
    Agency.objects.filter(pk=agency.pk).update(local_pack=agency.local_pack)


@transaction.atomic
def make_token(
    *,
    agency: Agency,
    name: str,
    scopes: Iterable[str],
    at: datetime,
    expires_at: datetime,
    per_minute: int = 600,
) -> tuple[FeedToken, str]:
    """Make a token for a force's own system; return it with its secret, which is kept nowhere.

    The machine is a member of the agency that cannot sign in. A name is free again once its token
    is revoked; the machine stays the same.

    :raises TokenRefused: the agency, the name or a scope cannot have one.
    """
    wanted = sorted(set(scopes))
    if agency.kind not in POLICE_KINDS:
        raise TokenRefused("Only a force's system sends reports and logs.")
    if not wanted or not set(wanted) <= set(FeedToken.SCOPES):
        raise TokenRefused(f"A token is for {' or '.join(FeedToken.SCOPES)}.")
    if not name.replace("-", "").isalnum() or not name.isascii():
        raise TokenRefused("A token's name has letters, figures and hyphens only.")
    if expires_at <= at:
        raise TokenRefused("A token has to last for some time.")
    if FeedToken.objects.filter(owner_agency=agency, name=name, revoked_at__isnull=True).exists():
        raise TokenRefused("There is a token of this name: revoke it first.")
    username = f"feed:{name}@{agency.code}"[:80]
    member = Member.objects.filter(username=username).first() or enrol(
        agency=agency, username=username, display_name=f"{name}, {agency.name}"[:120],
        roles=(FEED,), at=at,
    )  # fmt: skip
    secret = BEGINS + secrets.token_urlsafe(32)
    token = FeedToken.objects.create(
        owner_agency=agency,
        member=member,
        name=name,
        token_hash=token_hash(secret=secret),
        scopes=" ".join(wanted),
        made_at=at,
        expires_at=expires_at,
        per_minute=per_minute,
    )
    return token, secret


def revoke_token(*, agency: Agency, name: str, at: datetime) -> FeedToken:
    """End a token at once.

    :raises TokenRefused: the agency has none of this name that stands.
    """
    token = FeedToken.objects.filter(owner_agency=agency, name=name, revoked_at__isnull=True)
    found = token.first()
    if found is None or not token.filter(pk=found.pk).update(revoked_at=at):
        raise TokenRefused("The agency has no such token, or it is revoked already.")
    return found


def count_use(*, token: FeedToken, at: datetime) -> int:
    """Note that a token was used, and return how often it was within the minute under way."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE agencies_feedtoken SET last_used_at = %(at)s,"
            " minute_count = CASE WHEN minute_at > %(since)s THEN minute_count + 1 ELSE 1 END,"
            " minute_at = CASE WHEN minute_at > %(since)s THEN minute_at ELSE %(at)s END"
            " WHERE id = %(token)s RETURNING minute_count",
            {"at": at, "since": at - A_MINUTE, "token": token.pk},
        )
        return int(cursor.fetchone()[0])
