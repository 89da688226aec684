"""What a home or provider said that it can take: its own page, and whoever it concerns."""

from dataclasses import dataclass
from datetime import date, datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups.door import lookup
from whereabouts.records.placements.queries import capacities
from whereabouts.records.placements.vocabulary import CAPACITY_KINDS

__all__ = ["CAPACITY_KINDS", "CapacityLine", "own_capacity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityLine:
    """What somebody said last: how many of what, of how many, until when."""

    kind: str
    free: int
    of: int | None
    words: str
    said_at: datetime
    until_on: date
    by: str


@lookup(needs=Permission.CAPACITY_SAY)
def own_capacity(*, actor: Actor, at: datetime) -> tuple[CapacityLine, ...]:
    """Return what the actor's agency said last, of each kind, that still holds; it names nobody."""
    return tuple(
        CapacityLine(
            kind=one.get_kind_display(), free=one.free, of=one.of, words=one.words,
            said_at=one.said_at, until_on=one.until_on, by=one.recorded_by.display_name,
        )
        for one in capacities(at=at)
        if one.owner_agency_id == actor.agency_id
    )  # fmt: skip
