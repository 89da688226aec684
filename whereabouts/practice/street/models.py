"""Beats with their officers, hot spots and schools; readings of the briefing; words told."""

from django.db import models

from whereabouts.foundations.access.fences import OwnRows
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Member, Team
from whereabouts.practice.street.vocabulary import WORD_ENDS, WORD_KINDS
from whereabouts.records.people.models import Child
from whereabouts.records.placements.models import Setting


class Beat(FencedRecord):
    """A part of a force's area: its postcode districts and the names of its places."""

    fence = OwnRows("owner_agency_id")
    sensitive = ""
    plain = "name places team ended_at"

    name = models.CharField(max_length=120)
    places = models.JSONField(default=list)
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_agency", "name"],
                condition=models.Q(ended_at__isnull=True),
                name="one_beat_of_a_name",
            )
        ]


class BeatOfficer(FencedRecord):
    """An officer whose beat it is, from and until when."""

    fence = OwnRows("owner_agency_id")
    sensitive = ""
    plain = "beat member from_at until_at"

    beat = models.ForeignKey(Beat, on_delete=models.PROTECT, related_name="officers")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["beat", "member"],
                condition=models.Q(until_at__isnull=True),
                name="named_for_a_beat_once",
            )
        ]


class HotSpot(FencedRecord):
    """A place where children are met or taken, why it is looked at, and until when."""

    fence = OwnRows("owner_agency_id")
    sensitive = "place why latitude longitude"
    plain = "beat named_at until_on ended_at ended_by"

    beat = models.ForeignKey(Beat, on_delete=models.PROTECT, related_name="hot_spots")
    place = models.CharField(max_length=200)
    why = models.CharField(max_length=400)
    # Where it lies, where whoever names it knows: distances are worked out from it.
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    named_at = models.DateTimeField()
    until_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__isnull=False,
                    latitude__range=(49, 61),
                    longitude__isnull=False,
                    longitude__range=(-9, 2),
                ),
                name="a_hot_spot_lies_in_these_islands",
            )
        ]


class School(FencedRecord):
    """A school on a beat, and when its officer is there.

    Who that is, only the register says where the school stands on it; `officer` is of a school
    that does not.
    """

    fence = OwnRows("owner_agency_id")
    sensitive = ""
    plain = "beat setting name officer when telephone ended_at"

    beat = models.ForeignKey(Beat, on_delete=models.PROTECT, related_name="schools")
    setting = models.ForeignKey(
        Setting, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=160)
    officer = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    when = models.CharField(max_length=160, blank=True, default="")
    telephone = models.CharField(max_length=60, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(setting__isnull=True, officer__isnull=False)
                | models.Q(setting__isnull=False, officer__isnull=True),
                name="a_schools_officer_is_said_once",
            ),
            models.UniqueConstraint(
                fields=["setting"],
                condition=models.Q(ended_at__isnull=True, setting__isnull=False),
                name="a_school_lies_on_one_beat",
            ),
        ]


class AtSchool(FencedRecord):
    """A child goes to a school: its officer is the child's."""

    sensitive = "school_name"
    plain = "child school from_on until_on"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="schools")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="pupils")
    school_name = models.CharField(max_length=160)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "school"],
                condition=models.Q(until_on__isnull=True),
                name="at_a_school_once",
            )
        ]


class BriefingRead(FencedRecord):
    """Somebody read the briefing of a beat in a shift; what it held is kept as a sum alone."""

    fence = OwnRows("owner_agency_id")
    sensitive = ""
    plain = "beat shift_began_at read_at digest"

    beat = models.ForeignKey(Beat, on_delete=models.PROTECT, related_name="readings")
    shift_began_at = models.DateTimeField()
    read_at = models.DateTimeField()
    digest = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["beat", "shift_began_at", "recorded_by", "digest"],
                name="read_once_as_it_was",
            )
        ]


class StreetWord(FencedRecord):
    """Something that an officer saw or heard on the beat: the force's own, until it is used."""

    fence = OwnRows("owner_agency_id")
    sensitive = "words place result"
    plain = "beat child kind told_at seen_at ended_as settled_at settled_by"

    beat = models.ForeignKey(
        Beat, on_delete=models.PROTECT, null=True, blank=True, related_name="words"
    )
    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=8, choices=WORD_KINDS)
    words = models.TextField()
    place = models.CharField(max_length=200, blank=True, default="")
    seen_at = models.DateTimeField()
    told_at = models.DateTimeField()
    ended_as = models.CharField(max_length=10, choices=WORD_ENDS, blank=True, default="")
    result = models.TextField(blank=True, default="")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_as="", settled_at__isnull=True, settled_by__isnull=True)
                | (
                    ~models.Q(ended_as="")
                    & models.Q(settled_at__isnull=False, settled_by__isnull=False)
                    & ~models.Q(result="")
                ),
                name="a_word_from_the_street_is_settled_by_somebody",
            )
        ]
