"""An episode for somebody: hidden alike when there is none and when it is not theirs to see."""

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.records.episodes.models import Episode


def episode_for(actor: Actor, *, reference: str, lock: bool = False) -> Episode:
    """Return an episode that the actor's agency may see; `lock` holds it until the end.

    :raises NotVisible: there is none for this actor.
    """
    found = one(Episode, reference=reference)
    if lock:
        return Episode.objects.select_for_update().get(pk=found.pk)
    return found
