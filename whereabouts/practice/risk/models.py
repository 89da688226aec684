"""Assertions that feed risk, assessments made from them, and decisions by named people."""

from django.db import models

from whereabouts.foundations.access.fences import Unfenced
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.agencies.models import Member
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import CATEGORIES, LEVELS
from whereabouts.records.people.models import Adult, Child
from whereabouts.records.reports.models import Report


class Assertion(FencedRecord):
    """A statement about a fact: what, who said so, when they said it and when it was written down.

    Never changed: a later statement stands beside it. `resolved_by` names who settled a
    contradiction in favour of this one.
    """

    sensitive = "value said_by words"
    plain = "child episode report fact source_kind said_at adult resolves"

    SOURCES = [
        ("reporter", "The person reporting"),
        ("carer", "A carer"),
        ("child", "The child"),
        ("police", "Police"),
        ("partner", "Another agency"),
        ("records", "Records"),
    ]

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="assertions")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="assertions")
    report = models.ForeignKey(
        Report,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assertions",
    )
    fact = models.CharField(max_length=60)
    # null is "not known": said, and remembered as said.
    value = models.JSONField(null=True)
    said_by = models.CharField(max_length=160)
    source_kind = models.CharField(max_length=10, choices=SOURCES)
    said_at = models.DateTimeField()
    words = models.TextField(blank=True, default="")
    adult = models.ForeignKey(
        Adult,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assertions",
    )
    resolves = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["episode", "fact"], name="assertions_by_fact")]


class Assessment(FencedRecord):
    """What the rules made of the facts at a moment: added, never changed, replayable."""

    sensitive = "facts sources result level possible_level floor"
    plain = "child episode number at pack pack_sha256 cause"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="assessments")
    number = models.IntegerField()
    at = models.DateTimeField()
    pack = models.CharField(max_length=120)
    pack_sha256 = models.CharField(max_length=64)
    facts = models.JSONField()
    sources = models.JSONField()
    result = models.JSONField()
    level = models.CharField(max_length=8, choices=LEVELS)
    possible_level = models.CharField(max_length=8, choices=LEVELS)
    floor = models.CharField(max_length=8, choices=LEVELS)
    cause = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode", "number"], name="assessments_are_numbered")
        ]


class Decision(FencedRecord):
    """What a person decided, on which assessment, and why: added, never changed."""

    sensitive = "category level rationale override_reason cited"
    plain = "child episode assessment decided_at supervisor inspector overrode kind"

    KINDS = [
        ("first", "First"),
        ("higher", "Higher"),
        ("same", "The same"),
        ("lower", "Lower"),
    ]

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="decisions")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="decisions")
    decided_at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=KINDS)
    category = models.CharField(max_length=20, choices=CATEGORIES)
    level = models.CharField(max_length=8, choices=LEVELS)
    rationale = models.TextField(blank=True, default="")
    supervisor = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    inspector = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    overrode = models.JSONField(default=list)
    override_reason = models.TextField(blank=True, default="")
    cited = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(overrode=[]) | models.Q(inspector__isnull=False),
                name="an_override_has_a_name_on_it",
            )
        ]


class PromptAnswer(FencedRecord):
    """A prompt or a "should this be HIGH?" accepted or declined, with the reason."""

    sensitive = "rule reason answer"
    plain = "child decision strength"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="answers")
    rule = models.CharField(max_length=30)
    strength = models.CharField(max_length=10)
    answer = models.CharField(
        max_length=8, choices=[("accepted", "Accepted"), ("declined", "Declined")]
    )
    reason = models.TextField(blank=True, default="")


class PackApproval(models.Model):
    """A pack put in force, or in shadow, by a named person, with the hash of what they read."""

    fence = Unfenced()
    sensitive = ""
    plain = "id pack sha256 standing approved_at approved_by note"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pack = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    standing = models.CharField(
        max_length=10, choices=[("approved", "Approved"), ("shadow", "In shadow")]
    )
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=240, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "sha256", "standing"], name="approved_once_as_it_stands"
            )
        ]


class ShadowDifference(FencedRecord):
    """Where a draft pack would have said something else; it changes nothing."""

    sensitive = "level shadow_level"
    plain = "child assessment pack pack_sha256 at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="shadows")
    pack = models.CharField(max_length=120)
    pack_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    level = models.CharField(max_length=8, choices=LEVELS)
    shadow_level = models.CharField(max_length=8, choices=LEVELS)
