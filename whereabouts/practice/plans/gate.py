"""A plan, a draft or a referral for somebody: hidden alike when there is none and not theirs."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.plans.models import PlanDraft, PlanLine, ReferralDecision, TriggerPlan
from whereabouts.practice.plans.queries import live_plans
from whereabouts.records.people.gate import person_for


def plan_for(actor: Actor, *, child_id: UUID, of_agency: UUID | None = None) -> TriggerPlan:
    """Return a child's live plan: that of an agency where one is given, else the highest.

    :raises NotVisible: there is no such child, or no such plan, for this actor.
    """
    _, children = person_for(actor, child_id=child_id)
    for plan in live_plans(children=children):
        if of_agency in (None, plan.owner_agency_id):
            return plan
    raise NotVisible()


def own_plan_for(actor: Actor, *, child_id: UUID) -> TriggerPlan:
    """Return the live plan of the actor's own agency, which alone may change it; held.

    :raises NotVisible: there is no such child for this actor, or no such plan of their agency.
    """
    plan = plan_for(actor, child_id=child_id, of_agency=actor.agency_id)
    return TriggerPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)


def draft_for(actor: Actor, *, draft_id: UUID) -> PlanDraft:
    """Return a draft that the actor's agency may see.

    :raises NotVisible: there is none for this actor.
    """
    return one(PlanDraft, pk=draft_id)


def line_for(actor: Actor, *, line_id: UUID) -> PlanLine:
    """Return a line of a plan that the actor's agency may see.

    :raises NotVisible: there is none for this actor.
    """
    return one(PlanLine, pk=line_id)


def referral_for(actor: Actor, *, referral_id: UUID) -> ReferralDecision:
    """Return a referral that was sent, of a child whom the actor's agency may see.

    :raises NotVisible: there is none for this actor.
    """
    return one(ReferralDecision, pk=referral_id, sent=True)
