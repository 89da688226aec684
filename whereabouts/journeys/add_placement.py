"""Start a placement; the one that stands ends the same day."""

from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import force_of_authority
from whereabouts.journeys.door import journey
from whereabouts.records.people.gate import person_for
from whereabouts.records.placements import actions as placements
from whereabouts.records.placements.actions import EndsBeforeStart
from whereabouts.records.placements.queries import of_children

__all__ = ["EndsBeforeStart", "add_placement"]


@journey(needs=Permission.CHILD_UPDATE)
def add_placement(
    *,
    actor: Actor,
    child_id: UUID,
    living_at: str,
    started_on: date,
    at: datetime,
    looked_after: bool | None = None,
    home: UUID | None = None,
    responsible_authority: UUID | None = None,
    host_authority: UUID | None = None,
    place: str = "",
    carer_name: str = "",
    legal_status: str = "",
    confidential: bool = False,
) -> UUID:
    """Start a placement, end those that stand, and relate every agency whose duty it is.

    The host force is the one that polices the host authority.

    :raises NotVisible: there is no such child for this actor.
    :raises EndsBeforeStart: a placement that stands began later than this one.
    """
    child, children = person_for(actor, child_id=child_id)
    for standing in of_children(child_ids=children).filter(ended_on__isnull=True):
        placements.end_placement(placement=standing, ended_on=started_on, by=actor, at=at)
    force = force_of_authority(authority=host_authority) if host_authority else None
    placement = placements.start_placement(
        child=child, living_at=living_at, started_on=started_on, looked_after=looked_after,
        home=home, responsible_authority=responsible_authority, host_authority=host_authority,
        host_force=force.pk if force else None, place=place, carer_name=carer_name,
        legal_status=legal_status, confidential=confidential, by=actor, at=at,
    )  # fmt: skip
    return placement.pk
