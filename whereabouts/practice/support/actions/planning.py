"""Starting a long-term plan, adding to its words and its actions, and ending it."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from whereabouts.engines.deadlines import length_of, london_instant
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.investigation.vocabulary import FOLLOWS_UP
from whereabouts.practice.support import events
from whereabouts.practice.support.actions.asking import ASK_CLOCK, set_ask_clock
from whereabouts.practice.support.models import PlanAction, PlanWords, SupportPlan
from whereabouts.records.people.actions import relate_to_child
from whereabouts.records.people.models import Child

EFFECT_CLOCK, ACTION_CLOCK = "support_effect_due", "support_action_due"


class PlanStands(Exception):
    """The agency has a long-term plan for the child already."""


class DayGoneBy(ValueError):
    """A day lies before today."""


class ResultMissing(Exception):
    """An action that is done says what came of it; a plan that ends says why."""


class AlreadyDone(Exception):
    """Somebody settled it already."""


@transaction.atomic
def start_plan(
    *,
    child: Child,
    thresholds: Sequence[str],
    review_on: date,
    by: Actor,
    at: datetime,
    lead: UUID | None = None,
) -> SupportPlan:
    """Start a long-term plan; whether it helps is looked at after a while, and then each month.

    :raises PlanStands: the agency has one for this child.
    :raises DayGoneBy: the review lies before today.
    """
    if review_on <= at.date():
        raise DayGoneBy("Choose a review day that lies ahead.")
    try:
        with transaction.atomic():
            plan = SupportPlan.objects.create(
                child=child,
                thresholds=list(thresholds),
                lead_id=lead or by.member_id,
                started_at=at,
                review_on=review_on,
                owner_agency_id=by.agency_id,
                recorded_at=at,
                recorded_by_id=by.member_id,
            )
    except IntegrityError:
        raise PlanStands("Your agency has a long-term plan for this child: add to it.") from None
    set_effect_clock(plan=plan, due_at=at + length_of(key="no_improvement_after", at=at), at=at)
    set_ask_clock(plan=plan, at=at)
    audit.record(kind=events.PLAN_STARTED, subject=f"support:{plan.pk}", by=by, at=at)
    return plan


def set_effect_clock(*, plan: SupportPlan, due_at: datetime, at: datetime) -> None:
    """Let it be looked at whether the plan helps."""
    set_timer(
        key=f"support:{plan.pk}:effect:{due_at.date().isoformat()}",
        kind=EFFECT_CLOCK,
        subject=f"support:{plan.pk}",
        agency=plan.owner_agency_id,
        at=at,
        due_at=due_at,
    )


def write_words(
    *,
    plan: SupportPlan,
    needs: str,
    risks: str,
    childs_view: str,
    why_no_view: str,
    by: Actor,
    at: datetime,
) -> PlanWords:
    """Add what the plan says now; what it said before is kept."""
    words = PlanWords.objects.create(
        child_id=plan.child_id,
        plan=plan,
        needs=needs,
        risks=risks,
        childs_view=childs_view,
        why_no_view=why_no_view,
        written_at=at,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    audit.record(kind=events.PLAN_CHANGED, subject=f"support:{plan.pk}", by=by, at=at)
    return words


@transaction.atomic
def add_action(
    *,
    plan: SupportPlan,
    kind: str,
    what: str,
    who: str,
    due_on: date | None,
    by: Actor,
    at: datetime,
    agency: UUID | None = None,
    service: UUID | None = None,
) -> PlanAction:
    """Add an action; its agency may see the child and is told, its day has a clock.

    Without a day or somebody who does it the plan is shown as incomplete.

    :raises DayGoneBy: its day lies before today.
    """
    if due_on is not None and due_on < at.date():
        raise DayGoneBy("Choose a day that is not over.")
    action = PlanAction.objects.create(
        child_id=plan.child_id,
        plan=plan,
        kind=kind,
        what=what,
        who=who,
        agency_id=agency,
        service_id=service,
        due_on=due_on,
        added_at=at,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    if due_on is not None:
        set_timer(
            key=f"support_action:{action.pk}:due",
            kind=ACTION_CLOCK,
            subject=f"support_action:{action.pk}",
            agency=plan.owner_agency_id,
            at=at,
            due_at=london_instant(on=due_on + timedelta(days=1), wall=time(0)),
        )
    if action.agency is not None and action.agency.pk != by.agency_id:
        relate_to_child(
            child_id=plan.child_id, agency=action.agency.pk, kind="shared", at=at,
            because="acts in a long-term plan",
        )  # fmt: skip
        promise(
            key=f"support_action:{action.pk}",
            kind="support_action",
            subject=f"support:{plan.pk}",
            from_agency=by.agency_id,
            to_agency=action.agency.pk,
            to_role=FOLLOWS_UP.get(action.agency.kind, "social_worker"),
            text="A long-term plan asks your agency to do something: read it.",
            at=at,
            child=plan.child_id,
        )
    audit.record(kind=events.ACTION_ADDED, subject=f"support_action:{action.pk}", by=by, at=at)
    return action


def settle_action(*, action: PlanAction, result: str, by: Actor, at: datetime) -> None:
    """Say that an action is done and what came of it.

    :raises ResultMissing: nothing is said of what came of it.
    :raises AlreadyDone: somebody said so already.
    """
    if not result.strip():
        raise ResultMissing("Say what came of it.")
    done = PlanAction.objects.filter(pk=action.pk, done_at__isnull=True).update(
        done_at=at, done_by_id=by.member_id, result=result
    )
    if not done:
        raise AlreadyDone("Somebody said already that this is done: look at the plan again.")
    stand_down(subject=f"support_action:{action.pk}", at=at, kinds=(ACTION_CLOCK,))
    audit.record(kind=events.ACTION_DONE, subject=f"support_action:{action.pk}", by=by, at=at)


@transaction.atomic
def end_support_plan(
    *, plan: SupportPlan, ended_as: str, words: str, by: Actor, at: datetime
) -> None:
    """End a long-term plan with the reason; its actions are kept and ring no more.

    :raises ResultMissing: no reason is given.
    :raises AlreadyDone: it has ended already.
    """
    if not words.strip():
        raise ResultMissing("Say why the plan ends.")
    ended = SupportPlan.objects.filter(pk=plan.pk, ended_at__isnull=True).update(
        ended_at=at, ended_by_id=by.member_id, ended_as=ended_as, ended_words=words
    )
    if not ended:
        raise AlreadyDone("This plan has ended already.")
    stand_down(subject=f"support:{plan.pk}", at=at, kinds=(EFFECT_CLOCK, ASK_CLOCK))
    for action in plan.actions.filter(done_at__isnull=True):
        stand_down(subject=f"support_action:{action.pk}", at=at, kinds=(ACTION_CLOCK,))
    audit.record(kind=events.PLAN_ENDED, subject=f"support:{plan.pk}", by=by, at=at)
