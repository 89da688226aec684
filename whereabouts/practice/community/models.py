"""Campaigns, community reports, what they are about and what came of them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from whereabouts.foundations.access.adult_fences import AdultsOfOwner
from whereabouts.foundations.access.fences import Fence, OwnRows, Unfenced
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Member
from whereabouts.practice.community.vocabulary import CHANNELS, OUTCOMES, SOURCES, STATES
from whereabouts.records.people.models import Adult, Child


class Campaign(FencedRecord):
    """A campaign of a force, with the word by which a report is known to be of it."""

    fence: ClassVar[Fence] = Unfenced()
    sensitive = ""
    plain = "name code audiences from_on until_on people_reached"

    name = models.CharField(max_length=80)
    code = models.CharField(max_length=20, unique=True)
    audiences = ArrayField(models.CharField(max_length=10), default=list)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    people_reached = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on")),
                name="campaign_ends_after_start",
            )
        ]


class CommunityReport(FencedRecord):
    """What somebody told, kept as told; of a place, and perhaps of a child or an adult."""

    fence: ClassVar[Fence] = OwnRows()
    sensitive = (
        "place postcode vehicle words of_child of_adult reporter_name reporter_contact close_words"
    )
    plain = (
        "reference campaign source channel told_at happened_at now state looked_at looked_by "
        "closed_at closed_by"
    )

    reference = models.CharField(max_length=20, unique=True)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    source = models.CharField(max_length=10, choices=SOURCES)
    channel = models.CharField(max_length=6, choices=CHANNELS)
    told_at = models.DateTimeField()
    happened_at = models.DateTimeField(null=True, blank=True)
    # Whether it is happening while it is told.
    now = models.BooleanField(default=False)
    place = models.CharField(max_length=240)
    postcode = models.CharField(max_length=12, blank=True, default="")
    vehicle = models.CharField(max_length=40, blank=True, default="")
    words = models.TextField()
    of_child = models.CharField(max_length=400, blank=True, default="")
    of_adult = models.CharField(max_length=400, blank=True, default="")
    reporter_name = models.CharField(max_length=160, blank=True, default="")
    reporter_contact = models.CharField(max_length=160, blank=True, default="")
    state = models.CharField(max_length=8, choices=STATES, default="new")
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    close_words = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="new", looked_at__isnull=True, closed_at__isnull=True)
                | models.Q(state="looked", looked_at__isnull=False, closed_at__isnull=True)
                | models.Q(state="closed", looked_at__isnull=False, closed_at__isnull=False)
                & ~models.Q(close_words=""),
                name="community_report_state_fits",
            )
        ]


class ReportLink(FencedRecord):
    """What somebody found that a report is about: a child, or an adult. Added, never changed."""

    fence: ClassVar[Fence] = AdultsOfOwner()
    sensitive = "because"
    plain = "report child adult linked_at"

    report = models.ForeignKey(CommunityReport, on_delete=models.PROTECT, related_name="links")
    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, null=True, blank=True, related_name="community_links"
    )
    adult = models.ForeignKey(
        Adult, on_delete=models.PROTECT, null=True, blank=True, related_name="community_links"
    )
    because = models.TextField()
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(child__isnull=True, adult__isnull=False)
                | models.Q(child__isnull=False, adult__isnull=True),
                name="community_link_to_one",
            ),
            models.UniqueConstraint(
                fields=["report", "child", "adult"], nulls_distinct=False,
                name="community_linked_once",
            ),
        ]  # fmt: skip


class ReportOutcome(FencedRecord):
    """What came of a report: one step of the funnel, once a report. Added, never changed."""

    fence: ClassVar[Fence] = OwnRows()
    sensitive = "words"
    plain = "report kind came_at people"

    report = models.ForeignKey(CommunityReport, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=14, choices=OUTCOMES)
    people = models.PositiveSmallIntegerField(default=1)
    words = models.TextField()
    came_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "kind"], name="community_outcome_once"),
            models.CheckConstraint(
                condition=~models.Q(words=""), name="community_outcome_in_words"
            ),
        ]
