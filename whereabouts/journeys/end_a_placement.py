"""End a placement without another: whoever hosted the child is told, and acknowledges that too."""

from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys import out_of_area
from whereabouts.journeys.door import journey
from whereabouts.practice.plans.actions import travel
from whereabouts.practice.risk.around import travels_with
from whereabouts.records.people.queries import same_person_set
from whereabouts.records.placements import actions as placements
from whereabouts.records.placements.actions import AlreadyEnded, EndsBeforeStart, ReasonUnknown
from whereabouts.records.placements.gate import placement_for

__all__ = [
    "AlreadyEnded",
    "EndsBeforeStart",
    "NotYourPlacement",
    "ReasonUnknown",
    "end_a_placement",
]


class NotYourPlacement(Exception):
    """Only the authority responsible, or whoever wrote the placement down, ends it."""


@journey(needs=Permission.PLACEMENT_END)
def end_a_placement(
    *, actor: Actor, placement_id: UUID, ended_on: date, because: str, at: datetime
) -> None:
    """End a placement on a day, and say why. Those who hosted see no more of the child after it.

    :raises NotVisible: there is no such placement for this actor.
    :raises NotYourPlacement: the actor's agency is neither responsible for it nor wrote it down.
    :raises AlreadyEnded: it has ended.
    :raises EndsBeforeStart: the day lies before the first one.
    :raises ReasonUnknown: why is left out, or is none of the reasons of that day.
    """
    placement = placement_for(actor, placement_id=placement_id)
    if actor.agency_id not in (placement.responsible_authority_id, placement.owner_agency_id):
        raise NotYourPlacement("The authority responsible ends a placement.")
    if not because:
        raise ReasonUnknown("Choose why the placement ends.")
    placements.end_placement(
        placement=placement, ended_on=ended_on, because=because, by=actor, at=at
    )
    out_of_area.ended(placement=placement, by=actor, at=at)
    if ended_on <= at.date():
        children = same_person_set(child_id=placement.child_id)
        before = travels_with(placement=placement)
        travel(children=children, before=before, now=(), by=actor, at=at)
