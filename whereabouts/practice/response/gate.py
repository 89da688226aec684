"""A deployment or an update for somebody: hidden alike when there is none and when not theirs."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.response.models import Deployment, FamilyUpdate
from whereabouts.records.episodes.models import Episode


def deployment_for(actor: Actor, *, episode: Episode, deployment_id: UUID) -> Deployment:
    """Return a deployment of an episode that the actor may see.

    :raises NotVisible: there is none for this actor.
    """
    return one(Deployment, pk=deployment_id, episode=episode)


def update_for(actor: Actor, *, episode: Episode, update_id: UUID) -> FamilyUpdate:
    """Return a promise to the family in an episode that the actor may see.

    :raises NotVisible: there is none for this actor.
    """
    return one(FamilyUpdate, pk=update_id, episode=episode)
