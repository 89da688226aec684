"""A plan goes with the child: the new home and the police there are told, the old ones no more."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.practice.investigation.vocabulary import FOLLOWS_UP
from whereabouts.practice.plans import events, rules
from whereabouts.practice.plans.actions.trigger import tell
from whereabouts.practice.plans.models import PlanRecipient, TriggerPlan
from whereabouts.practice.plans.queries import live_plans
from whereabouts.practice.plans.rules import Addressee


@transaction.atomic
def travel(
    *,
    children: Iterable[UUID],
    before: Sequence[Addressee],
    now: Sequence[Addressee],
    by: Actor,
    at: datetime,
) -> int:
    """Let every live plan of a child tell those where they live now; return how many plans.

    Each of them acknowledges, and the plan's owner is told to look at it again. An agency of the
    old place is told no more, unless the plan is its own.
    """
    plans = live_plans(children=children)
    gone = rules.left_behind(before=before, now=now)
    for plan in plans:
        PlanRecipient.objects.filter(
            plan=plan, agency__in=gone - {plan.owner_agency_id}, until_at__isnull=True
        ).update(until_at=at)
        tell(plan=plan, whom=now, by=by, at=at)
        for one in now:
            _say(
                plan=plan, agency=one.agency, role=one.role, by=by, at=at,
                text="A trigger plan came with a child who lives in your area or care: read it.",
            )  # fmt: skip
        _say(
            plan=plan, agency=plan.owner_agency_id, role=FOLLOWS_UP[plan.owner_agency.kind],
            owner=plan.owner_id, by=by, at=at,
            text="The child of your trigger plan lives elsewhere now: look at the plan again.",
        )  # fmt: skip
        audit.record(
            kind=events.PLAN_TRAVELLED, subject=f"plan:{plan.pk}", by=by, at=at,
            payload={"left": sorted(str(one) for one in gone)},
        )  # fmt: skip
    return len(plans)


def _say(
    *,
    plan: TriggerPlan,
    agency: UUID,
    role: str,
    text: str,
    by: Actor,
    at: datetime,
    owner: UUID | None = None,
) -> None:
    promise(
        key=f"plan:{plan.pk}:moved:{at.isoformat()}:{agency}:{role}:{owner or ''}",
        kind="plan_travelled",
        subject=f"plan:{plan.pk}",
        from_agency=by.agency_id,
        to_agency=agency,
        to_role=role,
        to_member=owner,
        text=text,
        at=at,
        child=plan.child_id,
    )
