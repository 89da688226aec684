"""A long-term plan, an action, a panel's item for somebody: hidden alike where it is not theirs."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.support.models import (
    PanelItem,
    PlanAction,
    SeniorReview,
    Service,
    SupportPlan,
)
from whereabouts.practice.support.queries import live_support_plans
from whereabouts.records.people.gate import person_for


def support_plan_for(actor: Actor, *, child_id: UUID) -> SupportPlan:
    """Return the child's long-term plan that stands: the actor's agency's own, else the oldest.

    :raises NotVisible: there is no such child, or no plan, for this actor.
    """
    _, children = person_for(actor, child_id=child_id)
    plans = live_support_plans(children=children)
    own = [plan for plan in plans if plan.owner_agency_id == actor.agency_id]
    for plan in (*own, *plans):
        return plan
    raise NotVisible()


def action_for(actor: Actor, *, action_id: UUID) -> PlanAction:
    """Return an action of a long-term plan.

    :raises NotVisible: there is none for this actor.
    """
    return one(PlanAction, pk=action_id)


def panel_item_for(actor: Actor, *, item_id: UUID) -> PanelItem:
    """Return a child's place before a panel.

    :raises NotVisible: there is none for this actor.
    """
    return one(PanelItem, pk=item_id)


def senior_review_for(actor: Actor, *, review_id: UUID) -> SeniorReview:
    """Return a senior review.

    :raises NotVisible: there is none for this actor.
    """
    return one(SeniorReview, pk=review_id)


def service_for(actor: Actor, *, service_id: UUID) -> Service:
    """Return a service of the directory that is not ended.

    :raises NotVisible: there is none.
    """
    return one(Service, pk=service_id, ended_at__isnull=True)
