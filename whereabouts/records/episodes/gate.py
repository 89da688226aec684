"""An episode for somebody: hidden alike when there is none and when it is not theirs to see."""

from uuid import UUID

from django.db.models import QuerySet

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.access.prepared import prepared
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.records.episodes.models import Episode


def episode_for(actor: Actor, *, reference: str, lock: bool = False) -> Episode:
    """Return an episode that the actor's agency may see; `lock` holds it until the end.

    :raises NotVisible: there is none for this actor.
    """
    found = one(Episode, reference=reference)
    if lock:
        return held(episode=found)
    return found


def held(*, episode: Episode) -> Episode:
    """Return an episode as it stands now, held until the end of the transaction."""
    return _held(episode=episode.pk)[0]


@prepared
def _held(*, episode: UUID) -> "QuerySet[Episode]":
    # With the agency that records it, whose pack it is graded by; that row is not locked.
    found = Episode.objects.select_for_update(of=("self",)).filter(pk=episode)
    return found.select_related("owner_agency")
