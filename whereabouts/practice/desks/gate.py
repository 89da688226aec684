"""A desk as it stood, for somebody of its agency: hidden alike when none and when not theirs."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.desks.models import Desk


def desk_for(actor: Actor, *, desk_id: UUID, kinds: tuple[str, ...]) -> Desk:
    """Return a desk of the actor's agency, of one of some kinds.

    :raises NotVisible: there is none for this actor.
    """
    return one(Desk, pk=desk_id, kind__in=kinds)
