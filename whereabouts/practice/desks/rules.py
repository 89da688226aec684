"""Which desks an agency has, when each is made, and how its lines are counted; pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from whereabouts.engines.deadlines import london_date, london_instant

COORDINATOR, AUTHORITY, GOVERNANCE = "coordinator", "authority", "governance"
KINDS = [
    (COORDINATOR, "The coordinator's desk"),
    (AUTHORITY, "The authority's desk"),
    (GOVERNANCE, "Information governance's desk"),
]
# The key of the hour, in the file of lengths.
HOURS = {
    "coordinator": "desk_coordinator",
    "authority": "desk_authority",
    "governance": "desk_governance",
}
POLICE = ("police_force", "transport_police")


def desks_of(*, agency_kind: str) -> tuple[str, ...]:
    """Return the desks that an agency of a kind has."""
    if agency_kind in POLICE:
        return (COORDINATOR, GOVERNANCE)
    return (AUTHORITY, GOVERNANCE) if agency_kind == "authority" else ()


def next_hour(*, after: datetime, hours: Iterable[time]) -> datetime:
    """Return when a desk is made next: strictly later, on London's clock, summer and winter."""
    today, walls = london_date(instant=after), sorted(hours)
    return next(
        moment
        for day in (0, 1, 2)
        for wall in walls
        if (moment := london_instant(on=today + timedelta(days=day), wall=wall)) > after
    )


def counted(*, sections: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return how many lines each part has, and how many of them all are late."""
    held = list(sections)
    counts = {str(section["key"]): len(section["lines"]) for section in held}
    counts["late"] = sum(bool(line["late"]) for section in held for line in section["lines"])
    return counts
