"""Write down who was told by telephone of a placement, for an agency that has not acknowledged."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.records.placements import actions as placements
from whereabouts.records.placements.actions import AlreadyAcknowledged
from whereabouts.records.placements.gate import asked_by

__all__ = ["AlreadyAcknowledged", "NotYet", "NothingSaid", "told_by_telephone"]


class NothingSaid(Exception):
    """Nobody is named who was told."""


class NotYet(Exception):
    """The time lies ahead."""


@journey(needs=Permission.PLACEMENT_NOTICE)
def told_by_telephone(
    *, actor: Actor, acknowledgement_id: UUID, told_to: str, told_at: datetime, at: datetime,
    words: str = "",
) -> UUID:  # fmt: skip
    """Keep whom one told, and when; return its key. The part stays unacknowledged, and red.

    Only the authority that gives the notice writes it down, in the name of whoever rang. It is
    counted beside what agencies acknowledge themselves, and never as it.

    :raises NotVisible: nothing like it is asked for a placement of the actor's authority.
    :raises NothingSaid: nobody is named who was told.
    :raises NotYet: the time lies ahead.
    :raises AlreadyAcknowledged: they have acknowledged, or need not any more.
    """
    asked = asked_by(actor, acknowledgement_id=acknowledgement_id)
    if not told_to.strip():
        raise NothingSaid("Enter whom you spoke with, by name.")
    if told_at > at:
        raise NotYet("Enter a time that has passed.")
    return placements.tell_by_telephone(
        asked=asked, told_to=told_to, told_at=told_at, words=words, by=actor, at=at
    ).pk
