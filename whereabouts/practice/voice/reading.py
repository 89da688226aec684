"""Which authority's safeguarding workers read what a child says; callers are inside a scope."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import only_authority_of
from whereabouts.records.people.queries import same_person_set
from whereabouts.records.placements.queries import placement_at


def reader_of(*, child_id: UUID, force: UUID, by: Actor, at: datetime) -> UUID | None:
    """Return the authority: the one that is responsible, else the one that asks, or the only one.

    None where none of these is known: then whoever makes the code chooses.
    """
    lives = placement_at(child_ids=same_person_set(child_id=child_id), at=at)
    if lives is not None and lives.responsible_authority_id:
        return UUID(str(lives.responsible_authority_id))
    if by.agency_kind == "authority":
        return by.agency_id
    only = only_authority_of(force=force)
    return only.pk if only is not None else None
