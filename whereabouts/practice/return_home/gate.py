"""A return for somebody: hidden alike when there is none and when it is not theirs to see."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.return_home.models import Alternative, Protection, Return
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.models import Episode


class NotYetFound(Exception):
    """Nobody has said yet that the child was found or is back."""


def return_for(actor: Actor, *, episode: Episode) -> Return:
    """Return the return of an episode that the actor may see; held until the end.

    :raises NotYetFound: nobody has said that the child was found.
    """
    returned = Return.objects.select_for_update().filter(episode=episode).first()
    if returned is None:
        raise NotYetFound("Say first how the child was found, or came back.")
    return returned


def protection_for(actor: Actor, *, episode: Episode) -> Protection:
    """Return the police protection in force in an episode.

    :raises NotVisible: none is in force, or none that this actor may see.
    """
    return one(Protection, episode=episode, ended_at__isnull=True)


def alternative_for(actor: Actor, *, episode: Episode, alternative_id: UUID) -> Alternative:
    """Return another place that was asked for in an episode; held until the end.

    :raises NotVisible: there is none for this actor.
    """
    found = one(Alternative, pk=alternative_id, episode=episode)
    return Alternative.objects.select_for_update().get(pk=found.pk)


def standing_episode_for(actor: Actor, *, reference: str) -> Episode:
    """Return an episode, or the one it was joined to: held until the end.

    :raises NotVisible: there is none for this actor.
    """
    episode = episode_for(actor, reference=reference, lock=True)
    while episode.joined_to is not None:
        episode = episode_for(actor, reference=episode.joined_to.reference, lock=True)
    return episode
