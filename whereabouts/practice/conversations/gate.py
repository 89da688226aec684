"""A commission for somebody: hidden alike when there is none and when it is not theirs."""

from uuid import UUID

from whereabouts.foundations.access.gate import one, visible
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.conversations.models import Commission, ToldLine
from whereabouts.records.episodes.models import Episode


def commission_for(actor: Actor, *, commission_id: UUID) -> Commission:
    """Return a commission of the actor's agency: as provider, or as the authority that asked.

    :raises NotVisible: there is none for this actor.
    """
    found = (
        visible(Commission)
        .filter(pk=commission_id)
        .select_related("episode__owner_agency", "task")
        .first()
    )
    if found is None or actor.agency_id not in (found.provider_id, found.owner_agency_id):
        raise NotVisible()
    return found


def line_for(actor: Actor, *, episode: Episode, line_id: UUID) -> ToldLine:
    """Return a line of an episode that stands.

    :raises NotVisible: there is none for this actor.
    """
    return one(ToldLine, pk=line_id, episode=episode, replaced_by__isnull=True)
