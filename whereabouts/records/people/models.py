"""Children, adults who may pose a risk, and people around a child."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from whereabouts.foundations.access.adult_fences import Adults, AdultsOfChild
from whereabouts.foundations.access.fences import Nobodys, RelatedChild
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.records.people.vocabulary import (
    ADDRESS_KINDS,
    ADULT_LINK_KINDS,
    ETHNICITIES,
    FLAG_KINDS,
    FLAG_STATES,
    IDENTIFIER_SCHEMES,
    MAY_BE_TOLD,
    NAME_KINDS,
    PRECISIONS,
    RELATIONS,
    SEXES,
    STRENGTHS,
)


class Child(FencedRecord):
    """One agency's record of a child. Records of one child are linked, never moved together."""

    fence = RelatedChild("id")
    sensitive = (
        "sex gender ethnicity_self ethnicity_officer description communication_needs about_me "
        "died_on"
    )
    plain = "unidentified ethnicity_self_source ethnicity_officer_source"

    sex = models.CharField(max_length=1, choices=SEXES, blank=True, default="")
    gender = models.CharField(max_length=60, blank=True, default="")
    ethnicity_self = models.CharField(max_length=4, choices=ETHNICITIES, blank=True, default="")
    ethnicity_self_source = models.CharField(max_length=80, blank=True, default="")
    ethnicity_officer = models.CharField(max_length=4, choices=ETHNICITIES, blank=True, default="")
    ethnicity_officer_source = models.CharField(max_length=80, blank=True, default="")
    description = models.TextField(blank=True, default="")
    communication_needs = models.TextField(blank=True, default="")
    about_me = models.TextField(blank=True, default="")
    unidentified = models.BooleanField(default=False)
    died_on = models.DateField(null=True, blank=True)


class ChildName(FencedRecord):
    """A name that the child has, had or is called, with the keys that a search looks up.

    The keys are made by `engines.matching.stored_keys`; `keys_version` says by which of its rules.
    """

    sensitive = "given family full normal name_keys prefix_keys sound_keys"
    plain = "child kind from_on until_on source keys_version"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="names")
    kind = models.CharField(max_length=12, choices=NAME_KINDS, default="known_as")
    given = models.CharField(max_length=120, blank=True, default="")
    family = models.CharField(max_length=120, blank=True, default="")
    full = models.CharField(max_length=240)
    normal = models.CharField(max_length=240)
    name_keys = ArrayField(models.TextField(), default=list)
    prefix_keys = ArrayField(models.TextField(), default=list)
    sound_keys = ArrayField(models.TextField(), default=list)
    keys_version = models.SmallIntegerField(default=0)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        indexes = [
            GinIndex(fields=["name_keys"], name="names_by_name"),
            GinIndex(fields=["prefix_keys"], name="names_by_prefix"),
            GinIndex(fields=["sound_keys"], name="names_by_sound"),
        ]


class ChildBirth(FencedRecord):
    """A date of birth as somebody stated it: exact, partial or an age; several may stand."""

    sensitive = "as_said earliest latest"
    plain = "child precision source believed"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="births")
    as_said = models.CharField(max_length=60)
    earliest = models.DateField(db_index=True)
    latest = models.DateField()
    precision = models.CharField(max_length=8, choices=PRECISIONS)
    source = models.CharField(max_length=120, blank=True, default="")
    believed = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latest__gte=models.F("earliest")),
                name="birth_range_in_order",
            )
        ]


class ChildIdentifier(FencedRecord):
    """A number that another register gave the child."""

    sensitive = "value"
    plain = "child scheme from_agency"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="identifiers")
    scheme = models.CharField(max_length=20, choices=IDENTIFIER_SCHEMES)
    value = models.CharField(max_length=60, db_index=True)
    from_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


class ChildAddress(FencedRecord):
    """A place the child lives, lived, or has family. Confidential ones stay with their owner."""

    fence = RelatedChild("child_id", unless="confidential")
    sensitive = "line postcode risk_history"
    plain = "child kind force authority confidential from_on until_on source"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="addresses")
    kind = models.CharField(max_length=12, choices=ADDRESS_KINDS)
    line = models.CharField(max_length=240)
    postcode = models.CharField(max_length=12, blank=True, default="")
    force = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    authority = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confidential = models.BooleanField(default=False)
    risk_history = models.TextField(blank=True, default="")
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=120, blank=True, default="")


class ChildPhone(FencedRecord):
    """A telephone number or handle of the child's."""

    sensitive = "number"
    plain = "child kind source"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="phones")
    kind = models.CharField(max_length=12, default="mobile")
    number = models.CharField(max_length=80, db_index=True)
    source = models.CharField(max_length=120, blank=True, default="")


