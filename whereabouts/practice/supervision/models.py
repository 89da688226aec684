"""Reviews, proposals to go lower, challenges to a grade, and offers of ownership."""

from django.db import models

from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Member
from whereabouts.practice.risk.models import Assessment, Decision
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import CATEGORIES, LEVELS
from whereabouts.records.people.models import Child, RelatedPerson


class Review(FencedRecord):
    """A fresh look that a pack asks for: by whom, until when, and the decision that came of it.

    `ladder_at` is when the ladder that it is a rung of began: a new level begins a new one. From
    `opens_at` on a look counts for it. A `level` of "" is asked for whatever level stands.
    """

    sensitive = "level"
    plain = (
        "child episode key pack ladder_at opens_at due_at repeats to_role rank state settled_at "
        "done_by decision"
    )

    STATES = [
        ("waiting", "Waiting"),
        ("done", "Done"),
        ("stood_down", "No longer asked for"),
    ]

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="reviews")
    key = models.CharField(max_length=60)
    pack = models.CharField(max_length=120)
    level = models.CharField(max_length=8, choices=LEVELS, blank=True, default="")
    ladder_at = models.DateTimeField()
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    repeats = models.BooleanField(default=False)
    to_role = models.SlugField(max_length=40)
    rank = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=STATES, default="waiting")
    settled_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "key"],
                condition=models.Q(state="waiting"),
                name="one_waiting_review_of_a_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", settled_at__isnull=True)
                | (~models.Q(state="waiting") & models.Q(settled_at__isnull=False)),
                name="review_settled_when_not_waiting",
            ),
            models.CheckConstraint(
                condition=models.Q(state="done", done_by__isnull=False, decision__isnull=False)
                | (~models.Q(state="done") & models.Q(done_by__isnull=True, decision__isnull=True)),
                name="a_review_done_has_a_name_and_a_decision",
            ),
        ]
        indexes = [
            models.Index(
                fields=["episode", "due_at"],
                condition=models.Q(state="waiting"),
                name="reviews_waiting",
            )
        ]


class Proposal(FencedRecord):
    """Somebody wants to go where only a duty inspector may: what stands, stands until answered."""

    sensitive = "category level rationale answer_because prompt_answers"
    plain = "child episode assessment asked_at rules state answered_at answered_by decision cited"

    STATES = [
        ("asked", "Asked"),
        ("agreed", "Agreed"),
        ("refused", "Refused"),
        ("lapsed", "Lapsed"),
    ]

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="proposals")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    category = models.CharField(max_length=20, choices=CATEGORIES)
    level = models.CharField(max_length=8, choices=LEVELS)
    rationale = models.TextField()
    rules = models.JSONField(default=list)
    prompt_answers = models.JSONField(default=dict)
    cited = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=STATES, default="asked")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer_because = models.TextField(blank=True, default="")
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode"],
                condition=models.Q(state="asked"),
                name="one_proposal_at_a_time",
            )
        ]


class Challenge(FencedRecord):
    """Somebody disagrees with the grade; answered by a person who did not decide it."""

    sensitive = "words answer made_by_name"
    plain = (
        "child episode decision made_at made_by_kind person due_at state answered_at answered_by"
    )

    STATES = [("open", "Open"), ("answered", "Answered")]

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="challenges")
    decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="challenges",
    )
    made_at = models.DateTimeField()
    made_by_kind = models.CharField(max_length=20)
    made_by_name = models.CharField(max_length=160, blank=True, default="")
    person = models.ForeignKey(
        RelatedPerson, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.TextField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=STATES, default="open")
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


class HandOver(FencedRecord):
    """An offer of ownership; the owner stays the owner until it is accepted."""

    sensitive = "words"
    plain = "child episode from_member to_member offered_at state answered_at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="hand_overs")
    from_member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    words = models.TextField(blank=True, default="")
    state = models.CharField(
        max_length=10,
        choices=[
            ("offered", "Offered"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("withdrawn", "Withdrawn"),
        ],
        default="offered",
    )
    answered_at = models.DateTimeField(null=True, blank=True)
