"""What carers tried, late returns agreed, conferences, gradings, schools' reports, prevention."""

from django.db import models

from whereabouts.foundations.access.fences import OwnRows, RelatedChild
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.practice.partners.vocabulary import (
    ABSENCE_OUTCOMES,
    ACTIVITY_KINDS,
    AUDIENCES,
    CONFERENCE_STATES,
    LANGUAGES,
    TOOLS,
    TRIED,
    WORRIES,
)
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import LEVELS
from whereabouts.records.people.models import Child


class Tried(FencedRecord):
    """What a carer tried, of what the protocol expects. Added, never changed."""

    sensitive = "words"
    plain = "child episode step answer told_at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="tried")
    step = models.SlugField(max_length=40)
    answer = models.CharField(max_length=14, choices=TRIED)
    words = models.CharField(max_length=240, blank=True, default="")
    told_at = models.DateTimeField()


class LateReturn(FencedRecord):
    """A late return that was agreed: until which hour, on which days, with whom, until when.

    Shown to whoever takes a call about the child. Nothing is graded by it.
    """

    sensitive = "days agreed_with what childs_view ended_because"
    plain = "child latest from_on until_on ended_at ended_by"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="late_returns")
    latest = models.TimeField()
    days = models.CharField(max_length=120)
    what = models.CharField(max_length=240)
    agreed_with = models.CharField(max_length=160)
    childs_view = models.TextField(blank=True, default="")
    from_on = models.DateField()
    until_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_because = models.CharField(max_length=240, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "owner_agency"],
                condition=models.Q(ended_at__isnull=True),
                name="one_late_return_an_agency",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")),
                name="late_return_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | (
                    models.Q(ended_at__isnull=False, ended_by__isnull=False)
                    & ~models.Q(ended_because="")
                ),
                name="an_ended_late_return_says_why",
            ),
        ]


class Conference(FencedRecord):
    """A case conference that one agency asked another for: answered, held or declined, in time."""

    fence = RelatedChild("child_id", or_agency="to_agency_id")
    sensitive = "why outcome"
    plain = "child episode to_agency to_role asked_at due_at state meets_at settled_at settled_by"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="conferences")
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_role = models.SlugField(max_length=40)
    why = models.TextField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=CONFERENCE_STATES, default="asked")
    meets_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="agreed") | models.Q(meets_at__isnull=False),
                name="an_agreed_conference_has_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["asked", "agreed"], settled_at__isnull=True)
                | (
                    models.Q(
                        state__in=["held", "declined"],
                        settled_at__isnull=False,
                        settled_by__isnull=False,
                    )
                    & ~models.Q(outcome="")
                ),
                name="a_settled_conference_says_what_came_of_it",
            ),
            models.UniqueConstraint(
                fields=["child", "owner_agency", "to_agency"],
                condition=models.Q(state__in=["asked", "agreed"]),
                name="one_conference_asked_at_a_time",
            ),
        ]


class Grading(FencedRecord):
    """An agency's own grading of a child, beside the others'. Added, never changed or averaged."""

    sensitive = "because"
    plain = "child episode level tool graded_at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="gradings")
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    level = models.CharField(max_length=8, choices=LEVELS)
    tool = models.CharField(max_length=20, choices=TOOLS)
    because = models.TextField()
    graded_at = models.DateTimeField()


class SchoolAbsence(FencedRecord):
    """A school says that a child is not there: for the school, and the force it went to.

    The child may have no record here, so it is names and words as told, and no key.
    """

    fence = OwnRows("owner_agency_id", "to_agency_id")
    sensitive = "names born_text last_seen words contact outcome_words"
    plain = "to_agency officer worry absent_at read_at read_by outcome settled_at settled_by due_at"

    names = models.CharField(max_length=240)
    born_text = models.CharField(max_length=60, blank=True, default="")
    absent_at = models.DateTimeField()
    last_seen = models.CharField(max_length=240, blank=True, default="")
    words = models.TextField(blank=True, default="")
    contact = models.CharField(max_length=160, blank=True, default="")
    worry = models.CharField(max_length=10, choices=WORRIES)
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=ABSENCE_OUTCOMES, blank=True, default="")
    outcome_words = models.TextField(blank=True, default="")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True, settled_by__isnull=True, outcome="")
                | (
                    models.Q(settled_at__isnull=False, settled_by__isnull=False)
                    & ~models.Q(outcome="")
                    & ~models.Q(outcome_words="")
                ),
                name="a_settled_absence_says_what_came_of_it",
            ),
            models.CheckConstraint(
                condition=models.Q(read_at__isnull=True, read_by__isnull=True)
                | models.Q(read_at__isnull=False, read_by__isnull=False),
                name="an_absence_is_read_by_somebody",
            ),
        ]


class NotAtSchool(FencedRecord):
    """Which child a school's report is about, once its officer has said so: for who sees the child.

    The school reads nothing of it: it opens no record, and learns of none.
    """

    sensitive = ""
    plain = "child absence school absent_at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    absence = models.OneToOneField(SchoolAbsence, on_delete=models.PROTECT, related_name="of_child")
    school = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    absent_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["child"], name="not_at_school_by_child")]


class Activity(FencedRecord):
    """What was done to prevent harm: for whom, how many were reached, in which language.

    Nobody is named in it.
    """

    fence = OwnRows("owner_agency_id", "at_agency_id")
    sensitive = "words"
    plain = "title kind audience reached on at_agency language topics"

    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=ACTIVITY_KINDS)
    audience = models.CharField(max_length=10, choices=AUDIENCES)
    reached = models.PositiveIntegerField()
    on = models.DateField()
    at_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    language = models.CharField(max_length=8, choices=LANGUAGES, default="english")
    topics = models.CharField(max_length=160, blank=True, default="")
    words = models.TextField(blank=True, default="")
