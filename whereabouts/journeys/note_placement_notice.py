"""Note that notice of a placement was given: by the authority, or by the home of an admission."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.timers.actions import stand_down
from whereabouts.journeys.door import journey
from whereabouts.records.placements.actions import note_given_outside
from whereabouts.records.placements.events import NOTIFIED
from whereabouts.records.placements.gate import placement_for
from whereabouts.records.placements.rules import notice_of

__all__ = ["NotYourNotice", "note_placement_notice"]


class NotYourNotice(Exception):
    """Only the authority responsible, or the home, gives this notice."""


@journey(needs=Permission.PLACEMENT_NOTICE)
def note_placement_notice(*, actor: Actor, placement_id: UUID, to_whom: str, at: datetime) -> None:
    """Write down that the actor's agency gave its notice of a placement, and to whom.

    Its clock stands down: the authority's for a placement out of area, the home's for an admission.
    Whoever must acknowledge a placement out of area is asked as before.

    :raises NotVisible: there is no such placement for this actor.
    :raises NotYourNotice: the actor's agency is neither the authority responsible nor the home.
    """
    placement = placement_for(actor, placement_id=placement_id)
    kind = notice_of(
        agency=actor.agency_id,
        responsible_authority=placement.responsible_authority_id,
        home=placement.home_id,
    )
    if not kind:
        raise NotYourNotice("This notice is the authority's or the home's to give.")
    stand_down(subject=f"placement:{placement.pk}", at=at, kinds=(kind,))
    if kind == "placement_notice":
        note_given_outside(placement_id=placement.pk, to_whom=to_whom, by=actor, at=at)
    audit.record(
        kind=NOTIFIED, subject=f"child:{placement.child_id}", by=actor, at=at,
        payload={"placement": str(placement.pk), "notice": kind, "to": to_whom},
    )  # fmt: skip
