"""Force, or a matter under seal, for somebody: hidden alike when none and when not theirs."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.conduct.models import ForceUsed, Matter
from whereabouts.records.episodes.models import Episode


def force_for(actor: Actor, *, episode: Episode, force_id: UUID) -> ForceUsed:
    """Return force that was used in an episode that the actor may see.

    :raises NotVisible: there is none for this actor.
    """
    return one(ForceUsed, pk=force_id, episode=episode)


def matter_for(actor: Actor, *, matter_id: UUID) -> Matter:
    """Return a matter that is for the actor to look into.

    :raises NotVisible: there is none for this actor, or it is sealed from them.
    """
    return one(Matter, pk=matter_id)
