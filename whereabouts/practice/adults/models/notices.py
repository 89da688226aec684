"""Abduction warning notices: what each says, its reviews, its breaches and what was decided."""

from typing import ClassVar

from django.db import models

from whereabouts.foundations.access.adult_fences import AdultsOfChild
from whereabouts.foundations.access.fences import Fence
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Member
from whereabouts.practice.adults.vocabulary import (
    ACKNOWLEDGED,
    ARREST_DECISIONS,
    DELIVERY_WAYS,
    LAPSED_BECAUSE,
    NOTICE_STATES,
    REVIEW_FINDINGS,
    REVIEW_KINDS,
)
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Adult, Child

Q = models.Q


class WarningNotice(FencedRecord):
    """An adult is warned away from a child, in writing.

    `lapses_at` is what the engine said when it was last asked: whoever reads asks again.
    """

    fence: ClassVar[Fence] = AdultsOfChild("child_id")
    sensitive = (
        "basis consent_by consent_words knowledge conditions served_place language ended_words"
    )
    plain = (
        "reference adult child route state drafted_at authorised_at authorised_by served_at "
        "served_by served_how acknowledged lapses_at ended_at ended_by lapsed_because"
    )

    reference = models.CharField(max_length=20, unique=True)
    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="warning_notices")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="warning_notices")
    route = models.CharField(max_length=20)
    # The ground on which it stood when it was drafted, as the engine said it in words.
    basis = models.CharField(max_length=120, blank=True, default="")
    state = models.CharField(max_length=10, choices=NOTICE_STATES, default="draft")
    consent_by = models.CharField(max_length=160)
    consent_words = models.TextField()
    knowledge = models.TextField()
    conditions = models.TextField()
    language = models.CharField(max_length=60, blank=True, default="")
    drafted_at = models.DateTimeField()
    authorised_at = models.DateTimeField(null=True, blank=True)
    authorised_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    served_at = models.DateTimeField(null=True, blank=True)
    served_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    served_place = models.CharField(max_length=240, blank=True, default="")
    served_how = models.CharField(max_length=18, choices=DELIVERY_WAYS, blank=True, default="")
    acknowledged = models.CharField(max_length=10, choices=ACKNOWLEDGED, blank=True, default="")
    lapses_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_words = models.TextField(blank=True, default="")
    lapsed_because = models.CharField(
        max_length=14, choices=LAPSED_BECAUSE, blank=True, default=""
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["adult", "child", "owner_agency"],
                condition=Q(state__in=["draft", "authorised", "served"]),
                name="warned_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", authorised_at__isnull=True)
                | Q(state="withdrawn")
                | ~Q(state="draft") & Q(authorised_at__isnull=False, authorised_by__isnull=False),
                name="notice_authorised_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(served_at__isnull=True, served_by__isnull=True)
                | Q(served_at__isnull=False, served_by__isnull=False, authorised_at__isnull=False)
                & ~Q(served_how="") & ~Q(acknowledged=""),
                name="notice_served_after_it_was_authorised",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["served", "lapsed"]) | Q(served_at__isnull=False),
                name="notice_served_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "authorised", "served"], ended_at__isnull=True)
                | Q(state__in=["failed", "withdrawn"], ended_at__isnull=False) & ~Q(ended_words="")
                | Q(state="lapsed", ended_at__isnull=False) & ~Q(lapsed_because=""),
                name="notice_ends_with_a_reason",
            ),
        ]  # fmt: skip


class NoticeReview(FencedRecord):
    """A served notice was looked at again. Added, never changed."""

    fence: ClassVar[Fence] = AdultsOfChild("child_id")
    sensitive = "words"
    plain = "notice child kind finding episode reviewed_at"

    notice = models.ForeignKey(WarningNotice, on_delete=models.PROTECT, related_name="reviews")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=REVIEW_KINDS)
    finding = models.CharField(max_length=10, choices=REVIEW_FINDINGS)
    words = models.TextField()
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField()


class Breach(FencedRecord):
    """A notice was breached: who visited, what was found there, and whether the holder is arrested.

    `children_found` counts children who were there, whoever they are: each may be missing.
    """

    fence: ClassVar[Fence] = AdultsOfChild("child_id")
    sensitive = "words found_words decision_words"
    plain = (
        "notice child source breached_at visit_due_at visited_at visited_by children_found "
        "decided_at decided_by decision"
    )

    notice = models.ForeignKey(WarningNotice, on_delete=models.PROTECT, related_name="breaches")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    source = models.CharField(max_length=160)
    breached_at = models.DateTimeField()
    visit_due_at = models.DateTimeField()
    visited_at = models.DateTimeField(null=True, blank=True)
    visited_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    found_words = models.TextField(blank=True, default="")
    children_found = models.PositiveSmallIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision = models.CharField(max_length=16, choices=ARREST_DECISIONS, blank=True, default="")
    decision_words = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(visited_at__isnull=True, visited_by__isnull=True)
                | Q(visited_at__isnull=False, visited_by__isnull=False)
                & Q(children_found__isnull=False) & ~Q(found_words=""),
                name="breach_visited_by_somebody_in_words",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, decision="")
                | Q(decided_at__isnull=False, decided_by__isnull=False, visited_at__isnull=False)
                & ~Q(decision="") & ~Q(decision_words=""),
                name="breach_decided_after_the_visit",
            ),
        ]  # fmt: skip


class ChildAtVisit(FencedRecord):
    """A child who was there when somebody visited after a breach, with the episode opened for them.

    Perhaps the child of the notice, perhaps another: the two are not taken to be one (V22).
    """

    fence: ClassVar[Fence] = AdultsOfChild("child_id")
    sensitive = ""
    plain = "breach child episode"

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["breach", "episode"], name="at_a_visit_once")
        ]
