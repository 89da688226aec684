"""Which safeguarding partnerships cover one's own agency, from a day until a day."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import partnerships_of
from whereabouts.foundations.agencies.rules import RECORDING_KINDS
from whereabouts.insight.lookups.door import lookup


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A partnership that covers one's agency; `until_on` is the first day that it does not."""

    key: UUID
    name: str
    from_on: date
    until_on: date | None


@lookup(needs=Permission.AGREEMENT_SET)
def partnerships(*, actor: Actor, at: datetime) -> list[Tie] | None:
    """Return the partnerships of the actor's agency; None where its kind is in none."""
    if actor.agency_kind not in RECORDING_KINDS:
        return None
    return [
        Tie(key=one.pk, name=one.partnership.name, from_on=one.from_on, until_on=one.until_on)
        for one in partnerships_of(agency=actor.agency_id)
    ]
