"""Who went out, what was said with the child, and what the family was told."""

from django.db import models

from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Member
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.response.vocabulary import HOW, SAFE_ANSWERS, TONES, TOWARDS
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child, RelatedPerson
from whereabouts.records.people.vocabulary import MAY_BE_TOLD


class Deployment(FencedRecord):
    """A unit that was asked for, and how far it came; or that none was free, and who said so."""

    sensitive = "unit going said_by words"
    plain = (
        "child episode asked_at none_free deployed_at arrived_at arrived_by child_seen_at "
        "child_seen_by stood_down_at"
    )

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="deployments")
    unit = models.CharField(max_length=80, blank=True, default="")
    going = models.CharField(max_length=160, blank=True, default="")
    asked_at = models.DateTimeField()
    none_free = models.BooleanField(default=False)
    said_by = models.CharField(max_length=160, blank=True, default="")
    words = models.TextField(blank=True, default="")
    deployed_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    arrived_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    child_seen_at = models.DateTimeField(null=True, blank=True)
    child_seen_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    stood_down_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["episode", "asked_at"], name="deployments_by_time")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(none_free=False) & ~models.Q(unit="")
                | models.Q(none_free=True, deployed_at__isnull=True) & ~models.Q(said_by=""),
                name="a_unit_or_who_said_that_none_is_free",
            ),
            models.CheckConstraint(
                condition=models.Q(arrived_at__isnull=True, arrived_by__isnull=True)
                | models.Q(
                    arrived_at__isnull=False,
                    arrived_by__isnull=False,
                    deployed_at__isnull=False,
                    arrived_at__gte=models.F("deployed_at"),
                ),
                name="arrived_after_being_sent",
            ),
            models.CheckConstraint(
                condition=models.Q(child_seen_at__isnull=True, child_seen_by__isnull=True)
                | models.Q(
                    child_seen_at__isnull=False,
                    child_seen_by__isnull=False,
                    arrived_at__isnull=False,
                ),
                name="child_seen_by_somebody_there",
            ),
        ]


class ChildContact(FencedRecord):
    """Somebody tried to reach the missing child, or the child got in touch. It is added, never
    changed, and no grade follows from it by itself."""

    sensitive = "made_by tone safe_answer words next_by"
    plain = "child episode how towards happened_at suggested next_task"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="child_contacts")
    how = models.CharField(max_length=12, choices=HOW)
    towards = models.CharField(max_length=12, choices=TOWARDS)
    happened_at = models.DateTimeField()
    made_by = models.CharField(max_length=160)
    tone = models.CharField(max_length=12, choices=TONES)
    safe_answer = models.CharField(max_length=12, choices=SAFE_ANSWERS)
    words = models.TextField(blank=True, default="")
    suggested = models.CharField(max_length=12, blank=True, default="")
    next_by = models.CharField(max_length=160, blank=True, default="")
    next_task = models.ForeignKey(
        Task, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


class FamilyUpdate(FencedRecord):
    """Somebody around the child is told by a time, by somebody with a name, in their language.

    `standing` is what they might be told when they were told; `said` names what was said, of what
    it allowed.
    """

    sensitive = "language their_words because"
    plain = (
        "child episode person named task state interpreter due_at standing said given_at given_by"
    )

    STATES = [
        ("promised", "Promised"),
        ("given", "Told"),
        ("left", "Not told, with the reason"),
    ]

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="family_updates")
    person = models.ForeignKey(RelatedPerson, on_delete=models.PROTECT, related_name="+")
    named = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    language = models.CharField(max_length=60, blank=True, default="")
    interpreter = models.BooleanField(default=False)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=STATES, default="promised")
    standing = models.CharField(max_length=8, choices=MAY_BE_TOLD, blank=True, default="")
    said = models.JSONField(default=list)
    their_words = models.TextField(blank=True, default="")
    because = models.TextField(blank=True, default="")
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "person"],
                condition=models.Q(state="promised"),
                name="one_promise_a_person_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state="promised", given_at__isnull=True)
                | models.Q(state="given", given_at__isnull=False, given_by__isnull=False)
                | (models.Q(state="left", given_at__isnull=False) & ~models.Q(because="")),
                name="update_given_or_left_with_a_reason",
            ),
        ]
