"""A matter that was taken to somebody above, and each step that it climbed."""

from django.db import models

from whereabouts.foundations.access.fences import OwnRows
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.practice.escalation.rules import KINDS, STATES, WHY
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child


class Escalation(FencedRecord):
    """A matter: what it is, what is wanted, on which step it stands now, and its answer."""

    fence = OwnRows("owner_agency_id", "to_agency_id", "at_agency_id")
    sensitive = "words wanted answer"
    plain = (
        "child episode kind to_agency at_agency at_role level raised_at due_at state answered_at "
        "answered_by settled_at"
    )

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=KINDS)
    words = models.TextField()
    wanted = models.TextField()
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    at_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    at_role = models.SlugField(max_length=40)
    level = models.SmallIntegerField()
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=STATES, default="open")
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["at_agency", "at_role"],
                condition=models.Q(state="open"),
                name="escalations_waiting",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="open", answered_at__isnull=True, settled_at__isnull=True)
                | models.Q(state="answered", answered_at__isnull=False, settled_at__isnull=True)
                | models.Q(state="settled", answered_at__isnull=False, settled_at__isnull=False),
                name="escalation_answered_before_settled",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answered_by__isnull=True)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
                name="escalation_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_by__isnull=True)
                | ~models.Q(answered_by=models.F("recorded_by")),
                name="nobody_answers_their_own_matter",
            ),
            models.CheckConstraint(
                condition=~models.Q(words="") & ~models.Q(wanted=""),
                name="escalation_says_what_is_wanted",
            ),
        ]


class Climb(FencedRecord):
    """One step of a matter: where it came to stand, why, and what was answered there before."""

    fence = OwnRows("owner_agency_id", "at_agency_id", "raised_by_id")
    sensitive = "words"
    plain = "escalation at_agency raised_by at_role level why at due_at"

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="climbs")
    raised_by = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    at_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    at_role = models.SlugField(max_length=40)
    level = models.SmallIntegerField()
    why = models.CharField(max_length=12, choices=WHY)
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    words = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["escalation", "level"], name="a_step_is_climbed_once")
        ]
