"""Tasks with owners and clocks, sign-offs of the plan, publicity, and sightings."""

from django.db import models

from whereabouts.foundations.access.fences import RelatedChild
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.practice.investigation.vocabulary import PUBLICITY_DECISIONS, SIGHTING_SOURCES
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child


class Task(FencedRecord):
    """Something to be done, by whom, until when, and which rule or plan asked for it.

    Not done needs a code (`not_done_code`) and words; nothing is quietly dropped.
    """

    fence = RelatedChild("child_id", or_agency="assigned_agency_id")
    sensitive = "title detail result"
    plain = (
        "child episode kind because assigned_agency to_role owner created_at due_at clock state "
        "accepted_at accepted_by settled_at settled_by not_done_code fact again_after_hours"
    )

    STATES = [
        ("open", "To do"),
        ("accepted", "Being done"),
        ("done", "Done"),
        ("not_done", "Not done, with a reason"),
        ("cancelled", "No longer asked for"),
    ]

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="tasks")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True, default="")
    because = models.CharField(max_length=40, blank=True, default="")
    assigned_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_role = models.SlugField(max_length=40)
    owner = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    # A clock that starts with a later event (the return): kept as the pack says it.
    clock = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=STATES, default="open")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    result = models.TextField(blank=True, default="")
    not_done_code = models.CharField(max_length=30, blank=True, default="")
    fact = models.CharField(max_length=60, blank=True, default="")
    # A line of enquiry that is looked at again so long after it was done.
    again_after_hours = models.FloatField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["assigned_agency", "to_role"],
                condition=models.Q(state__in=["open", "accepted"]),
                name="tasks_outstanding",
            ),
            # The board asks each open episode for what is due first.
            models.Index(
                fields=["episode", "due_at"],
                condition=models.Q(state__in=["open", "accepted"]),
                name="tasks_by_deadline",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "kind", "fact", "assigned_agency"],
                condition=~models.Q(state="cancelled"),
                name="asked_for_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "accepted"], settled_at__isnull=True)
                | models.Q(
                    state__in=["done", "not_done", "cancelled"],
                    settled_at__isnull=False,
                ),
                name="task_settled_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="not_done") | ~models.Q(not_done_code=""),
                name="not_done_has_a_code",
            ),
        ]


class Sighting(FencedRecord):
    """Somebody may have seen the child."""

    sensitive = "place words seen_by"
    plain = "child episode seen_at confidence source"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="sightings")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="sightings")
    seen_at = models.DateTimeField()
    place = models.CharField(max_length=240)
    seen_by = models.CharField(max_length=160, blank=True, default="")
    words = models.TextField(blank=True, default="")
    confidence = models.CharField(
        max_length=10,
        choices=[("certain", "Certain"), ("likely", "Likely"), ("unsure", "Unsure")],
        default="unsure",
    )
    source = models.CharField(max_length=16, choices=SIGHTING_SOURCES, blank=True, default="")


class SignOff(FencedRecord):
    """A supervisor looked at the investigation plan: signed it, or said what it lacks.

    `lines` holds how many lines of each kind stood how at that moment.
    """

    sensitive = "words"
    plain = "child episode signed_at agreed lines"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="sign_offs")
    signed_at = models.DateTimeField()
    agreed = models.BooleanField()
    words = models.TextField(blank=True, default="")
    lines = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(agreed=True) | ~models.Q(words=""),
                name="unsigned_plan_says_what_it_lacks",
            )
        ]


class Publicity(FencedRecord):
    """A decision whether to appeal to the public: by whom, why, which harm was weighed.

    A picture that is out cannot be called back, so an appeal says what may be said, and is taken
    down by somebody with a name.
    """

    sensitive = "because harm_weighed may_say child_view taken_down_words"
    plain = "child episode decided_at decision channels taken_down_at taken_down_by"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="publicity")
    decided_at = models.DateTimeField()
    decision = models.CharField(max_length=16, choices=PUBLICITY_DECISIONS)
    channels = models.JSONField(default=list)
    because = models.TextField()
    harm_weighed = models.TextField()
    may_say = models.TextField(blank=True, default="")
    child_view = models.TextField(blank=True, default="")
    taken_down_at = models.DateTimeField(null=True, blank=True)
    taken_down_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_down_words = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "owner_agency"],
                condition=models.Q(taken_down_at__isnull=True) & ~models.Q(decision="none"),
                name="one_appeal_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(decision="none") | ~models.Q(may_say=""),
                name="appeal_says_what_may_be_said",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_down_at__isnull=True, taken_down_by__isnull=True)
                | models.Q(taken_down_at__isnull=False, taken_down_by__isnull=False),
                name="appeal_taken_down_by_somebody",
            ),
        ]
