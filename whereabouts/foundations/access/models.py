"""Why an agency may see a child, and the base of every fenced record."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from whereabouts.foundations.access.fences import (
    Fence,
    OwnRows,
    RelatedChild,
    Relations,
    Sealable,
)
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.agencies.models import Agency, Member


class FencedRecord(models.Model):
    """A record that holds, or belongs to, a person: owned by an agency, fenced in the database."""

    fence: ClassVar[Fence] = RelatedChild("child_id")
    sensitive: ClassVar[str] = ""
    plain: ClassVar[str] = ""
    base_plain: ClassVar[str] = "id owner_agency recorded_at recorded_by"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class SealableRecord(FencedRecord):
    """A record that may be sealed from whoever it names as the one who harms, and those around.

    `sealed_from` holds keys of members, teams and agencies.
    """

    fence: ClassVar[Fence] = Sealable("child_id")
    base_plain: ClassVar[str] = f"{FencedRecord.base_plain} sealed_from"

    sealed_from = ArrayField(models.UUIDField(), default=list, blank=True)

    class Meta:
        abstract = True


class Relation(models.Model):
    """An agency's reason to see a child's records, for a time, for all of it or one member.

    `subject` is the key of a child; the table lies beneath the people, so it is no foreign key.
    Rows with `via_link` are derived from same-person links and made again when links change.
    """

    fence: ClassVar[Fence] = Relations("agency_id")
    sensitive = ""
    plain = "id subject agency member kind from_at until_at because via_link"

    KINDS = [
        ("recording", "Records about the child"),
        ("reporting", "Took a report about the child"),
        ("enquiring", "Is taking a report that may be about the child"),
        ("responsible", "Responsible authority"),
        ("host", "Host authority or force"),
        ("caring", "Looks after the child"),
        ("allocated", "Has a task for the child"),
        ("shared", "Told under a sharing record"),
        ("emergency", "Emergency access"),
    ]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.UUIDField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=KINDS)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=120, blank=True, default="")
    via_link = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["subject", "agency"], name="relations_by_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "agency", "member", "kind", "via_link", "because"],
                nulls_distinct=False,
                name="relation_said_once",
            )
        ]


class EmergencyAccess(models.Model):
    """Somebody looked without a standing reason: never blocked, always told, always reviewed."""

    fence: ClassVar[Fence] = OwnRows("owner_agency_id", "of_agency_id")
    sensitive = "reason review_note"
    plain = (
        "id subject owner_agency of_agency member from_at until_at reviewed_at reviewed_by finding"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.UUIDField()
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    of_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    finding = models.CharField(
        max_length=12,
        blank=True,
        default="",
        choices=[("justified", "Justified"), ("unjustified", "Not justified")],
    )
    review_note = models.TextField(blank=True, default="")
