"""Notices of placements out of area: given, acknowledged, told by telephone."""

from django.db import models

from whereabouts.foundations.access.fences import RelatedChild
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.records.people.models import Child
from whereabouts.records.placements.models.placing import Placement
from whereabouts.records.placements.vocabulary import ABOUT, DISTANCE_BY, PARTS


class PlacementNotice(FencedRecord):
    """Notice of a placement out of area: wanted from the day it is known, given with risk and plan.

    `due_at` is the law's limit, `arrives_at` when the child comes. `noted` says whom somebody told
    outside this system, where it was given so.
    """

    sensitive = "why_suitable risk_pack plan contacts director noted"
    plain = (
        "child placement emergency arrives_at due_at at_a_distance distance_km distance_by "
        "approved_on risks "
        "given_at given_by alert_red_at"
    )

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    placement = models.OneToOneField(Placement, on_delete=models.PROTECT, related_name="notice")
    emergency = models.BooleanField(default=False)
    arrives_at = models.DateTimeField()
    due_at = models.DateTimeField()
    at_a_distance = models.BooleanField(null=True)
    distance_km = models.PositiveIntegerField(null=True, blank=True)
    distance_by = models.CharField(max_length=8, choices=DISTANCE_BY, blank=True, default="")
    director = models.CharField(max_length=160, blank=True, default="")
    approved_on = models.DateField(null=True, blank=True)
    risks = models.JSONField(default=list)
    why_suitable = models.TextField(blank=True, default="")
    risk_pack = models.TextField(blank=True, default="")
    plan = models.TextField(blank=True, default="")
    contacts = models.TextField(blank=True, default="")
    noted = models.TextField(blank=True, default="")
    # The child was there while an alert of adults on their way lay unread.
    alert_red_at = models.DateTimeField(null=True, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(given_at__isnull=True, given_by__isnull=True)
                | models.Q(given_at__isnull=False, given_by__isnull=False),
                name="a_notice_is_given_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(given_at__isnull=True)
                | ~models.Q(noted="")
                | (~models.Q(risk_pack="") & ~models.Q(plan="") & ~models.Q(why_suitable="")),
                name="a_notice_carries_risk_and_plan",
            ),
            models.CheckConstraint(
                condition=models.Q(given_at__isnull=True)
                | ~models.Q(noted="")
                | models.Q(at_a_distance=False)
                | (~models.Q(director="") & models.Q(approved_on__isnull=False)),
                name="a_distance_has_the_directors_approval",
            ),
        ]


class Acknowledgement(FencedRecord):
    """A part of an agency's that must say it has read a notice: a task with an owner and a clock.

    `red_at` is when the date passed without; it stays, whoever acknowledges later. `on` is the day
    that the placement begins or ends: whoever hosted a child sees no more of them after the end.
    """

    fence = RelatedChild("child_id", or_agency="agency_id")
    sensitive = "words"
    plain = (
        "child placement notice about on part agency role owner asked_at due_at acknowledged_at "
        "acknowledged_by red_at withdrawn_at"
    )

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="+")
    notice = models.ForeignKey(
        PlacementNotice, on_delete=models.PROTECT, related_name="acknowledgements"
    )
    about = models.CharField(max_length=8, choices=ABOUT, default="start")
    on = models.DateField()
    part = models.CharField(max_length=16, choices=PARTS)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    role = models.SlugField(max_length=40)
    owner = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.TextField(blank=True, default="")
    red_at = models.DateTimeField(null=True, blank=True)
    # The placement ended first: there is nothing left to acknowledge of its beginning.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "about", "part"], name="each_part_is_asked_once"
            ),
            models.CheckConstraint(
                condition=models.Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | models.Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="acknowledged_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(acknowledged_at__isnull=True)
                | models.Q(withdrawn_at__isnull=True),
                name="acknowledged_or_withdrawn",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "due_at"],
                condition=models.Q(acknowledged_at__isnull=True, withdrawn_at__isnull=True),
                name="acknowledgements_waiting",
            )
        ]


class TelephoneTold(FencedRecord):
    """Somebody was told by telephone of what their agency must acknowledge: by whom, who, when.

    It acknowledges nothing: that is the agency's own to do, and it is counted apart.
    """

    fence = RelatedChild("child_id", or_agency="agency_id")
    sensitive = "told_to words"
    plain = "child acknowledgement agency told_at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    acknowledgement = models.ForeignKey(
        Acknowledgement, on_delete=models.PROTECT, related_name="telephoned"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    told_to = models.CharField(max_length=160)
    told_at = models.DateTimeField()
    words = models.CharField(max_length=240, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(told_to=""), name="told_by_telephone_to_somebody"
            ),
            models.CheckConstraint(
                condition=models.Q(told_at__lte=models.F("recorded_at")),
                name="told_before_it_was_written_down",
            ),
        ]
