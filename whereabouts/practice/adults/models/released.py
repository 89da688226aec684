"""What leaves the police of an adult: by a named decision, until a time; and warnings."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from whereabouts.foundations.access.adult_fences import Released
from whereabouts.foundations.access.fences import Fence
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.records.people.models import Adult


class Release(FencedRecord):
    """A named senior lets the name, photograph or description of an adult go to an agency.

    What goes is copied here: the receiver reads this row alone, and only while it stands.
    """

    fence: ClassVar[Fence] = Released("to_agency_id", until="expires_at", ended="ended_at")
    sensitive = "name description picture because conditions end_words"
    plain = "adult to_agency parts grading decided_at decided_by expires_at ended_at ended_by"

    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="releases")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    parts = ArrayField(models.CharField(max_length=12), default=list)
    name = models.CharField(max_length=240, blank=True, default="")
    description = models.TextField(blank=True, default="")
    picture = models.BinaryField(null=True, blank=True)
    grading = models.CharField(max_length=12)
    because = models.TextField()
    conditions = models.TextField(blank=True, default="")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_words = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("decided_at")),
                name="release_has_an_end",
            ),
            models.CheckConstraint(
                condition=~models.Q(because="") & ~models.Q(grading=""),
                name="release_says_why_and_how_graded",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="release_ended_by_somebody",
            ),
        ]


class HomeWarning(FencedRecord):
    """What a home is told: what to look for and what to do; it names nobody. With a receipt."""

    fence: ClassVar[Fence] = Released("to_agency_id", until="expires_at", ended="")
    sensitive = "look_for do_this"
    plain = "adult to_agency grading sent_at expires_at received_at received_by"

    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="home_warnings")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    look_for = models.TextField()
    do_this = models.TextField()
    grading = models.CharField(max_length=12)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("sent_at")), name="warning_has_an_end"
            ),
            models.CheckConstraint(
                condition=models.Q(received_at__isnull=True, received_by__isnull=True)
                | models.Q(received_at__isnull=False, received_by__isnull=False),
                name="warning_received_by_somebody",
            ),
        ]