class ChildLanguage(FencedRecord):
    """A language that the child speaks, and whether an interpreter is wanted."""

    sensitive = "language"
    plain = "child preferred interpreter"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="languages")
    language = models.CharField(max_length=60)
    preferred = models.BooleanField(default=False)
    interpreter = models.BooleanField(default=False)


class ChildPhoto(FencedRecord):
    """A photograph, stripped of where it was taken."""

    sensitive = "picture"
    plain = "child taken_on source"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="photos")
    picture = models.BinaryField()
    taken_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=120, blank=True, default="")


class RelatedPerson(FencedRecord):
    """A relative, carer, worker or friend: and what they may be told.

    `told` starts at "safe" (that the child is safe, no more). Where a concern sets "nothing", only
    a named senior lifts it.
    """

    sensitive = "name phone address told_because"
    plain = (
        "child relation language parental_responsibility told told_at told_by awaiting_senior force"
    )

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="related_people")
    name = models.CharField(max_length=160)
    relation = models.CharField(max_length=20, choices=RELATIONS)
    phone = models.CharField(max_length=80, blank=True, default="")
    address = models.CharField(max_length=240, blank=True, default="")
    force = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    language = models.CharField(max_length=60, blank=True, default="")
    parental_responsibility = models.BooleanField(null=True, blank=True)
    told = models.CharField(max_length=8, choices=MAY_BE_TOLD, default="safe")
    told_because = models.TextField(blank=True, default="")
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    awaiting_senior = models.BooleanField(default=False)


class Flag(FencedRecord):
    """A typed warning on a child's record, with its source, owner and review date."""

    sensitive = "detail"
    plain = (
        "child kind strength state source owner raised_at settled_at review_on ended_at ended_by "
        "end_because"
    )

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=24, choices=FLAG_KINDS)
    strength = models.CharField(max_length=10, choices=STRENGTHS)
    state = models.CharField(max_length=10, choices=FLAG_STATES, default="active")
    source = models.CharField(max_length=160)
    detail = models.TextField(blank=True, default="")
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    # When a proposal was settled; None for one that waits, for a flag that was never proposed, and
    # where nobody can say any more.
    settled_at = models.DateTimeField(null=True, blank=True)
    review_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_because = models.CharField(max_length=240, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["proposed", "active"], ended_at__isnull=True)
                | models.Q(state__in=["declined", "ended"], ended_at__isnull=False),
                name="flag_ends_when_ended",
            )
        ]


class SamePersonLink(FencedRecord):
    """Two records are of one child, said by a named person, and parted in one step."""

    fence = RelatedChild("child_id")
    sensitive = "because part_because"
    plain = "child other parted_at parted_by"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="links_from")
    other = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="links_to")
    because = models.TextField()
    parted_at = models.DateTimeField(null=True, blank=True)
    parted_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    part_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "other"],
                condition=models.Q(parted_at__isnull=True),
                name="linked_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(child=models.F("other")),
                name="linked_to_another_record",
            ),
        ]


class Adult(FencedRecord):
    """An adult who may pose a risk to children: their own record, their own fence."""

    fence = Adults(link_table="people_adultlink", column="id")
    sensitive = "name born_on description registered_sex_offender"
    plain = "offender_manager_agency"

    name = models.CharField(max_length=240)
    born_on = models.DateField(null=True, blank=True)
    description = models.TextField(blank=True, default="")
    registered_sex_offender = models.BooleanField(null=True, blank=True)
    offender_manager_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


class AdultIntelligence(FencedRecord):
    """Something known about an adult, graded, with where it came from."""

    fence = Adults(link_table="people_adultlink")
    sensitive = "text about"
    plain = "adult grading source known_at"

    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="intelligence")
    text = models.TextField()
    about = models.CharField(max_length=120, blank=True, default="")
    grading = models.CharField(max_length=12, blank=True, default="")
    source = models.CharField(max_length=160)
    known_at = models.DateTimeField()


class AdultLink(FencedRecord):
    """A child and an adult, how they are linked, who says so and when."""

    fence = AdultsOfChild("child_id")
    sensitive = "detail"
    plain = "child adult kind strength source grading said_at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="adult_links")
    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="child_links")
    kind = models.CharField(max_length=20, choices=ADULT_LINK_KINDS)
    strength = models.CharField(max_length=10, choices=STRENGTHS, default="suspected")
    source = models.CharField(max_length=160)
    grading = models.CharField(max_length=12, blank=True, default="")
    detail = models.TextField(blank=True, default="")
    said_at = models.DateTimeField()


class Changed(models.Model):
    """That a transaction changed what a child is found by: what the search index reads on from.

    Triggers write it, whoever changes a row; the number of the transaction tells what a snapshot
    of the database saw of it (docs/adr/0019). Kept for an hour.
    """

    fence = Nobodys()
    sensitive = ""
    plain = "id transaction child noted_at"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    transaction = models.BigIntegerField()
    child = models.UUIDField()
    noted_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transaction", "child"], name="changed_once_each")
        ]
