"""The plans of a young person who may harm others, as the child's page shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.adults.gate import young_plan_for
from whereabouts.practice.adults.queries import young_plans_of
from whereabouts.records.people.queries import display_name


@dataclass(frozen=True, slots=True, kw_only=True)
class YoungPlanLine:
    """What they need first, then how others are safe; why, for police and authorities alone."""

    needs: str
    safety: str
    childs_view: str
    because: str
    lead: str
    agency: str
    review_on: date
    overdue: bool
    ours: bool


@lookup(needs=Permission.PLAN_SET)
def whose_young_plan(*, actor: Actor, child_id: UUID, at: datetime) -> str:
    """Return the name of whom a plan of the actor's agency is for.

    :raises NotVisible: the agency has none that stands.
    """
    return display_name(child_id=young_plan_for(actor, child_id=child_id).child_id)


def young_plans(
    *, children: Iterable[UUID], agency: UUID, full: bool, at: datetime
) -> tuple[YoungPlanLine, ...]:
    """Return the plans that stand; the caller is in a scope."""
    return tuple(
        YoungPlanLine(
            needs=one.needs,
            safety=one.safety,
            childs_view=one.childs_view,
            because=one.because if full else "",
            lead=one.lead.display_name,
            agency=one.owner_agency.name,
            review_on=one.review_on,
            overdue=one.review_on < at.date(),
            ours=one.owner_agency_id == agency,
        )
        for one in young_plans_of(children=children, at=at)
        if one.ended_at is None
    )
