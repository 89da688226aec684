"""A plan of their own for somebody under 18 who may harm others: never the register of adults."""

from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.practice.adults import actions as adults
from whereabouts.practice.adults.actions import NotYoung, WordsMissing, YoungPlanStands
from whereabouts.practice.adults.gate import young_plan_for
from whereabouts.records.people.gate import person_for
from whereabouts.records.people.queries import age_on

__all__ = ["NotYoung", "WordsMissing", "YoungPlanStands", "end_young_plan", "make_young_plan"]


@journey(needs=Permission.PLAN_SET)
def make_young_plan(
    *,
    actor: Actor,
    child_id: UUID,
    because: str,
    needs: str,
    safety: str,
    review_on: date,
    at: datetime,
    childs_view: str = "",
) -> UUID:
    """Make the plan: why, what they need, how they and others are kept safe, what they say.

    :raises NotVisible: there is no such child for this actor.
    :raises NotYoung: they are 18 or over.
    :raises WordsMissing: something that the plan must say is not said.
    :raises YoungPlanStands: the agency has one for them.
    """
    child, children = person_for(actor, child_id=child_id)
    plan = adults.make_young_plan(
        child=child, age=age_on(child_ids=children, on=at.date()), because=because, needs=needs,
        safety=safety, childs_view=childs_view, review_on=review_on, by=actor, at=at,
    )  # fmt: skip
    return plan.pk


@journey(needs=Permission.PLAN_SET)
def end_young_plan(*, actor: Actor, child_id: UUID, words: str, at: datetime) -> None:
    """End the plan of the actor's agency, in words.

    :raises NotVisible: there is none of the actor's agency.
    :raises WordsMissing: nobody says why.
    """
    plan = young_plan_for(actor, child_id=child_id)
    adults.end_young_plan(plan=plan, words=words, by=actor, at=at)
