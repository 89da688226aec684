"""Operations: children, adults and episodes joined under one name."""

from typing import ClassVar

from django.db import models

from whereabouts.foundations.access.adult_fences import AdultsOfPartners
from whereabouts.foundations.access.fences import Fence, OwnRows
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Adult, Child

Q = models.Q
JOINED = {
    "table": "adults_operationpartner", "model": "adults.OperationPartner",
    "column": "operation_id",
}  # fmt: skip


class Operation(FencedRecord):
    """An operation of a force: what it is for, who leads it, how it ended.

    Of another force's sees it who was let join by name, until that is ended.
    """

    fence: ClassVar[Fence] = AdultsOfPartners(of="id", **JOINED)
    sensitive = "purpose outcome_words"
    plain = "name lead opened_at closed_at closed_by"

    name = models.CharField(max_length=60)
    purpose = models.TextField()
    lead = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome_words = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_agency", "name"],
                condition=Q(closed_at__isnull=True),
                name="operation_named_once",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome_words=""),
                name="operation_closed_in_words",
            ),
        ]


class OperationMember(FencedRecord):
    """A child, an adult or an episode is part of an operation, and why."""

    fence: ClassVar[Fence] = AdultsOfPartners(of="operation_id", **JOINED)
    sensitive = "because"
    plain = "operation child adult episode joined_at left_at"

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="members")
    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, null=True, blank=True, related_name="operations"
    )
    adult = models.ForeignKey(
        Adult, on_delete=models.PROTECT, null=True, blank=True, related_name="operations"
    )
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="operations"
    )
    because = models.TextField()
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(child__isnull=False, adult__isnull=True, episode__isnull=True)
                | Q(child__isnull=True, adult__isnull=False, episode__isnull=True)
                | Q(child__isnull=False, adult__isnull=True, episode__isnull=False),
                name="operation_joins_one_thing",
            ),
            models.UniqueConstraint(
                fields=["operation", "child", "adult", "episode"],
                condition=Q(left_at__isnull=True),
                nulls_distinct=False,
                name="operation_joined_once",
            ),
        ]


class OperationPartner(FencedRecord):
    """Another force takes part in an operation: who decided so, why, and until when."""

    fence: ClassVar[Fence] = OwnRows("owner_agency_id", "agency_id")
    sensitive = "because ended_because"
    plain = "operation agency from_at ended_at ended_by"

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="partners")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    because = models.TextField()
    from_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "agency"],
                condition=Q(ended_at__isnull=True),
                name="a_force_joins_an_operation_once",
            ),
            models.CheckConstraint(
                condition=~Q(owner_agency=models.F("agency")) & ~Q(because=""),
                name="another_force_joins_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because=""),
                name="partnership_ended_by_somebody_with_a_reason",
            ),
        ]
