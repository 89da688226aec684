"""Take on reading a notice of a placement, and acknowledge it: each part for its own agency."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import stand_down
from whereabouts.journeys.door import journey
from whereabouts.records.placements import actions as placements
from whereabouts.records.placements.actions import AlreadyAcknowledged
from whereabouts.records.placements.gate import asked_of
from whereabouts.records.placements.queries import notice_of_placement, waiting_for

__all__ = ["AlreadyAcknowledged", "NotGiven", "acknowledge_placement", "take_on_placement"]


class NotGiven(Exception):
    """There is nothing to acknowledge yet: the authority has not given its notice."""


@journey(needs=Permission.PLACEMENT_ACKNOWLEDGE)
def take_on_placement(*, actor: Actor, acknowledgement_id: UUID, at: datetime) -> None:
    """Become the owner of reading a notice for one's agency.

    :raises NotVisible: nothing like it is asked of this actor's agency.
    :raises AlreadyAcknowledged: somebody acknowledged it.
    """
    asked = asked_of(actor, acknowledgement_id=acknowledgement_id)
    placements.take_on(asked=asked, by=actor, at=at)


@journey(needs=Permission.PLACEMENT_ACKNOWLEDGE)
def acknowledge_placement(
    *, actor: Actor, acknowledgement_id: UUID, at: datetime, words: str = ""
) -> None:
    """Say that one's agency has read the notice, and what it does about it.

    Once every part has, the clock that goes red stands down, and the authority hears of it.

    :raises NotVisible: nothing like it is asked of this actor's agency.
    :raises NotGiven: the authority has not given its notice yet.
    :raises AlreadyAcknowledged: somebody acknowledged it.
    """
    asked = asked_of(actor, acknowledgement_id=acknowledgement_id)
    # Of the end, whoever hosted the child sees no notice any more.
    at_start = asked.about == "start"
    notice = notice_of_placement(placement_id=asked.placement_id) if at_start else None
    if at_start and (notice is None or notice.given_at is None):
        raise NotGiven("The authority has not given its notice yet. Ring them: they are told.")
    placements.acknowledge(asked=asked, words=words, by=actor, at=at)
    if notice is None or waiting_for(notice=notice):
        return
    stand_down(
        subject=f"placement:{notice.placement_id}", at=at, kinds=("placement_unacknowledged",)
    )
    promise(
        key=f"placement:{notice.placement_id}:all_acknowledged",
        kind="placement_told",
        subject=f"placement:{notice.placement_id}",
        from_agency=actor.agency_id,
        to_agency=notice.placement.responsible_authority_id or notice.owner_agency_id,
        to_role="social_worker",
        text="Everybody has acknowledged a placement of yours out of area.",
        at=at,
        child=notice.child_id,
    )
