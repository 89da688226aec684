"""Trigger plans from draft to version, what is known beforehand, and referral decisions."""

from django.db import models

from whereabouts.foundations.access.fences import RelatedChild
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.plans.vocabulary import (
    ASK_ANSWERS,
    AUDIENCES,
    CATEGORIES,
    CHILD_TOLD,
    DRAFT_STATES,
    FORMS,
    PARTS,
    REFERRAL_ANSWERS,
    SOURCES,
)
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import LEVELS
from whereabouts.records.people.models import Child

SENSITIVE = (
    "locate_now who_does_what prevent first_actions contacts works because aim search_order "
    "patterns phones_and_accounts health team childs_view high_when"
)
PLAIN = "child level category review_on high_until owner"


class PlanContents(FencedRecord):
    """What a trigger plan says: one plan, three parts (locate now, who does what, prevent).

    `first_actions` is a list of {title, to_role, due_in_minutes} in order; `contacts` one of
    {name, relationship, phone, address, last_contacted}.
    """

    level = models.CharField(max_length=8, choices=LEVELS)
    category = models.CharField(max_length=8, choices=CATEGORIES, default="missing")
    review_on = models.DateField()
    first_actions = models.JSONField(default=list)
    contacts = models.JSONField(default=list)
    aim = models.TextField(blank=True, default="")
    locate_now = models.TextField(blank=True, default="")
    search_order = models.TextField(blank=True, default="")
    patterns = models.TextField(blank=True, default="")
    phones_and_accounts = models.TextField(blank=True, default="")
    health = models.TextField(blank=True, default="")
    who_does_what = models.TextField(blank=True, default="")
    team = models.TextField(blank=True, default="")
    prevent = models.TextField(blank=True, default="")
    works = models.TextField(blank=True, default="")
    childs_view = models.TextField(blank=True, default="")
    because = models.TextField(blank=True, default="")
    high_when = models.TextField(blank=True, default="")
    high_until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class TriggerPlan(PlanContents):
    """A version of what was agreed to do if this child goes missing: its level is a floor.

    Added, never overwritten: an agency's next version of a child's plan ends the one before it.
    """

    sensitive = SENSITIVE
    plain = f"{PLAIN} agreed_at version ended_at ended_by"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="plans")
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    version = models.IntegerField(default=1)
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


class PlanDraft(PlanContents):
    """A plan that is being written or waits for approval: it binds nobody yet.

    Saved again it is a new row, and the one before is set aside. `recipients` holds
    {agency, role} of whom the plan will tell; `plan` is what it became.
    """

    sensitive = SENSITIVE
    plain = f"{PLAIN} recipients state sent_at settled_at plan"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="plan_drafts")
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    recipients = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=DRAFT_STATES, default="writing")
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    plan = models.OneToOneField(
        TriggerPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="draft"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "owner_agency"],
                condition=models.Q(state__in=["writing", "waiting"]),
                name="one_open_draft_an_agency",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["writing", "set_aside"])
                | ~models.Q(level="high")
                | (~models.Q(high_when="") & models.Q(high_until__isnull=False)),
                name="high_says_when_and_until_when",
            ),
            models.CheckConstraint(
                condition=models.Q(state="in_force", plan__isnull=False)
                | (~models.Q(state="in_force") & models.Q(plan__isnull=True)),
                name="a_draft_in_force_is_a_plan",
            ),
        ]


class PlanApproval(FencedRecord):
    """An agency that is asked to approve a draft, and what it answered, by whom."""

    fence = RelatedChild("child_id", or_agency="agency_id")
    sensitive = "words"
    plain = "child draft agency role asked_at agreed answered_at answered_by"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey(PlanDraft, on_delete=models.PROTECT, related_name="approvals")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    role = models.SlugField(max_length=40)
    asked_at = models.DateTimeField()
    agreed = models.BooleanField(null=True)
    words = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "agency"], name="an_agency_approves_once"),
            models.CheckConstraint(
                condition=models.Q(
                    agreed__isnull=True, answered_at__isnull=True, answered_by__isnull=True
                )
                | models.Q(
                    agreed__isnull=False, answered_at__isnull=False, answered_by__isnull=False
                ),
                name="an_approval_has_a_name_and_a_time",
            ),
        ]


class PlanRecipient(FencedRecord):
    """Somebody whom a plan names: told, and asked to acknowledge, when it is in use.

    A role of an agency; with `member`, one of its people by name. A child who moves is told of to
    the new home and the police there; the old ones are told no more from `until_at` on.
    """

    sensitive = ""
    plain = "child plan agency role member until_at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(TriggerPlan, on_delete=models.PROTECT, related_name="recipients")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    role = models.SlugField(max_length=40)
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "agency", "role", "member"],
                condition=models.Q(until_at__isnull=True),
                nulls_distinct=False,
                name="a_recipient_once_a_plan",
            )
        ]


class PlanLine(FencedRecord):
    """A line that a source proposed for a part of the plan, and what a person made of it.

    `source_key` is "kind:key" of the source, so that nothing is proposed twice. Where the child had
    not allowed it (`overrode`), the row says who used it, why, and whether the child was told.
    """

    sensitive = "text source_words because"
    plain = (
        "child part source source_key audience accepted overrode child_told decided_at ended_at "
        "ended_by"
    )

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="plan_lines")
    part = models.CharField(max_length=14, choices=PARTS)
    text = models.TextField()
    source = models.CharField(max_length=10, choices=SOURCES)
    source_key = models.CharField(max_length=80)
    source_words = models.CharField(max_length=240)
    audience = models.CharField(max_length=24, choices=AUDIENCES)
    accepted = models.BooleanField()
    because = models.TextField(blank=True, default="")
    overrode = models.BooleanField(default=False)
    child_told = models.CharField(max_length=10, choices=CHILD_TOLD, blank=True, default="")
    decided_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "source_key", "owner_agency"],
                condition=models.Q(ended_at__isnull=True),
                name="a_source_is_decided_on_once",
            ),
            models.CheckConstraint(
                condition=models.Q(overrode=False)
                | (models.Q(accepted=True) & ~models.Q(because="") & ~models.Q(child_told="")),
                name="an_overridden_no_says_why_and_what_the_child_was_told",
            ),
        ]


class PlanAsk(FencedRecord):
    """Somebody who works with a plan asked its owner to renew it or lift it."""

    sensitive = ""
    plain = "child plan asked_at answer answered_at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(TriggerPlan, on_delete=models.PROTECT, related_name="asks")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=ASK_ANSWERS, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "recorded_by"],
                condition=models.Q(answered_at__isnull=True),
                name="asked_once_by_each",
            )
        ]


class Profile(FencedRecord):
    """What is known before a child goes missing: the carer's form. Added, never overwritten.

    `answers` holds {field: words} for the fields of `profile.toml`; the second half of the form is
    what is told when the child is reported.
    """

    sensitive = "answers"
    plain = "child form described_on discussed filled_at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="profiles")
    form = models.CharField(max_length=18, choices=FORMS)
    answers = models.JSONField(default=dict)
    described_on = models.DateField(null=True, blank=True)
    discussed = models.BooleanField(null=True)
    filled_at = models.DateTimeField()


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


class ReferralAnswer(FencedRecord):
    """What whoever a referral went to answered, and later what was done. Added, never changed."""

    sensitive = "words"
    plain = "child referral answer answered_at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(ReferralDecision, on_delete=models.PROTECT, related_name="answers")
    answer = models.CharField(max_length=10, choices=REFERRAL_ANSWERS)
    words = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="accepted") | ~models.Q(words=""),
                name="a_declined_or_done_referral_says_in_words",
            )
        ]
