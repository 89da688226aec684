"""A desk as it stood at its hour."""

from django.db import models

from whereabouts.foundations.access.fences import OwnRows
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.practice.desks.rules import KINDS


class Desk(FencedRecord):
    """What stood on a desk on a day: parts with lines of keys and our own words; never changed."""

    fence = OwnRows("owner_agency_id")
    sensitive = "sections"
    plain = "kind for_on made_at counts"

    kind = models.CharField(max_length=12, choices=KINDS)
    for_on = models.DateField()
    made_at = models.DateTimeField()
    sections = models.JSONField()
    counts = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_agency", "kind", "for_on"], name="one_desk_a_day"
            )
        ]
