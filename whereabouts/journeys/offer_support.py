"""Offer support to a child, a parent or a carer, from the directory or in words."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.support import actions as support
from whereabouts.practice.support.actions import NamedContactMissing, NothingOffered
from whereabouts.practice.support.gate import service_for
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.queries import of_children
from whereabouts.records.episodes.rules import NOT_CLOSED
from whereabouts.records.people.gate import person_for

__all__ = ["NamedContactMissing", "NothingOffered", "offer_at_contact", "offer_support"]


@journey(needs=Permission.SUPPORT_OFFER)
def offer_support(
    *,
    actor: Actor,
    child_id: UUID,
    to_whom: str,
    answer: str,
    at: datetime,
    service: UUID | None = None,
    need: str = "",
    words: str = "",
    named_contact: str = "",
    reference: str = "",
) -> UUID:
    """Write down an offer and what was said, and return its key.

    It is kept with the episode given, else with the child's that is not followed up yet.

    A family that asked again and again, and was owed an offer, gets somebody by name.

    :raises NotVisible: there is no such child, service or episode for this actor.
    :raises NothingOffered: nobody can tell what was offered.
    :raises NamedContactMissing: the family was owed a named contact.
    """
    child, children = person_for(actor, child_id=child_id)
    if service is not None:
        service_for(actor, service_id=service)
    episode = (
        episode_for(actor, reference=reference)
        if reference
        else of_children(children=children).filter(state__in=NOT_CLOSED).first()
    )
    offer = support.offer_support(
        child=child, to_whom=to_whom, answer=answer, episode=episode, service=service, need=need,
        words=words, named_contact=named_contact, by=actor, at=at,
    )  # fmt: skip
    tell_whoever_sees(child=child.pk)
    return offer.pk


@journey(needs=Permission.SUPPORT_OFFER)
def offer_at_contact(
    *,
    actor: Actor,
    reference: str,
    said_in: str,
    to_whom: str,
    answer: str,
    at: datetime,
    need: str = "",
    words: str = "",
    named_contact: str = "",
) -> UUID:
    """Write down what became of help when somebody spoke with a child or family; return its key.

    Offered and accepted, declined for now, or not offered with the reason: each contact has one.

    :raises NotVisible: there is no such episode for this actor.
    :raises NothingOffered: nobody can tell what was offered, or why nothing was.
    :raises NamedContactMissing: the family was owed a named contact.
    """
    episode = episode_for(actor, reference=reference)
    offer = support.offer_support(
        child=episode.child, to_whom=to_whom, answer=answer, episode=episode, need=need,
        words=words, named_contact=named_contact, said_in=said_in, by=actor, at=at,
    )  # fmt: skip
    tell_whoever_sees(child=episode.child_id)
    return offer.pk
