"""Renew a trigger plan: a new version that says the same, until a later day."""

from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.plans import actions as plans
from whereabouts.practice.plans.actions import DayGoneBy
from whereabouts.practice.plans.gate import own_plan_for

__all__ = ["DayGoneBy", "renew_plan"]


@journey(needs=Permission.PLAN_SET)
def renew_plan(
    *,
    actor: Actor,
    child_id: UUID,
    review_on: date,
    at: datetime,
    high_until: date | None = None,
) -> UUID:
    """Add a version of the actor's agency's plan with a later review day, and return its key.

    Whoever asked for it to be renewed or lifted has their answer. HIGH has an end of its own.

    :raises NotVisible: there is no such child, or no plan of the actor's agency.
    :raises DayGoneBy: a day does not lie ahead, or HIGH has none.
    """
    plan = own_plan_for(actor, child_id=child_id)
    again = plans.renew_plan(plan=plan, review_on=review_on, high_until=high_until, by=actor, at=at)
    tell_whoever_sees(child=plan.child_id)
    return again.pk
