"""The register of homes, carers and schools: lines, officers, visits, concerns, capacity."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from whereabouts.foundations.access.adult_fences import AdultsOfOwner
from whereabouts.foundations.access.fences import Involved, OwnRows
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.records.people.models import Adult, Child
from whereabouts.records.placements.models.placing import Placement
from whereabouts.records.placements.vocabulary import (
    CAPACITY_KINDS,
    CONCERN_KINDS,
    SETTING_KINDS,
    VISIT_KINDS,
)


class Setting(FencedRecord):
    """A home, a foster carer or a school: a line of the register, for those who work with it.

    Where homes are is no public knowledge, so the register is fenced: the setting itself, its
    provider, the authority and the force there, and whoever wrote the line.
    """

    fence = OwnRows("owner_agency_id", "agency_id", "provider_id", "authority_id", "force_id")
    sensitive = "address phone latitude longitude"
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
    # Where it lies, where whoever registers it knows: distances are worked out from it.
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    registered_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True)
                | models.Q(closed_on__gte=models.F("registered_on")),
                name="setting_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(49, 61), longitude__range=(-9, 2)),
                name="a_setting_lies_in_these_islands",
            ),
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


class Capacity(FencedRecord):
    """What a home or provider says that it can take, on a day: added, never changed.

    For whoever says it and those who ask it of them: the authority there, and each authority that
    places or asks now.
    """

    fence = Involved("involved")
    sensitive = "words"
    plain = "kind free of said_at until_on involved"

    kind = models.CharField(max_length=10, choices=CAPACITY_KINDS)
    free = models.PositiveIntegerField()
    of = models.PositiveIntegerField(null=True, blank=True)
    said_at = models.DateTimeField()
    until_on = models.DateField()
    words = models.CharField(max_length=240, blank=True, default="")
    involved = ArrayField(models.UUIDField(), default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(of__isnull=True) | models.Q(free__lte=models.F("of")),
                name="no_more_is_free_than_there_is",
            )
        ]
