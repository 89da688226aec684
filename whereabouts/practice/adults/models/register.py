"""On the register: why, what leads to an adult, what was asked and done, which forces share one."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from whereabouts.foundations.access.adult_fences import Adults, AdultsOfOwner
from whereabouts.foundations.access.fences import Fence
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.practice.adults.vocabulary import (
    ACTION_KINDS,
    END_KINDS,
    OTHERS_ANSWERS,
    TRACE_KINDS,
)
from whereabouts.records.people.models import Adult, Child

LINKS = "people_adultlink"


class RegisterEntry(FencedRecord):
    """An adult is on the register: why, by whom, until when it is kept before somebody decides."""

    fence: ClassVar[Fence] = Adults(link_table=LINKS)
    sensitive = "because end_words"
    plain = "adult source grading entered_at keep_until last_action_at ended_at ended_by end_kind"

    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="entries")
    because = models.TextField()
    source = models.CharField(max_length=160)
    grading = models.CharField(max_length=12, blank=True, default="")
    entered_at = models.DateTimeField()
    keep_until = models.DateField()
    last_action_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_kind = models.CharField(max_length=10, choices=END_KINDS, blank=True, default="")
    end_words = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["adult"],
                condition=models.Q(ended_at__isnull=True),
                name="on_the_register_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True, end_kind="")
                | models.Q(ended_at__isnull=False, ended_by__isnull=False)
                & ~models.Q(end_kind="") & ~models.Q(end_words=""),
                name="entry_ended_by_somebody_in_words",
            ),
        ]  # fmt: skip


class Trace(FencedRecord):
    """A place, vehicle, phone or account that leads to an adult: who says so, how sure, when."""

    fence: ClassVar[Fence] = Adults(link_table=LINKS)
    sensitive = "value key words"
    plain = "adult kind source grading known_at ended_at"

    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="traces")
    kind = models.CharField(max_length=10, choices=TRACE_KINDS)
    value = models.CharField(max_length=240)
    key = models.CharField(max_length=240, db_index=True)
    words = models.CharField(max_length=240, blank=True, default="")
    source = models.CharField(max_length=160)
    grading = models.CharField(max_length=12)
    known_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["adult", "kind", "key"],
                condition=models.Q(ended_at__isnull=True),
                name="trace_said_once",
            )
        ]


class OthersAsked(FencedRecord):
    """Whether other children are at risk, asked about an adult: the answer. Never changed."""

    fence: ClassVar[Fence] = Adults(link_table=LINKS)
    sensitive = "words"
    plain = "adult asked_at answer"

    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="others_asked")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=OTHERS_ANSWERS)
    words = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="not_known") | ~models.Q(words=""),
                name="others_answered_in_words",
            )
        ]


class AdultAction(FencedRecord):
    """Something that was done about an adult. Added, never changed."""

    fence: ClassVar[Fence] = Adults(link_table=LINKS)
    sensitive = "words"
    plain = "adult kind done_at"

    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="actions")
    kind = models.CharField(max_length=18, choices=ACTION_KINDS)
    words = models.TextField()
    done_at = models.DateTimeField()


class AdultPhoto(FencedRecord):
    """A photograph of an adult, stripped of where it was taken: it never leaves by itself."""

    fence: ClassVar[Fence] = Adults(link_table=LINKS)
    sensitive = "picture"
    plain = "adult taken_on source"

    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="photos")
    picture = models.BinaryField()
    taken_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=160)


class SharedSuspect(FencedRecord):
    """Another force holds a record that agrees with one of ours: in what, and when we were told.

    Each force has a row of its own about its own record; `other_record` opens nothing by itself.
    """

    fence: ClassVar[Fence] = AdultsOfOwner()
    sensitive = ""
    plain = "adult other_agency other_record agrees told_at"

    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="shared_with")
    other_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    other_record = models.UUIDField()
    agrees = ArrayField(models.CharField(max_length=10), default=list)
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["adult", "owner_agency", "other_agency", "other_record"],
                name="shared_told_once",
            )
        ]


class YoungPlan(FencedRecord):
    """A plan of their own for somebody under 18 who may harm others: needs first, then safety.

    It is the child's, fenced and read like a child's plan, and never the register's.
    """

    sensitive = "because needs safety childs_view end_words"
    plain = "child lead review_on ended_at ended_by"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="young_plans")
    because = models.TextField()
    needs = models.TextField()
    safety = models.TextField()
    childs_view = models.TextField(blank=True, default="")
    lead = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_words = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "owner_agency"],
                condition=models.Q(ended_at__isnull=True),
                name="young_plan_once_an_agency",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False)
                & ~models.Q(end_words=""),
                name="young_plan_ended_in_words",
            ),
        ]
