"""The return, the conversations after it, and what is stood down."""

from django.db import models

from whereabouts.foundations.access.fences import RelatedChild
from whereabouts.foundations.access.models import FencedRecord, SealableRecord
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.return_home.vocabulary import (
    ALTERNATIVE_ANSWERS,
    ALTERNATIVE_KINDS,
    BY_WHOM,
    DESTINATION_KINDS,
    DESTINATION_STATES,
    GROUNDS_DECIDED,
    HOW,
    INTERVIEW_KINDS,
    INTERVIEW_OUTCOMES,
    PROTECTION_OUTCOMES,
    STAND_DOWN_SYSTEMS,
    WAYS,
)
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child, RelatedPerson


class Return(FencedRecord):
    """How the child was found or came back, and where they go.

    What happened is recorded whatever it is; what is proposed waits for the safety questions.
    """

    sensitive = (
        "found_place found_with condition where_now safety destination decision_because "
        "needs needs_met told_child by_whom_name"
    )
    plain = (
        "child episode how by_whom found_at already_there destination_kind destination_person "
        "destination_state decided_at decided_by back_at seen_alone_at seen_by protection"
    )

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="return_record")
    how = models.CharField(max_length=14, choices=HOW)
    by_whom = models.CharField(max_length=14, choices=BY_WHOM)
    by_whom_name = models.CharField(max_length=160, blank=True, default="")
    found_at = models.DateTimeField()
    found_place = models.CharField(max_length=240, blank=True, default="")
    found_with = models.TextField(blank=True, default="")
    condition = models.TextField(blank=True, default="")
    needs = models.JSONField(default=list)
    # {need: {"words", "by", "at"}}: who saw to it, and how.
    needs_met = models.JSONField(default=dict)
    where_now = models.CharField(max_length=240, blank=True, default="")
    already_there = models.BooleanField(default=False)
    destination = models.CharField(max_length=240, blank=True, default="")
    destination_kind = models.CharField(
        max_length=12, choices=DESTINATION_KINDS, blank=True, default=""
    )
    destination_person = models.ForeignKey(
        RelatedPerson, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    destination_state = models.CharField(max_length=14, choices=DESTINATION_STATES, default="none")
    safety = models.JSONField(default=dict)
    decision_because = models.TextField(blank=True, default="")
    told_child = models.TextField(blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    back_at = models.DateTimeField(null=True, blank=True)
    seen_alone_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    protection = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(destination_state__in=["agreed", "refused"])
                | models.Q(decided_by__isnull=False),
                name="a_destination_is_decided_by_somebody",
            )
        ]


class Interview(SealableRecord):
    """A conversation after the return: the police's, or the authority's independent one.

    Where the child names somebody who works with children as the one who harms, it is sealed from
    them. One visit may answer several episodes: `visit` is the same in each.
    """

    sensitive = (
        "words answers setting offered know_next_time child_view consents best_time how_to_reach"
    )
    plain = "child episode task kind held_at held_by outcome explained seen_alone visit reasons way"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="interviews")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="interviews")
    kind = models.CharField(max_length=10, choices=INTERVIEW_KINDS)
    outcome = models.CharField(max_length=14, choices=INTERVIEW_OUTCOMES)
    held_at = models.DateTimeField()
    held_by = models.CharField(max_length=160)
    setting = models.CharField(max_length=160, blank=True, default="")
    explained = models.BooleanField(default=False)
    seen_alone = models.BooleanField(null=True)
    answers = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    words = models.TextField(blank=True, default="")
    child_view = models.TextField(blank=True, default="")
    offered = models.TextField(blank=True, default="")
    know_next_time = models.TextField(blank=True, default="")
    way = models.CharField(max_length=14, choices=WAYS, blank=True, default="")
    # Who agreed to what, as `rules.Consent`: {"who", "answer", "to", "name", "words"}.
    consents = models.JSONField(default=list)
    # For whoever goes to the child next.
    best_time = models.CharField(max_length=160, blank=True, default="")
    how_to_reach = models.CharField(max_length=240, blank=True, default="")
    visit = models.UUIDField(null=True, blank=True)


