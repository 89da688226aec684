"""Start a long-term plan, add to its words and actions, settle them, and end it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.support import actions as support
from whereabouts.practice.support.actions import (
    AlreadyDone,
    DayGoneBy,
    PlanStands,
    ResultMissing,
    WordsMissing,
)
from whereabouts.practice.support.gate import action_for, support_plan_for
from whereabouts.practice.support.models import SupportPlan
from whereabouts.practice.support.queries import repeats_of
from whereabouts.practice.support.vocabulary import CHILD_SAYS
from whereabouts.records.people.gate import person_for

__all__ = [
    "AlreadyDone",
    "DayGoneBy",
    "NewAction",
    "PlanSays",
    "PlanStands",
    "ResultMissing",
    "WordsMissing",
    "act_in_support_plan",
    "ask_child_again",
    "change_support_plan",
    "end_support_plan",
    "settle_support_action",
    "start_support_plan",
]  # fmt: skip

REQUIRED = "support_plan_required"


@dataclass(frozen=True, kw_only=True)
class PlanSays:
    """What a long-term plan says; the child's view may be missing with the reason why."""

    needs: str = ""
    risks: str = ""
    childs_view: str = ""
    why_no_view: str = ""


@dataclass(frozen=True, kw_only=True)
class NewAction:
    """An action to add: what, who does it, until when."""

    kind: str
    what: str
    who: str = ""
    agency: UUID | None = None
    service: UUID | None = None
    due_on: date | None = None


@journey(needs=Permission.PLAN_SET)
def start_support_plan(
    *, actor: Actor, child_id: UUID, says: PlanSays, review_on: date, at: datetime
) -> UUID:
    """Start the actor's agency's long-term plan of a child and return its key.

    The tasks that asked for one are settled. It names the thresholds that stood when it began.

    :raises NotVisible: there is no such child for this actor.
    :raises PlanStands: the agency has one for this child.
    :raises DayGoneBy: the review lies before today.
    """
    child, children = person_for(actor, child_id=child_id)
    standing = repeats_of(children=children, at=at)
    plan = support.start_plan(
        child=child,
        thresholds=[one.definition.id for one in standing if one.holds],
        review_on=review_on,
        by=actor,
        at=at,
    )
    _write(plan=plan, says=says, by=actor, at=at)
    for task in Task.objects.filter(child__in=children, kind=REQUIRED, state__in=OUTSTANDING):
        tasks.settle(task=task, by=actor, at=at, result="A long-term plan was started.")
    tell_whoever_sees(child=child.pk)
    return plan.pk


@journey(needs=Permission.PLAN_SET)
def change_support_plan(*, actor: Actor, child_id: UUID, says: PlanSays, at: datetime) -> None:
    """Add what the long-term plan says now; what it said before is kept.

    :raises NotVisible: there is no such child, or no plan of the actor's agency.
    """
    _write(plan=_own(actor, child_id=child_id), says=says, by=actor, at=at)


@journey(needs=Permission.PLAN_SET)
def act_in_support_plan(*, actor: Actor, child_id: UUID, action: NewAction, at: datetime) -> UUID:
    """Add an action to the child's long-term plan, from any agency that works by it.

    :raises NotVisible: there is no such child, or no plan, for this actor.
    :raises DayGoneBy: its day lies before today.
    """
    plan = support_plan_for(actor, child_id=child_id)
    added = support.add_action(
        plan=plan, kind=action.kind, what=action.what, who=action.who, agency=action.agency,
        service=action.service, due_on=action.due_on, by=actor, at=at,
    )  # fmt: skip
    tell_whoever_sees(child=plan.child_id)
    return added.pk


@journey(needs=Permission.PLAN_SET)
def settle_support_action(*, actor: Actor, action_id: UUID, result: str, at: datetime) -> None:
    """Say that an action is done and what came of it.

    :raises NotVisible: there is no such action for this actor.
    :raises ResultMissing: nothing is said of what came of it.
    :raises AlreadyDone: somebody said so already.
    """
    action = action_for(actor, action_id=action_id)
    support.settle_action(action=action, result=result, by=actor, at=at)
    tell_whoever_sees(child=action.child_id)


@journey(needs=Permission.PLAN_SET)
def ask_child_again(
    *,
    actor: Actor,
    child_id: UUID,
    says: str,
    asked_on: date,
    at: datetime,
    words: str = "",
    asked_by: str = "",
) -> None:
    """Keep how it is by the child's own word under the long-term plan, on the day they were asked.

    Any agency that works by the plan may ask: the child says to whom.

    :raises NotVisible: there is no such child, or no plan, for this actor.
    :raises WordsMissing: naming the field that is lacking or wrong.
    """
    if says not in dict(CHILD_SAYS):
        raise WordsMissing("says", "Choose what the child says.")
    plan = support_plan_for(actor, child_id=child_id)
    support.keep_what_child_says(
        plan=plan, says=says, words=words, asked_by=asked_by, asked_on=asked_on, by=actor, at=at
    )
    tell_whoever_sees(child=plan.child_id)


@journey(needs=Permission.PLAN_SET)
def end_support_plan(
    *, actor: Actor, child_id: UUID, ended_as: str, words: str, at: datetime
) -> None:
    """End the actor's agency's long-term plan of a child, with the reason.

    :raises NotVisible: there is no such child, or no plan of the actor's agency.
    :raises ResultMissing: no reason is given.
    """
    plan = _own(actor, child_id=child_id)
    support.end_support_plan(plan=plan, ended_as=ended_as, words=words, by=actor, at=at)
    tell_whoever_sees(child=plan.child_id)


def _own(actor: Actor, *, child_id: UUID) -> SupportPlan:
    plan = support_plan_for(actor, child_id=child_id)
    if plan.owner_agency_id != actor.agency_id:
        raise NotVisible()
    return plan


def _write(*, plan: SupportPlan, says: PlanSays, by: Actor, at: datetime) -> None:
    support.write_words(
        plan=plan, needs=says.needs, risks=says.risks, childs_view=says.childs_view,
        why_no_view=says.why_no_view, by=by, at=at,
    )  # fmt: skip
