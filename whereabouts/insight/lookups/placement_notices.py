"""Which notice of a child's placement the asker's agency has to give, and by when."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.lookups.door import lookup
from whereabouts.records.people.gate import child_for
from whereabouts.records.people.queries import same_person_set
from whereabouts.records.placements.models import Placement
from whereabouts.records.placements.queries import notice_of_placement, placement_at
from whereabouts.records.placements.rules import notice_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeToGive:
    """A notice that an agency gives of a placement; `due_at` is None where no clock waits.

    `full`: it is of a placement out of area, goes with risk and plan, and is acknowledged.
    """

    placement_id: UUID
    kind: str
    started_on: date
    due_at: datetime | None
    overdue: bool
    full: bool = False


@lookup(needs=Permission.PLACEMENT_NOTICE)
def notice_to_give(*, actor: Actor, at: datetime, child_id: UUID) -> NoticeToGive:
    """Return the notice of the placement that stands which the actor's agency gives.

    :raises NotVisible: there is no such child for this actor, or no notice that is theirs.
    """
    child = child_for(actor, child_id=child_id)
    found = notice_of_agency(actor=actor, children=same_person_set(child_id=child.pk), at=at)
    if found is None:
        raise NotVisible()
    return found


def notice_of_agency(
    *, actor: Actor, children: frozenset[UUID], at: datetime
) -> NoticeToGive | None:
    """Return the same for somebody who sees the child, or None; inside a scope."""
    placement: Placement | None = placement_at(child_ids=children, at=at)
    kind = placement and notice_of(
        agency=actor.agency_id,
        responsible_authority=placement.responsible_authority_id,
        home=placement.home_id,
    )
    if placement is None or not kind:
        return None
    clock = Timer.objects.filter(
        subject=f"placement:{placement.pk}", kind=kind, owner_agency=actor.agency_id
    )
    waiting = clock.filter(state="waiting").values_list("due_at", flat=True).first()
    rang = clock.filter(state="fired").exists()
    return NoticeToGive(
        placement_id=placement.pk,
        kind=kind,
        started_on=placement.started_on,
        due_at=waiting,
        overdue=rang or (waiting is not None and waiting <= at),
        full=kind == "placement_notice"
        and notice_of_placement(placement_id=placement.pk) is not None,
    )
