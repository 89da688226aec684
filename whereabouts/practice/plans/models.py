"""Trigger plans and referral decisions."""

from django.db import models

from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.practice.investigation.models import Task
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import LEVELS
from whereabouts.records.people.models import Child


class TriggerPlan(FencedRecord):
    """What was agreed to do if this child goes missing: its level is a floor.

    One plan, three parts: locate now, who does what, prevent. `first_actions` is a list of
    {title, to_role, due_in_minutes} in order.
    """

    sensitive = "locate_now who_does_what prevent first_actions works because"
    plain = "child level category owner agreed_at review_on version ended_at ended_by"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="plans")
    level = models.CharField(max_length=8, choices=LEVELS)
    category = models.CharField(
        max_length=8,
        choices=[("none", "None"), ("missing", "Missing")],
        default="missing",
    )
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    review_on = models.DateField()
    version = models.IntegerField(default=1)
    first_actions = models.JSONField(default=list)
    locate_now = models.TextField(blank=True, default="")
    who_does_what = models.TextField(blank=True, default="")
    prevent = models.TextField(blank=True, default="")
    works = models.TextField(blank=True, default="")
    because = models.TextField(blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "owner_agency"],
                condition=models.Q(ended_at__isnull=True),
                name="one_live_plan_an_agency",
            )
        ]


class PlanRecipient(FencedRecord):
    """Somebody whom a plan names: told, and asked to acknowledge, when it is in use.

    A role of an agency; with `member`, one of its people by name.
    """

    sensitive = ""
    plain = "child plan agency role member"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(TriggerPlan, on_delete=models.PROTECT, related_name="recipients")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    role = models.SlugField(max_length=40)
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "agency", "role", "member"],
                nulls_distinct=False,
                name="a_recipient_once_a_plan",
            )
        ]


class ReferralDecision(FencedRecord):
    """Sent with a reason, or not sent with one: every episode has the decision."""

    sensitive = "because needs"
    plain = "child episode task sent to_agency decided_at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="referrals")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    sent = models.BooleanField()
    to_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    because = models.TextField()
    needs = models.TextField(blank=True, default="")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent=False) | models.Q(to_agency__isnull=False),
                name="a_sent_referral_has_an_addressee",
            )
        ]
