"""Write down what a panel decided on a child whom a threshold put before it."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.meetings.actions import NobodyActs
from whereabouts.practice.meetings.models import Action, Item
from whereabouts.practice.support import actions as support
from whereabouts.practice.support.actions import AlreadyDecided, DecisionMissing
from whereabouts.practice.support.gate import panel_item_for
from whereabouts.practice.support.models import PanelItem, PlanAction
from whereabouts.records.people.queries import same_person_set

__all__ = ["AlreadyDecided", "DecisionMissing", "NobodyActs", "OnAnAgenda", "decide_panel"]


class OnAnAgenda(Exception):
    """The child is on the agenda of a meeting: it is decided there, and signed by its chair."""


@journey(needs=Permission.PLAN_SET)
def decide_panel(*, actor: Actor, item_id: UUID, acts: bool, decision: str, at: datetime) -> None:
    """Settle the child's place before a panel that met outside this system; signed by the actor.

    With actions it takes one that somebody owns by a day, of a long-term plan or a meeting.

    :raises NotVisible: there is no such place before a panel of the actor's agency.
    :raises OnAnAgenda: the child is on the agenda of a meeting that is not over.
    :raises NobodyActs: it acts, and nobody owns an action.
    :raises DecisionMissing: nothing is said.
    :raises AlreadyDecided: it is decided already.
    """
    item = panel_item_for(actor, item_id=item_id)
    if item.owner_agency_id != actor.agency_id:
        raise NotVisible()
    if visible(Item).filter(panel_item=item, outcome="waiting").exists():
        raise OnAnAgenda("The child is on the agenda of a meeting: decide there.")
    if acts and decision.strip() and not _somebody_acts(item=item):
        raise NobodyActs("Add an action first, with who does it and by when.")
    support.decide_panel(item=item, acts=acts, decision=decision, by=actor, at=at)
    tell_whoever_sees(child=item.child_id)


def _somebody_acts(*, item: PanelItem) -> bool:
    """Return whether somebody owns something by a day, agreed since the child waits."""
    children = same_person_set(child_id=item.child_id)
    planned = visible(PlanAction).filter(
        child__in=children, due_on__isnull=False, added_at__gte=item.opened_at
    )
    agreed = visible(Action).filter(child__in=children, agreed_at__gte=item.opened_at)
    return planned.exclude(who="").exists() or agreed.exists()
