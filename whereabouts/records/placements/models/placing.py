"""Where a child is looked after, and whose duty that is."""

from django.db import models

from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Agency
from whereabouts.records.people.models import Child

LIVING_AT = [
    ("home", "Home"),
    ("foster", "Foster care"),
    ("childrens_home", "Children's home"),
    ("supported_accommodation", "Supported accommodation"),
    ("kinship", "With family or friends"),
    ("secure", "Secure setting"),
    ("other", "Elsewhere"),
]


class Placement(FencedRecord):
    """A time in which a child lives somewhere under an authority's care.

    `legal_status` holds the return's code (C1, C2, V2, …), `ended_because` a key of `reasons.toml`,
    empty where nobody recorded why; responsible and host authority are as the statutory guidance of
    January 2014 defines them.
    """

    sensitive = "legal_status carer_name place ended_because"
    plain = (
        "child living_at home responsible_authority host_authority host_force started_on ended_on "
        "out_of_area looked_after"
    )

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="placements")
    living_at = models.CharField(max_length=24, choices=LIVING_AT)
    looked_after = models.BooleanField(null=True)
    home = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placements_here",
    )
    responsible_authority = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placements_made",
    )
    host_authority = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placements_hosted",
    )
    host_force = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = models.CharField(max_length=240, blank=True, default="")
    carer_name = models.CharField(max_length=160, blank=True, default="")
    legal_status = models.CharField(max_length=4, blank=True, default="")
    out_of_area = models.BooleanField(null=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=8, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_because="") | models.Q(ended_on__isnull=False),
                name="a_reason_is_of_an_end",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="placement_ends_after_start",
            ),
        ]
