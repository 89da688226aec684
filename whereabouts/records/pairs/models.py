"""Suggested pairs of records, and what people said of them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from whereabouts.foundations.access.fences import PairOfChildren
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Agency
from whereabouts.records.pairs.rules import SAID, SOURCES, STATES
from whereabouts.records.people.models import Child


class SuggestedPair(FencedRecord):
    """Two records that may be of one child, and why; kept once, in one order.

    Police who may see one of the records see that there is another, as by a search; everybody else
    only where they may see both. `weighed` holds what agreed when somebody last said "different".
    """

    fence = PairOfChildren("first_id", "second_id", police_by_one=True)
    sensitive = "agrees differs weighed"
    plain = "first second state source score while_missing suggested_at settled_at"

    first = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=STATES, default="open")
    source = models.CharField(max_length=8, choices=SOURCES)
    score = models.FloatField()
    # Both were missing when it was suggested: somebody decides today.
    while_missing = models.BooleanField(default=False)
    agrees = ArrayField(models.CharField(max_length=30), default=list)
    differs = ArrayField(models.CharField(max_length=30), default=list)
    weighed = ArrayField(models.CharField(max_length=30), default=list)
    suggested_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["suggested_at"],
                condition=models.Q(state="open"),
                name="pairs_nobody_has_settled",
            ),
            models.Index(fields=["second"], name="pairs_by_second"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_kept_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="pair_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", settled_at__isnull=True)
                | (~models.Q(state="open") & models.Q(settled_at__isnull=False)),
                name="pair_settled_at_a_time",
            ),
        ]


class PairAnswer(FencedRecord):
    """What a named person said of a pair, when and why; added, never changed."""

    fence = PairOfChildren("first_id", "second_id", or_agency="asked_id")
    sensitive = "because evidence"
    plain = "first second said asked"

    first = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    said = models.CharField(max_length=10, choices=SAID)
    because = models.TextField()
    # What agreed at that moment, as codes.
    evidence = ArrayField(models.CharField(max_length=30), default=list)
    asked = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["first", "second"], name="answers_by_pair")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="answer_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(said="asked", asked__isnull=False)
                | (~models.Q(said="asked") & models.Q(asked__isnull=True)),
                name="asked_somebody",
            ),
        ]
