"""Write down what a panel decided on a child whom a threshold put before it."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.support import actions as support
from whereabouts.practice.support.actions import AlreadyDecided, DecisionMissing
from whereabouts.practice.support.gate import panel_item_for

__all__ = ["AlreadyDecided", "DecisionMissing", "decide_panel"]


@journey(needs=Permission.PLAN_SET)
def decide_panel(*, actor: Actor, item_id: UUID, acts: bool, decision: str, at: datetime) -> None:
    """Settle the child's place before the actor's agency's panel: with actions, or with why not.

    :raises NotVisible: there is no such place before a panel of the actor's agency.
    :raises DecisionMissing: nothing is said.
    :raises AlreadyDecided: it is decided already.
    """
    item = panel_item_for(actor, item_id=item_id)
    if item.owner_agency_id != actor.agency_id:
        raise NotVisible()
    support.decide_panel(item=item, acts=acts, decision=decision, by=actor, at=at)
    tell_whoever_sees(child=item.child_id)
