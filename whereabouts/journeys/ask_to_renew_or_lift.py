"""Ask a plan's owner, in one tap, to renew the plan or to lift it."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.practice.plans import actions as plans
from whereabouts.practice.plans.gate import plan_for

__all__ = ["ask_to_renew_or_lift"]


@journey(needs=Permission.PLAN_ASK)
def ask_to_renew_or_lift(
    *, actor: Actor, child_id: UUID, at: datetime, of_agency: UUID | None = None
) -> bool:
    """Ask the owner of a child's plan; return False where the actor has asked already.

    :raises NotVisible: there is no such child, or no live plan, for this actor.
    """
    plan = plan_for(actor, child_id=child_id, of_agency=of_agency)
    return plans.ask_owner(plan=plan, by=actor, at=at)
