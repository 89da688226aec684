"""Long-term plans with their actions, the directory of support, offers, panels, senior reviews."""

from django.db import models

from whereabouts.foundations.access.fences import RelatedChild, Unfenced
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.practice.support.vocabulary import (
    ACTION_KINDS,
    CHILD_SAYS,
    OFFER_ANSWERS,
    OWED_TO,
    PANEL_STATES,
    PLAN_ENDS,
    REVIEW_ANSWERS,
    SAID_IN,
    TO_WHOM,
)
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child


class Service(FencedRecord):
    """Somebody who helps, in the directory of support: for which needs, where, and how reached."""

    fence = Unfenced()  # a public list: it names no child
    sensitive = ""
    plain = "name needs authority ages telephone hours how_to_ask languages ended_at"

    name = models.CharField(max_length=160)
    needs = models.JSONField(default=list)
    authority = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="services"
    )
    ages = models.CharField(max_length=60, blank=True, default="")
    telephone = models.CharField(max_length=60, blank=True, default="")
    hours = models.CharField(max_length=160, blank=True, default="")
    how_to_ask = models.CharField(max_length=400, blank=True, default="")
    languages = models.CharField(max_length=160, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)


class SupportOffer(FencedRecord):
    """Support that was offered, to whom, and what they said; or why none was. One a contact."""

    sensitive = "words named_contact"
    plain = "child episode service need to_whom answer offered_at help_seeking said_in"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="support_offers")
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="support_offers"
    )
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    need = models.CharField(max_length=24, blank=True, default="")
    to_whom = models.CharField(max_length=8, choices=TO_WHOM)
    answer = models.CharField(max_length=12, choices=OFFER_ANSWERS)
    words = models.TextField(blank=True, default="")
    named_contact = models.CharField(max_length=160, blank=True, default="")
    help_seeking = models.BooleanField(default=False)
    said_in = models.CharField(max_length=12, choices=SAID_IN, blank=True, default="")
    offered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(help_seeking=False) | ~models.Q(named_contact=""),
                name="whoever_asks_again_and_again_gets_a_named_contact",
            ),
            models.CheckConstraint(
                condition=~models.Q(answer="not_offered")
                | (~models.Q(words="") & models.Q(help_seeking=False)),
                name="what_is_not_offered_has_its_reason",
            ),
        ]


class HelpSought(FencedRecord):
    """An offer that is owed because somebody has called again and again, and no episode came of it.

    Once an occasion: it ends with an offer that names somebody, and calls are counted anew.
    """

    fence = RelatedChild("child_id", or_agency="assigned_agency_id")
    sensitive = ""
    plain = (
        "child to_whom definitions calls assigned_agency to_role asked_at due_at settled_at "
        "settled_by offer"
    )

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    to_whom = models.CharField(max_length=8, choices=OWED_TO)
    definitions = models.JSONField(default=list)
    calls = models.IntegerField()
    assigned_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_role = models.SlugField(max_length=40)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    offer = models.ForeignKey(
        SupportOffer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "to_whom"],
                condition=models.Q(settled_at__isnull=True),
                name="help_is_owed_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    settled_at__isnull=True, settled_by__isnull=True, offer__isnull=True
                )
                | models.Q(settled_at__isnull=False, settled_by__isnull=False, offer__isnull=False),
                name="help_that_was_sought_ends_with_an_offer",
            ),
        ]


class SupportPlan(FencedRecord):
    """A long-term plan of an agency for a child: who leads it, since when, until when it is read.

    Its words are added (`PlanWords`), its actions have owners and days (`PlanAction`).
    """

    sensitive = "ended_words"
    plain = "child thresholds lead started_at review_on ended_at ended_by ended_as"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="support_plans")
    thresholds = models.JSONField(default=list)
    lead = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    review_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_as = models.CharField(max_length=8, choices=PLAN_ENDS, blank=True, default="")
    ended_words = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "owner_agency"],
                condition=models.Q(ended_at__isnull=True),
                name="one_support_plan_an_agency",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True, ended_as="")
                | (
                    models.Q(ended_at__isnull=False, ended_by__isnull=False)
                    & ~models.Q(ended_as="")
                ),
                name="a_support_plan_ends_by_somebody_for_a_reason",
            ),
        ]


class PlanWords(FencedRecord):
    """What a long-term plan says: needs, risks, the child's view. Added, never overwritten."""

    sensitive = "needs risks childs_view why_no_view"
    plain = "child plan written_at"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(SupportPlan, on_delete=models.PROTECT, related_name="words")
    needs = models.TextField(blank=True, default="")
    risks = models.TextField(blank=True, default="")
    childs_view = models.TextField(blank=True, default="")
    why_no_view = models.TextField(blank=True, default="")
    written_at = models.DateTimeField()


class PlanAction(FencedRecord):
    """An action of a long-term plan: what, by whom, until when, and what came of it."""

    sensitive = "what who result"
    plain = "child plan kind agency due_on added_at done_at done_by service"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(SupportPlan, on_delete=models.PROTECT, related_name="actions")
    kind = models.CharField(max_length=12, choices=ACTION_KINDS)
    what = models.CharField(max_length=300)
    who = models.CharField(max_length=160, blank=True, default="")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    result = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, done_by__isnull=True)
                | (models.Q(done_at__isnull=False, done_by__isnull=False) & ~models.Q(result="")),
                name="an_action_done_says_by_whom_and_what_came_of_it",
            )
        ]


class ChildSays(FencedRecord):
    """How it is by the child's own word under a long-term plan, asked again on a day.

    Added, never changed: a measure beside how often they were away, and what harm there was.
    """

    sensitive = "words asked_by"
    plain = "child plan asked_on says"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(SupportPlan, on_delete=models.PROTECT, related_name="child_says")
    asked_on = models.DateField()
    says = models.CharField(max_length=10, choices=CHILD_SAYS)
    words = models.TextField(blank=True, default="")
    asked_by = models.CharField(max_length=160, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(says="not_asked") | ~models.Q(words=""),
                name="a_child_who_is_not_asked_has_the_reason",
            )
        ]


class PanelItem(FencedRecord):
    """A child whom thresholds put before a panel; it ends with actions or a reasoned no-action."""

    sensitive = "decision"
    plain = "child episode thresholds opened_at due_at state decided_at decided_by"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="panel_items")
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    thresholds = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=PANEL_STATES, default="open")
    decision = models.TextField(blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "owner_agency"],
                condition=models.Q(state="open"),
                name="one_open_panel_item_an_agency",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", decided_at__isnull=True, decided_by__isnull=True)
                | (
                    models.Q(decided_at__isnull=False, decided_by__isnull=False)
                    & ~models.Q(state="open")
                    & ~models.Q(decision="")
                ),
                name="a_panel_decides_in_words_by_somebody",
            ),
        ]


class SeniorReview(FencedRecord):
    """Asked for where a plan is in force and the episodes are no fewer: what a senior decided."""

    sensitive = "words"
    plain = "child plan asked_at due_at before after days answer answered_at answered_by"

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(SupportPlan, on_delete=models.PROTECT, related_name="senior_reviews")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    days = models.IntegerField()
    before = models.IntegerField()
    after = models.IntegerField()
    answer = models.CharField(max_length=24, choices=REVIEW_ANSWERS, blank=True, default="")
    words = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=models.Q(answered_at__isnull=True),
                name="one_open_senior_review_a_plan",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (
                    models.Q(answered_at__isnull=False, answered_by__isnull=False)
                    & ~models.Q(answer="")
                    & ~models.Q(words="")
                ),
                name="a_senior_review_has_a_name_an_answer_and_words",
            ),
        ]
