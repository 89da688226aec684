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
from whereabouts.practice.supervision.actions.off_duty import leave_unowned
from whereabouts.practice.supervision.actions.reviews import ask_at_duty_change

__all__ = ["NoLongerOffered", "NotVisible", "YoursToLeave", "accept_shift"]


@journey(needs=Permission.SHIFT_HAND_OVER)
def accept_shift(*, actor: Actor, shift_id: UUID, at: datetime, words: str = "") -> None:
    """Accept a shift list of the actor's force; the reviews of a change of duty are asked for.

    What the outgoing inspector owns, and what belongs to anybody else whose duty ended, is left
    without an owner, and the clock of the unowned runs.

    :raises NotVisible: there is none for this actor.
    :raises YoursToLeave: the actor wrote it.
    :raises NoLongerOffered: it was accepted, or a newer list stands.
    """
    offered = shift_list_for(actor, shift_id=shift_id, lock=True)
    shifts.accept_list(offered=offered, words=words, by=actor, at=at)
    # Whoever wrote the list goes off duty with it; what they own needs another owner.
    leave_unowned(agency=actor.agency_id, by=actor, at=at, left_the_shift={offered.recorded_by_id})
    ask_at_duty_change(agency=actor.agency_id, by=actor, at=at)
