"""Take a shift on: every open episode on the list, by name and from this moment."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.practice.oversight.actions import shifts
from whereabouts.practice.oversight.actions.shifts import NoLongerOffered, YoursToLeave
from whereabouts.practice.oversight.gate import shift_list_for

__all__ = ["NoLongerOffered", "NotVisible", "YoursToLeave", "accept_shift"]


@journey(needs=Permission.SHIFT_HAND_OVER)
def accept_shift(*, actor: Actor, shift_id: UUID, at: datetime, words: str = "") -> None:
    """Accept a shift list of the actor's force.

    :raises NotVisible: there is none for this actor.
    :raises YoursToLeave: the actor wrote it.
    :raises NoLongerOffered: it was accepted, or a newer list stands.
    """
    offered = shift_list_for(actor, shift_id=shift_id, lock=True)
    shifts.accept_list(offered=offered, words=words, by=actor, at=at)
