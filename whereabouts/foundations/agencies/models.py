"""Agencies, teams, members, roles and duty."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.agencies.rules import AGENCY_KINDS


class Agency(models.Model):
    """A force, an authority, a home, a provider: whoever keeps records or works with them."""

    sensitive = ""
    plain = (
        "id kind name code gss_code country parent local_pack phone out_of_hours_phone made_up "
        "absent_apart_since"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20, choices=AGENCY_KINDS)
    name = models.CharField(max_length=120)
    code = models.SlugField(max_length=60, unique=True)
    gss_code = models.CharField(max_length=9, null=True, blank=True, unique=True)
    country = models.CharField(
        max_length=8,
        choices=[("england", "England"), ("wales", "Wales")],
        default="england",
    )
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    # What `FollowedPack` has, a line a row: read with the agency when a child is reported.
    local_pack = models.TextField(blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    out_of_hours_phone = models.CharField(max_length=40, blank=True, default="")
    made_up = models.BooleanField(default=False)
    # Before it nobody can tell what is absent from what is missing; none: it always could.
    absent_apart_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """Which force polices which authority; some authorities lie in two."""

    sensitive = ""
    plain = "id authority force"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="policed_by")
    force = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="covers")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "force"], name="area_named_once")
        ]


class InPartnership(models.Model):
    """That a safeguarding partnership covers a force or an authority, from a day until a day.

    `until_on` is the first day that it is covered no more. A force that polices several
    partnerships' authorities is in each of them.
    """

    sensitive = ""
    plain = "id partnership agency from_on until_on"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partnership = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="covering")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="in_partnerships")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "agency"],
                condition=models.Q(until_on__isnull=True),
                name="in_a_partnership_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(until_on__gt=models.F("from_on")),
                name="in_a_partnership_for_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(agency=models.F("partnership")),
                name="no_partnership_is_in_itself",
            ),
        ]


class FollowedPack(models.Model):
    """That an agency follows a local pack, from a day until a day, and who said so.

    `until_on` is the first day on which it is followed no more. An agency may follow several.
    """

    sensitive = ""
    plain = "id agency pack from_on until_on said_by said_at ended_by ended_at"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="followed_packs")
    pack = models.SlugField(max_length=60)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    said_by = models.ForeignKey("Member", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    ended_by = models.ForeignKey("Member", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "pack"],
                condition=models.Q(until_on__isnull=True),
                name="a_pack_is_followed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on")),
                name="a_pack_is_followed_for_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    until_on__isnull=True, ended_by__isnull=True, ended_at__isnull=True
                )
                | models.Q(until_on__isnull=False, ended_by__isnull=False, ended_at__isnull=False),
                name="a_pack_that_is_left_names_who",
            ),
        ]


class Team(models.Model):
    """Part of an agency: a control room, a duty team, a missing-from-home team."""

    sensitive = ""
    plain = "id agency name kind"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)
    kind = models.SlugField(max_length=40)


class Member(AbstractBaseUser):
    """Somebody who works for an agency and may sign in."""

    sensitive = "password username display_name"
    plain = "id last_login agency team rank is_active demo joined_at"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=80, unique=True)
    display_name = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="members")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True)
    rank = models.CharField(max_length=20, blank=True, default="")
    is_active = models.BooleanField(default=True)
    demo = models.BooleanField(default=False)
    joined_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = BaseUserManager()

    def __str__(self) -> str:
        return self.display_name


class MemberRole(models.Model):
    """A role that a member holds for a time; roles and what they permit are data."""

    sensitive = ""
    plain = "id member role from_at until_at"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="roles")
    role = models.SlugField(max_length=40)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "role"],
                condition=models.Q(until_at__isnull=True),
                name="one_standing_role_of_a_kind",
            )
        ]


class DutyPeriod(models.Model):
    """Who is duty inspector, out-of-hours worker or coordinator, and when."""

    sensitive = ""
    plain = "id agency role member from_at until_at"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="duties")
    role = models.SlugField(max_length=40)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="duties")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_at__gt=models.F("from_at")),
                name="duty_ends_after_start",
            )
        ]


class FeedToken(models.Model):
    """What an agency's own system shows at the door: kept hashed, for a time, for some things.

    `member` is the machine that acts by it. The calls of a minute are counted here, so that every
    process counts the same.
    """

    sensitive = "token_hash"
    plain = (
        "id owner_agency member name scopes made_at expires_at revoked_at last_used_at per_minute "
        "minute_at minute_count"
    )

    SCOPES = ("reports", "contacts")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="feed_tokens")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    name = models.SlugField(max_length=40)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    per_minute = models.PositiveIntegerField(default=600)
    minute_at = models.DateTimeField(null=True, blank=True)
    minute_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_agency", "name"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_token_of_a_name",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")),
                name="token_ends_after_start",
            ),
        ]