class Protection(FencedRecord):
    """Police protection of a child, 72 hours at most: what the law wants told and asked.

    `steps` holds {step: {"words": …, "at": …}} for each of `vocabulary.PROTECTION_STEPS`.
    """

    sensitive = "grounds place designated_officer steps outcome_words"
    plain = "child episode started_at ends_at officer ended_at outcome"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="protections")
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    grounds = models.TextField()
    place = models.CharField(max_length=240, blank=True, default="")
    officer = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    designated_officer = models.CharField(max_length=160, blank=True, default="")
    steps = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=16, choices=PROTECTION_OUTCOMES, blank=True, default="")
    outcome_words = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode"],
                condition=models.Q(ended_at__isnull=True),
                name="protected_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | ~models.Q(outcome=""),
                name="protection_ends_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("started_at")),
                name="protection_has_an_end",
            ),
        ]


class StandDown(FencedRecord):
    """One thing that was set going and has to be stopped: confirmed by somebody, or it alarms."""

    sensitive = ""
    plain = "child episode system confirmed_at confirmed_by not_used"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="stand_downs")
    system = models.CharField(max_length=20, choices=STAND_DOWN_SYSTEMS)
    not_used = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode", "system"], name="stood_down_once_each")
        ]


class Alternative(FencedRecord):
    """Another place that was asked for before a child is taken anywhere, and the time it took.

    Silence climbs to whoever is on call, and is counted: `gap_at` is when it became a gap.
    """

    fence = RelatedChild("child_id", or_agency="asked_agency_id")
    sensitive = "name phone words"
    plain = "child episode kind asked_agency asked_at answered_at answer climbed_at gap_at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="alternatives")
    kind = models.CharField(max_length=14, choices=ALTERNATIVE_KINDS)
    asked_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=160)
    phone = models.CharField(max_length=40, blank=True, default="")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=8, choices=ALTERNATIVE_ANSWERS, blank=True, default="")
    words = models.TextField(blank=True, default="")
    climbed_at = models.DateTimeField(null=True, blank=True)
    gap_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["asked_agency", "asked_at"], name="places_asked_for")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answer="")
                | models.Q(answered_at__isnull=False) & ~models.Q(answer=""),
                name="an_answer_has_its_time",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True)
                | models.Q(answered_at__gte=models.F("asked_at")),
                name="answered_after_being_asked",
            ),
        ]


class NationalReferral(FencedRecord):
    """A child who may be trafficked, or is alone: referred nationally, whatever they agree to.

    Where the age is disputed the child is a child until somebody who may has decided otherwise.
    """

    sensitive = "age_words advocate interpreter"
    plain = (
        "child episode task referred_at reference exploitation age_disputed reasonable "
        "reasonable_on conclusive conclusive_on"
    )

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="national_referral")
    referred_at = models.DateTimeField()
    reference = models.CharField(max_length=60)
    exploitation = models.JSONField(default=list)
    age_disputed = models.BooleanField(default=False)
    age_words = models.TextField(blank=True, default="")
    interpreter = models.CharField(max_length=160, blank=True, default="")
    advocate = models.CharField(max_length=160, blank=True, default="")
    reasonable = models.CharField(max_length=8, choices=GROUNDS_DECIDED, blank=True, default="")
    reasonable_on = models.DateField(null=True, blank=True)
    conclusive = models.CharField(max_length=8, choices=GROUNDS_DECIDED, blank=True, default="")
    conclusive_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reasonable="", reasonable_on__isnull=True)
                | ~models.Q(reasonable="") & models.Q(reasonable_on__isnull=False),
                name="reasonable_grounds_with_their_date",
            ),
            models.CheckConstraint(
                condition=models.Q(conclusive="", conclusive_on__isnull=True)
                | ~models.Q(conclusive="") & models.Q(conclusive_on__isnull=False),
                name="conclusive_grounds_with_their_date",
            ),
            models.CheckConstraint(
                condition=~models.Q(reference=""), name="national_referral_has_its_reference"
            ),
        ]
