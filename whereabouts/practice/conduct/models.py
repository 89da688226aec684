"""Force used on a child, and matters of conduct under seal."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from whereabouts.foundations.access.fences import Fence, Sealed
from whereabouts.foundations.access.models import FencedRecord, SealableRecord
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.practice.conduct.vocabulary import (
    ABOUT_KINDS,
    MATTER_KINDS,
    OUTCOMES,
    REVIEW_FINDINGS,
    ROUTES,
    SAID_BY,
    TOLD_BACK,
    WANTS,
)
from whereabouts.practice.investigation.models import Task
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child


class ForceUsed(FencedRecord):
    """Force used on a child, or threatened, and what a senior who was not there makes of it.

    The migration adds what the database refuses: a reviewer who was there.
    """

    sensitive = "why injury afterwards body_worn others_there review_words instead"
    plain = (
        "child episode task used_at tactics threatened_only there reviewer_role reviewed_at "
        "reviewed_by finding"
    )

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="force_used")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField()
    tactics = models.JSONField(default=list)
    threatened_only = models.BooleanField(default=False)
    why = models.TextField()
    injury = models.TextField(blank=True, default="")
    afterwards = models.TextField(blank=True, default="")
    body_worn = models.CharField(max_length=80, blank=True, default="")
    there = ArrayField(models.UUIDField(), default=list)
    others_there = models.CharField(max_length=240, blank=True, default="")
    reviewer_role = models.SlugField(max_length=40)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    finding = models.CharField(max_length=10, choices=REVIEW_FINDINGS, blank=True, default="")
    review_words = models.TextField(blank=True, default="")
    instead = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reviewed_at__isnull=True, reviewed_by__isnull=True, finding="")
                | models.Q(reviewed_at__isnull=False, reviewed_by__isnull=False)
                & ~models.Q(finding="") & ~models.Q(review_words=""),
                name="force_reviewed_by_somebody_in_words",
            )
        ]  # fmt: skip


class Matter(SealableRecord):
    """Somebody who works with children, named as the one who harms: for those who look into it.

    `from_words` is the key of what a child said on their own page, where it came from there: the
    authority that read it tells the child what became of it. Said without a name, it leads to no
    child.
    """

    fence: ClassVar[Fence] = Sealed("route_agency_id")
    sensitive = "about_name words body_worn outcome_words for_child told_words"
    plain = (
        "child episode kind about_kind about_member about_agency said_by said_at wants route "
        "route_agency decided_at decided_by outcome from_words told_how told_at told_by"
    )

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    from_words = models.UUIDField(null=True, blank=True)
    kind = models.CharField(max_length=14, choices=MATTER_KINDS)
    about_kind = models.CharField(max_length=14, choices=ABOUT_KINDS)
    about_member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    about_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    about_name = models.CharField(max_length=160, blank=True, default="")
    words = models.TextField()
    said_by = models.CharField(max_length=12, choices=SAID_BY)
    said_at = models.DateTimeField()
    wants = models.CharField(max_length=10, choices=WANTS)
    body_worn = models.CharField(max_length=80, blank=True, default="")
    route = models.CharField(max_length=24, choices=ROUTES)
    route_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=OUTCOMES, blank=True, default="")
    outcome_words = models.TextField(blank=True, default="")
    for_child = models.TextField(blank=True, default="")
    told_how = models.CharField(max_length=10, choices=TOLD_BACK, blank=True, default="")
    told_words = models.TextField(blank=True, default="")
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_at__isnull=True, decided_by__isnull=True, outcome="")
                | models.Q(decided_at__isnull=False, decided_by__isnull=False)
                & ~models.Q(outcome="") & ~models.Q(outcome_words=""),
                name="matter_decided_by_somebody_in_words",
            ),
            models.CheckConstraint(
                condition=models.Q(child__isnull=False)
                | models.Q(episode__isnull=True, from_words__isnull=False),
                name="matter_without_a_child_comes_from_a_childs_words",
            ),
            models.CheckConstraint(
                condition=models.Q(told_at__isnull=True, told_by__isnull=True, told_how="")
                | models.Q(told_at__isnull=False, told_by__isnull=False, decided_at__isnull=False)
                & ~models.Q(told_how="") & ~models.Q(told_words=""),
                name="matter_told_back_once_decided_and_in_words",
            ),
        ]  # fmt: skip
