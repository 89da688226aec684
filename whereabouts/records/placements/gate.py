"""A placement for somebody: hidden alike when there is none and when it is not theirs to see."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.records.placements.models import Placement


def placement_for(actor: Actor, *, placement_id: UUID) -> Placement:
    """Return a placement that the actor's agency may see.

    :raises NotVisible: there is none for this actor.
    """
    return one(Placement, pk=placement_id)
