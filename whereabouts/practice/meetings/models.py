"""Meetings, who is invited, the children on the agenda, and actions with one or two owners."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from whereabouts.foundations.access.fences import Involved, InvolvedWithChild, OwnRows
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.meetings.vocabulary import (
    ACTION_KINDS,
    ACTION_STATES,
    ENQUIRIES,
    KINDS,
    MEETING_STATES,
    OUTCOMES,
    PRESENCE,
)
from whereabouts.practice.support.models import PanelItem
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child


def _paired(*names: str) -> models.Q:
    """Return that several fields are all there or all missing."""
    there = models.Q(**{f"{name}__isnull": False for name in names})
    return there | models.Q(**{f"{name}__isnull": True for name in names})


class Meeting(FencedRecord):
    """A panel or a strategy discussion: when, who chairs it, and which agencies have a part.

    It names no child; who is invited sees that there is a meeting, and of its agenda the children
    whom they may see. A trigger refuses to close it while a child on it is not decided on.
    """

    fence = Involved("involved")
    sensitive = "place moved_because cancelled_because"
    plain = "kind held_at chair involved state moved_from closed_at closed_by"

    kind = models.CharField(max_length=14, choices=KINDS)
    held_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True, default="")
    chair = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    involved = ArrayField(models.UUIDField(), default=list, blank=True)
    state = models.CharField(max_length=9, choices=MEETING_STATES, default="planned")
    # When it was to be held before it was moved for the last time; each move is in the audit log.
    moved_from = models.DateTimeField(null=True, blank=True)
    moved_because = models.TextField(blank=True, default="")
    cancelled_because = models.TextField(blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["owner_agency", "state"], name="meetings_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="planned", closed_at__isnull=True, closed_by__isnull=True)
                | models.Q(state="closed", closed_at__isnull=False, closed_by=models.F("chair"))
                | (
                    models.Q(state="cancelled", closed_at__isnull=False, closed_by__isnull=False)
                    & ~models.Q(cancelled_because="")
                ),
                name="a_meeting_is_closed_by_its_chair",
            ),
            models.CheckConstraint(
                condition=models.Q(moved_from__isnull=True) | ~models.Q(moved_because=""),
                name="a_meeting_is_moved_with_a_reason",
            ),
        ]


class Invitation(FencedRecord):
    """An agency that is invited to a meeting: its answer, and whether somebody of it was there.

    `sharings` are those by which it may see the child of a strategy discussion for a time.
    """

    fence = OwnRows("owner_agency_id", "agency_id")
    sensitive = "who"
    plain = "meeting agency presence noted_at sharings"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    presence = models.CharField(max_length=10, choices=PRESENCE, default="invited")
    who = models.CharField(max_length=160, blank=True, default="")
    noted_at = models.DateTimeField(null=True, blank=True)
    sharings = ArrayField(models.UUIDField(), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "agency"], name="invited_once"),
            models.CheckConstraint(
                condition=~models.Q(presence="attended") | ~models.Q(who=""),
                name="who_was_there_has_a_name",
            ),
        ]


class Action(FencedRecord):
    """What is done for a child: by whom of which agency, until which day; by two where it is joint.

    A referral onward is one whose taking on is the receipt. Without an `item` it was agreed outside
    a meeting.
    """

    fence = InvolvedWithChild("child_id", or_agency="first_agency_id second_agency_id")
    sensitive = "what first_who second_who result"
    plain = (
        "child item involved kind because first_agency first_role first_accepted_at "
        "first_accepted_by second_agency second_role second_accepted_at second_accepted_by "
        "agreed_at due_on due_at calendar state settled_at settled_by"
    )

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="meeting_actions")
    item = models.ForeignKey(
        "Item", on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    involved = ArrayField(models.UUIDField(), default=list, blank=True)
    kind = models.CharField(max_length=10, choices=ACTION_KINDS, default="action")
    because = models.CharField(max_length=40, blank=True, default="")
    what = models.CharField(max_length=400)
    first_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    first_role = models.SlugField(max_length=40)
    first_who = models.CharField(max_length=160)
    first_accepted_at = models.DateTimeField(null=True, blank=True)
    first_accepted_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    second_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    second_role = models.SlugField(max_length=40, blank=True, default="")
    second_who = models.CharField(max_length=160, blank=True, default="")
    second_accepted_at = models.DateTimeField(null=True, blank=True)
    second_accepted_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agreed_at = models.DateTimeField()
    due_on = models.DateField()
    due_at = models.DateTimeField()
    calendar = models.CharField(max_length=80, blank=True, default="")
    state = models.CharField(max_length=10, choices=ACTION_STATES, default="open")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    result = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["first_agency"],
                condition=models.Q(state__in=["open", "accepted"]),
                name="meeting_actions_outstanding",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(what="") & ~models.Q(first_who=""),
                name="an_agreed_action_says_what_and_by_whom",
            ),
            models.CheckConstraint(
                condition=_paired("first_accepted_at", "first_accepted_by"),
                name="the_first_owner_accepts_by_name",
            ),
            models.CheckConstraint(
                condition=_paired("second_accepted_at", "second_accepted_by"),
                name="the_second_owner_accepts_by_name",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    second_agency__isnull=True,
                    second_role="",
                    second_accepted_at__isnull=True,
                )
                | (
                    models.Q(second_agency__isnull=False)
                    & ~models.Q(second_who="")
                    & ~models.Q(second_agency=models.F("first_agency"))
                ),
                name="a_second_owner_is_another_agency_with_a_name",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open")
                | (
                    models.Q(first_accepted_at__isnull=False)
                    & (
                        models.Q(second_agency__isnull=True)
                        | models.Q(second_accepted_at__isnull=False)
                    )
                ),
                name="an_action_is_taken_on_by_everybody_who_owns_it",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "accepted"], settled_at__isnull=True)
                | (
                    models.Q(
                        state__in=["done", "not_done"],
                        settled_at__isnull=False,
                        settled_by__isnull=False,
                    )
                    & ~models.Q(result="")
                ),
                name="an_agreed_action_ends_in_words_by_somebody",
            ),
        ]


class Item(FencedRecord):
    """A child on the agenda of a meeting: why, and what was decided.

    It ends with an action (`first_action`), or with the reason for none that the chair signed.
    """

    fence = InvolvedWithChild("child_id")
    sensitive = "decision no_action_because enquiries_because"
    plain = (
        "child meeting involved episode panel_item task thresholds place outcome decided_at "
        "decided_by first_action signed_by signed_at enquiries next_review_on"
    )

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    involved = ArrayField(models.UUIDField(), default=list, blank=True)
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    panel_item = models.ForeignKey(
        PanelItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    thresholds = models.JSONField(default=list)
    place = models.IntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=OUTCOMES, default="waiting")
    decision = models.TextField(blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    first_action = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    no_action_because = models.TextField(blank=True, default="")
    signed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    enquiries = models.CharField(max_length=8, choices=ENQUIRIES, blank=True, default="")
    enquiries_because = models.TextField(blank=True, default="")
    next_review_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "child"], name="on_an_agenda_once"),
            models.UniqueConstraint(
                fields=["panel_item"],
                condition=models.Q(outcome="waiting"),
                name="before_one_panel_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    outcome__in=["waiting", "cancelled"],
                    decided_at__isnull=True,
                    decided_by__isnull=True,
                    signed_by__isnull=True,
                    signed_at__isnull=True,
                )
                | (
                    models.Q(
                        outcome="acts",
                        decided_at__isnull=False,
                        decided_by__isnull=False,
                        first_action__isnull=False,
                    )
                    & ~models.Q(decision="")
                )
                | (
                    models.Q(
                        outcome="no_action",
                        decided_at__isnull=False,
                        decided_by__isnull=False,
                        signed_by__isnull=False,
                        signed_at__isnull=False,
                    )
                    & ~models.Q(no_action_because="")
                ),
                name="a_meeting_acts_or_signs_why_not",
            ),
            models.CheckConstraint(
                condition=~models.Q(enquiries="no") | ~models.Q(enquiries_because=""),
                name="no_enquiries_has_its_reason",
            ),
        ]
