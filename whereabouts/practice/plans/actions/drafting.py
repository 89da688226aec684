"""Writing a plan, sending it to be approved, and approving it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.plans import events, rules
from whereabouts.practice.plans.actions.trigger import DayGoneBy, as_row, put_in_force
from whereabouts.practice.plans.models import PlanApproval, PlanDraft, TriggerPlan
from whereabouts.practice.plans.queries import contents_of
from whereabouts.practice.plans.rules import Addressee, Contents
from whereabouts.records.people.actions import relate_to_child
from whereabouts.records.people.models import Child

APPROVAL_CLOCK = "plan_approval_due"


class PlanLacks(Exception):
    """A plan that is to be approved leaves something out; `lacks` names the fields."""

    def __init__(self, lacks: Sequence[str]) -> None:
        named = ", ".join(rules.WORDS[name].lower() for name in lacks)
        super().__init__(f"Before anybody approves it the plan must say: {named}.")
        self.lacks = tuple(lacks)


class NotYoursToApprove(Exception):
    """The agency was not asked, has answered, or this is whoever wrote the plan."""


class DraftSettled(Exception):
    """The draft is in force already, or was set aside."""


@transaction.atomic
def write_draft(
    *,
    child: Child,
    contents: Contents,
    recipients: Sequence[Addressee],
    by: Actor,
    at: datetime,
) -> PlanDraft:
    """Keep a plan that is being written; the agency's open draft of this child is set aside.

    :raises DayGoneBy: a day does not lie ahead.
    """
    for field, day in (("review_on", contents.review_on), ("high_until", contents.high_until)):
        if day is not None and day <= at.date():
            raise DayGoneBy(field)
    for earlier in PlanDraft.objects.filter(
        child=child, owner_agency_id=by.agency_id, state__in=("writing", "waiting")
    ):  # fmt: skip
        set_aside(draft=earlier, at=at)
    draft = PlanDraft.objects.create(
        child=child,
        **as_row(contents=contents),
        recipients=[
            {"agency": str(one.agency), "role": one.role} for one in dict.fromkeys(recipients)
        ],
        owner_id=by.member_id,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    audit.record(kind=events.PLAN_DRAFTED, subject=f"plan_draft:{draft.pk}", by=by, at=at)
    return draft


def set_aside(*, draft: PlanDraft, at: datetime) -> None:
    """Set a draft aside; it is kept, and nobody is asked to approve it any more."""
    PlanDraft.objects.filter(pk=draft.pk, state__in=("writing", "waiting")).update(
        state="set_aside", settled_at=at
    )
    stand_down(subject=f"plan_draft:{draft.pk}", at=at, kinds=(APPROVAL_CLOCK,))


@transaction.atomic
def send_for_approval(
    *, draft: PlanDraft, approvers: Sequence[Addressee], by: Actor, at: datetime
) -> None:
    """Ask each agency to approve a draft; an agency that is asked may see the child.

    :raises PlanLacks: the plan leaves out what it must say.
    :raises DraftSettled: somebody sent it already, or set it aside.
    """
    lacks = rules.lacking(contents=contents_of(draft=draft))
    if lacks:
        raise PlanLacks(lacks)
    sent = PlanDraft.objects.filter(pk=draft.pk, state="writing")
    if not sent.update(state="waiting", sent_at=at):
        raise DraftSettled("Somebody sent this plan already, or set it aside: look at it again.")
    for one in {one.agency: one for one in approvers}.values():
        if one.agency != by.agency_id:
            relate_to_child(
                child_id=draft.child_id, agency=one.agency, kind="shared", at=at,
                because="asked to approve a trigger plan",
            )  # fmt: skip
        PlanApproval.objects.create(
            child_id=draft.child_id,
            draft=draft,
            agency_id=one.agency,
            role=one.role,
            asked_at=at,
            owner_agency_id=by.agency_id,
            recorded_at=at,
            recorded_by_id=by.member_id,
        )
        promise(
            key=f"plan_draft:{draft.pk}:approve:{one.agency}",
            kind="plan_approval",
            subject=f"plan_draft:{draft.pk}",
            from_agency=by.agency_id,
            to_agency=one.agency,
            to_role=one.role,
            text="A trigger plan waits for your agency's approval: read it and answer.",
            at=at,
            child=draft.child_id,
        )
    set_timer(
        key=f"plan_draft:{draft.pk}:approval:{at.isoformat()}",
        kind=APPROVAL_CLOCK,
        subject=f"plan_draft:{draft.pk}",
        agency=by.agency_id,
        at=at,
        due_at=at + length_of(key="plan_approved", at=at),
    )
    audit.record(kind=events.PLAN_SENT, subject=f"plan_draft:{draft.pk}", by=by, at=at)


@transaction.atomic
def approve(*, draft: PlanDraft, agreed: bool, words: str, by: Actor, at: datetime) -> bool:
    """Answer for an agency; return whether everybody has agreed now: `into_force` comes next.

    Somebody else than whoever wrote it answers, also for the writer's own agency. An agency that
    does not agree says why, and the draft goes back to whoever wrote it.

    :raises NotYoursToApprove: the agency was not asked, has answered, or the actor wrote it.
    :raises DraftSettled: it is in force already, or was set aside.
    """
    held = PlanDraft.objects.select_for_update().get(pk=draft.pk)
    if held.state != "waiting":
        raise DraftSettled("This plan waits for no approval any more: look at it again.")
    if held.recorded_by_id == by.member_id:
        raise NotYoursToApprove("Somebody else than whoever wrote the plan approves it.")
    answered = PlanApproval.objects.filter(
        draft=draft, agency_id=by.agency_id, agreed__isnull=True
    ).update(agreed=agreed, words=words, answered_at=at, answered_by_id=by.member_id)
    if not answered:
        raise NotYoursToApprove("Your agency was not asked to approve this plan, or has answered.")
    audit.record(
        kind=events.PLAN_APPROVED if agreed else events.PLAN_NOT_APPROVED,
        subject=f"plan_draft:{draft.pk}", by=by, at=at, payload={"words": words},
    )  # fmt: skip
    if not agreed:
        set_aside(draft=held, at=at)
        _tell_writer(draft=held, by=by, at=at)
        return False
    asked = PlanApproval.objects.filter(draft=draft).values_list("agency", "agreed")
    return rules.is_in_force(asked=list(asked))


@transaction.atomic
def into_force(*, draft: PlanDraft, by: Actor, at: datetime) -> TriggerPlan:
    """Make an approved draft its agency's plan; the caller is in that agency's scope."""
    plan = put_in_force(
        child=draft.child,
        contents=contents_of(draft=draft),
        owner=draft.owner_id,
        recipients=[
            Addressee(agency=UUID(one["agency"]), role=one["role"]) for one in draft.recipients
        ],
        by=by,
        at=at,
    )
    PlanDraft.objects.filter(pk=draft.pk).update(state="in_force", settled_at=at, plan=plan)
    stand_down(subject=f"plan_draft:{draft.pk}", at=at, kinds=(APPROVAL_CLOCK,))
    return plan


def _tell_writer(*, draft: PlanDraft, by: Actor, at: datetime) -> None:
    promise(
        key=f"plan_draft:{draft.pk}:not_approved",
        kind="plan_not_approved",
        subject=f"plan_draft:{draft.pk}",
        from_agency=by.agency_id,
        to_agency=draft.owner_agency_id,
        to_role="missing_coordinator",
        to_member=draft.owner_id,
        text="An agency did not approve the trigger plan that you wrote: read why, and write anew.",
        at=at,
        child=draft.child_id,
    )
