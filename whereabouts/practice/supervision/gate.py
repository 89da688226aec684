"""Proposals, challenges and offers for somebody: hidden alike when there is none and not theirs."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import force_of_authority
from whereabouts.practice.supervision.models import Challenge, HandOver, Proposal
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.models import Episode, Transfer


def reviewed_episode_for(actor: Actor, *, reference: str, lock: bool = False) -> Episode:
    """Return an episode that the actor's agency reviews: its holder, or an authority's force.

    :raises NotVisible: there is none for this actor.
    """
    episode = episode_for(actor, reference=reference, lock=lock)
    if episode.owner_agency_id == actor.agency_id:
        return episode
    if episode.owner_agency.kind == "authority":
        force = force_of_authority(authority=episode.owner_agency_id)
        if force is not None and force.pk == actor.agency_id:
            return episode
    raise NotVisible()


def proposal_for(actor: Actor, *, proposal_id: UUID) -> Proposal:
    """Return a proposal about an episode that the actor's agency records.

    :raises NotVisible: there is none for this actor.
    """
    return one(Proposal, pk=proposal_id, episode__owner_agency=actor.agency_id)


def challenge_for(actor: Actor, *, challenge_id: UUID) -> Challenge:
    """Return a challenge to a grade of the actor's agency.

    :raises NotVisible: there is none for this actor.
    """
    return one(Challenge, pk=challenge_id, episode__owner_agency=actor.agency_id)


def offer_for(actor: Actor, *, offer_id: UUID) -> HandOver:
    """Return an offer of ownership to the actor.

    :raises NotVisible: there is none for this actor.
    """
    return one(HandOver, pk=offer_id, to_member=actor.member_id)


def transfer_for(actor: Actor, *, transfer_id: UUID) -> Transfer:
    """Return an offer to the actor's agency to take an episode.

    :raises NotVisible: there is none for this agency.
    """
    found = one(Transfer, pk=transfer_id)
    if found.to_agency_id != actor.agency_id:
        raise NotVisible()
    return found
