"""Lift a trigger plan: its level is no floor any more; it is kept."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.plans import actions as plans
from whereabouts.practice.plans.actions import ReasonMissing
from whereabouts.practice.plans.gate import own_plan_for

__all__ = ["ReasonMissing", "lift_plan"]


@journey(needs=Permission.PLAN_SET)
def lift_plan(*, actor: Actor, child_id: UUID, because: str, at: datetime) -> None:
    """Lift the actor's agency's plan of a child, with the reason.

    :raises NotVisible: there is no such child, or no plan of the actor's agency.
    :raises ReasonMissing: no reason is given.
    """
    plan = own_plan_for(actor, child_id=child_id)
    if not because.strip():
        raise ReasonMissing("Say why the plan is lifted: what has changed for the child?")
    plans.end_plan(plan=plan, because=because, by=actor, at=at)
    tell_whoever_sees(child=plan.child_id)
