"""Where a child is looked after, the register of settings, and notices of placements."""

from django.db import models

from whereabouts.foundations.access.adult_fences import AdultsOfOwner
from whereabouts.foundations.access.fences import OwnRows, RelatedChild
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.records.people.models import Adult, Child
from whereabouts.records.placements.vocabulary import (
    ABOUT,
    CONCERN_KINDS,
    PARTS,
    SETTING_KINDS,
    VISIT_KINDS,
)

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

    `legal_status` holds the return's code (C1, C2, V2, …); responsible and host authority are as
    the statutory guidance of January 2014 defines them.
    """

    sensitive = "legal_status carer_name place"
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

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="placement_ends_after_start",
            )
        ]


class Setting(FencedRecord):
    """A home, a foster carer or a school: a line of the register, for those who work with it.

    Where homes are is no public knowledge, so the register is fenced: the setting itself, its
    provider, the authority and the force there, and whoever wrote the line.
    """

    fence = OwnRows("owner_agency_id", "agency_id", "provider_id", "authority_id", "force_id")
    sensitive = "address phone"
    plain = "agency kind urn provider authority force places registered_on closed_on"

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="setting")
    kind = models.CharField(max_length=24, choices=SETTING_KINDS)
    urn = models.CharField(max_length=20, blank=True, default="")
    provider = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    authority = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    force = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    places = models.PositiveIntegerField(null=True, blank=True)
    address = models.CharField(max_length=240, blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    registered_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True)
                | models.Q(closed_on__gte=models.F("registered_on")),
                name="setting_closes_after_it_opens",
            )
        ]


class OfSetting(FencedRecord):
    """What is kept of a setting: for whoever sees its line of the register."""

    fence = OwnRows("owner_agency_id", "agency_id", "provider_id", "authority_id", "force_id")

    setting = models.ForeignKey(Setting, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    authority = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    force = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class NamedOfficer(OfSetting):
    """The officer whom a setting knows by name: one at a time."""

    sensitive = "phone"
    plain = "setting agency provider authority force officer from_at until_at"

    officer = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=40, blank=True, default="")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["setting"],
                condition=models.Q(until_at__isnull=True),
                name="one_named_officer_at_a_time",
            )
        ]


class Visit(OfSetting):
    """A visit that is wanted until a time, or was made; `placement` is what asked for it."""

    sensitive = "words"
    plain = (
        "setting agency provider authority force kind placement due_at visited_at visited_by "
        "talked_with"
    )

    kind = models.CharField(max_length=16, choices=VISIT_KINDS)
    placement = models.ForeignKey(
        Placement, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_at = models.DateTimeField(null=True, blank=True)
    visited_at = models.DateTimeField(null=True, blank=True)
    visited_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # How many children the officer spoke with; none is an answer too.
    talked_with = models.PositiveIntegerField(null=True, blank=True)
    words = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["placement"],
                condition=models.Q(placement__isnull=False),
                name="an_arrival_asks_for_one_visit",
            ),
            models.CheckConstraint(
                condition=models.Q(visited_at__isnull=True, visited_by__isnull=True)
                & models.Q(due_at__isnull=False)
                | models.Q(visited_at__isnull=False, visited_by__isnull=False),
                name="a_visit_is_due_or_made_by_somebody",
            ),
        ]


class Concern(FencedRecord):
    """Something about a setting that worries somebody: for whoever wrote it, police and authority.

    Of somebody who works there it is a matter of conduct, and is told under seal, not here.
    """

    fence = OwnRows("owner_agency_id", "force_id", "authority_id")
    sensitive = "words outcome"
    plain = "setting force authority kind child seen_at settled_at settled_by"

    setting = models.ForeignKey(Setting, on_delete=models.PROTECT, related_name="concerns")
    force = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=CONCERN_KINDS)
    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.TextField()
    seen_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True, settled_by__isnull=True)
                | (models.Q(settled_at__isnull=False, settled_by__isnull=False))
                & ~models.Q(outcome=""),
                name="a_settled_concern_says_what_came_of_it",
            )
        ]


class NamedInConcern(FencedRecord):
    """An adult whom the police named in a concern: for those of that force who see adults."""

    fence = AdultsOfOwner()
    sensitive = ""
    plain = "concern adult"

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="named")
    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["concern", "adult"], name="named_in_a_concern_once")
        ]


class PlacementNotice(FencedRecord):
    """Notice of a placement out of area: wanted from the day it is known, given with risk and plan.

    `due_at` is the law's limit, `arrives_at` when the child comes. `noted` says whom somebody told
    outside this system, where it was given so.
    """

    sensitive = "why_suitable risk_pack plan contacts director noted"
    plain = (
        "child placement emergency arrives_at due_at at_a_distance distance_km approved_on risks "
        "given_at given_by alert_red_at"
    )

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    placement = models.OneToOneField(Placement, on_delete=models.PROTECT, related_name="notice")
    emergency = models.BooleanField(default=False)
    arrives_at = models.DateTimeField()
    due_at = models.DateTimeField()
    at_a_distance = models.BooleanField(null=True)
    distance_km = models.PositiveIntegerField(null=True, blank=True)
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
