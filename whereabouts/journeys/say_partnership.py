"""Say which safeguarding partnership covers one's agency, from which day, and until which."""

from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies import actions as agencies
from whereabouts.foundations.agencies import events
from whereabouts.foundations.agencies.actions import PartnershipRefused
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency, InPartnership
from whereabouts.foundations.agencies.queries import agency_of
from whereabouts.foundations.audit import actions as audit
from whereabouts.journeys.door import journey

__all__ = ["NotVisible", "PartnershipRefused", "join_partnership", "leave_partnership"]


@journey(needs=Permission.AGREEMENT_SET)
def join_partnership(*, actor: Actor, partnership: UUID, from_on: date, at: datetime) -> UUID:
    """Say that a partnership covers the actor's own agency from a day on.

    An agency says it of itself alone: no partnership can count the children of one that has not.

    :raises PartnershipRefused: there is no such partnership, the agency's kind is in none, or it
        is in this one then already.
    """
    chosen = Agency.objects.filter(pk=partnership, kind="partnership").first()
    if chosen is None:
        raise PartnershipRefused("Choose a safeguarding partnership.")
    own = agency_of(key=actor.agency_id)
    tie = agencies.put_in_partnership(partnership=chosen, agency=own, from_on=from_on)
    _write_down(events.JOINED, tie, by=actor, at=at, on=from_on)
    return tie.pk


@journey(needs=Permission.AGREEMENT_SET)
def leave_partnership(*, actor: Actor, tie_id: UUID, until_on: date, at: datetime) -> None:
    """Say from which day on a partnership covers the actor's own agency no more.

    Packs that were made stay as they are.

    :raises NotVisible: it is not the actor's agency's, or there is none.
    :raises PartnershipRefused: it has an end already, or would end before it began.
    """
    tie = InPartnership.objects.filter(pk=tie_id, agency=actor.agency_id).first()
    if tie is None:
        raise NotVisible()
    agencies.take_out_of_partnership(tie=tie, until_on=until_on)
    _write_down(events.LEFT, tie, by=actor, at=at, on=until_on)


def _write_down(kind: str, tie: InPartnership, *, by: Actor, at: datetime, on: date) -> None:
    audit.record(
        kind=kind, subject=f"agency:{tie.agency_id}", by=by, at=at,
        payload={"partnership": str(tie.partnership_id), "on": on.isoformat()},
    )  # fmt: skip
