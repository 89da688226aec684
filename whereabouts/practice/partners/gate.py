"""What partners brought, for somebody: none, and not theirs to see, are hidden alike."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.partners.models import Conference, LateReturn, SchoolAbsence


def conference_for(actor: Actor, *, conference_id: UUID) -> Conference:
    """Return a case conference.

    :raises NotVisible: there is none for this actor.
    """
    return one(Conference, pk=conference_id)


def late_return_for(actor: Actor, *, late_return_id: UUID) -> LateReturn:
    """Return an agreed late return.

    :raises NotVisible: there is none for this actor.
    """
    return one(LateReturn, pk=late_return_id)


def absence_for(actor: Actor, *, absence_id: UUID) -> SchoolAbsence:
    """Return a school's report that came to the actor's own agency.

    :raises NotVisible: there is none for this actor.
    """
    return one(SchoolAbsence, pk=absence_id, to_agency=actor.agency_id)
