"""Harm as somebody said it, lines that may be shared, commissions with attempts, feedback."""

from django.db import models

from whereabouts.foundations.access.fences import RelatedChild
from whereabouts.foundations.access.models import FencedRecord, SealableRecord
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.practice.conversations.vocabulary import (
    AGREED,
    ATTEMPT_OUTCOMES,
    ATTEMPT_WAYS,
    COMMISSION_STATES,
    FED_BACK_TO,
    LINE_KINDS,
    SOURCES,
)
from whereabouts.practice.investigation.models import Task
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child


class HarmSaid(SealableRecord):
    """How one question about harm was answered, by whom and when. Added, never changed."""

    sensitive = "said_by words"
    plain = "child episode harm answer source said_in said_at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="harm_said")
    harm = models.SlugField(max_length=20)
    answer = models.SlugField(max_length=12)
    source = models.CharField(max_length=12, choices=SOURCES)
    said_in = models.SlugField(max_length=20)
    said_by = models.CharField(max_length=160, blank=True, default="")
    words = models.TextField(blank=True, default="")
    said_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["episode", "harm"], name="harm_by_episode")]


class ToldLine(SealableRecord):
    """One thing that was told: what the child lets be known of it, and to whom.

    Added, never changed: a later line `replaces` an earlier one.
    """

    sensitive = "words because"
    plain = "child episode kind said_in said_at agreed audience told_first replaces"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="told_lines")
    kind = models.CharField(max_length=12, choices=LINE_KINDS)
    words = models.TextField()
    said_in = models.SlugField(max_length=20)
    said_at = models.DateTimeField()
    agreed = models.CharField(max_length=10, choices=AGREED)
    audience = models.JSONField(default=list)
    because = models.TextField(blank=True, default="")
    told_first = models.BooleanField(null=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(because="") | models.Q(told_first__isnull=False),
                name="an_override_says_whether_the_child_was_told",
            )
        ]


class Commission(FencedRecord):
    """The independent conversation, asked of a provider; the authority stays answerable."""

    fence = RelatedChild("child_id", or_agency="provider_id")
    sensitive = "visit_risk because best_time how_to_reach"
    plain = (
        "child episode task provider state asked_at worker taken_at scheduled_for submitted_at "
        "approved_at approved_by"
    )

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="commissions")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="commissions")
    provider = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=COMMISSION_STATES, default="asked")
    asked_at = models.DateTimeField()
    visit_risk = models.TextField(blank=True, default="")
    best_time = models.CharField(max_length=160, blank=True, default="")
    how_to_reach = models.CharField(max_length=240, blank=True, default="")
    worker = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    scheduled_for = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task"],
                condition=~models.Q(state="cancelled"),
                name="commissioned_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved")
                | models.Q(approved_by__isnull=False, submitted_at__isnull=False),
                name="accepted_by_somebody_once_written_up",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="rejected") | ~models.Q(because=""),
                name="sent_back_with_a_reason",
            ),
        ]


class Attempt(FencedRecord):
    """One try to speak with the child for the independent conversation. Added, never changed."""

    sensitive = "words"
    plain = "child episode task tried_at way outcome next_at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="attempts")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    tried_at = models.DateTimeField()
    way = models.CharField(max_length=8, choices=ATTEMPT_WAYS)
    outcome = models.CharField(max_length=14, choices=ATTEMPT_OUTCOMES)
    words = models.TextField(blank=True, default="")
    next_at = models.DateTimeField(null=True, blank=True)


class FedBack(FencedRecord):
    """Somebody was told what came of it, or there is a reason why not. Added, never changed."""

    sensitive = "words"
    plain = "child episode to told told_at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="fed_back")
    to = models.CharField(max_length=12, choices=FED_BACK_TO)
    told = models.BooleanField()
    words = models.TextField()
    told_at = models.DateTimeField()
