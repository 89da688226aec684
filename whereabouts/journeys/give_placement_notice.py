"""Give notice of a placement out of area, with risk pack and plan: each part reads and answers."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.timers.actions import stand_down
from whereabouts.journeys import out_of_area
from whereabouts.journeys.door import journey
from whereabouts.journeys.note_placement_notice import NotYourNotice
from whereabouts.records.placements import actions as placements
from whereabouts.records.placements.actions import AlreadyGiven, Given, NotComplete
from whereabouts.records.placements.gate import notice_for

__all__ = ["AlreadyGiven", "Given", "NotComplete", "NotYourNotice", "give_placement_notice"]


@journey(needs=Permission.PLACEMENT_NOTICE)
def give_placement_notice(*, actor: Actor, placement_id: UUID, given: Given, at: datetime) -> None:
    """Give the notice; its legal clock stands down, and whoever must acknowledge is told.

    The clock of their acknowledgement runs on: a notice that nobody read keeps nobody safe. How far
    it is, is worked out where the register knows both homes; what was typed stands elsewhere.

    :raises NotVisible: there is no such placement out of area for this actor.
    :raises NotYourNotice: the actor's agency is not the authority responsible.
    :raises NotComplete: something is lacking, named by field.
    :raises AlreadyGiven: it was given already.
    """
    notice = notice_for(actor, placement_id=placement_id)
    placement = notice.placement
    if placement.responsible_authority_id != actor.agency_id:
        raise NotYourNotice("This notice is the authority's to give.")
    known = out_of_area.distance_of(placement=placement, at=at)
    if known is not None:
        given = replace(given, distance_km=known, distance_by="register")
    placements.give_notice(notice=notice, given=given, by=actor, at=at)
    stand_down(subject=f"placement:{placement.pk}", at=at, kinds=("placement_notice",))
    out_of_area.tell_parts(
        placement=placement, about="start", by=actor, at=at,
        text="Notice of a placement in your area is given, with risk and plan: acknowledge it.",
    )  # fmt: skip
