"""How long a sign of exploitation stood on record before there was a flag: for one force, no child.

The inspectors found a long history that was flagged at the latest episode only (line 632).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from django.db.models.functions import Coalesce

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.risk.models import Assertion
from whereabouts.practice.risk.proposing import EXPLOITATION, SIGNS
from whereabouts.records.people.models import Flag

OF = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class CueToFlag:
    """Of the children with a first sign in a year: the days until a flag, and how many have none.

    `median_days` is None where no child was flagged after a sign. A flag counts from the day on
    which somebody raised it: what waits as a proposal protects nobody yet.
    """

    signs: int
    flagged: int
    median_days: float | None
    longest_days: int | None
    unflagged: int


@lookup(needs=Permission.OVERSIGHT_LOOK)
def cue_to_flag(*, actor: Actor, at: datetime) -> CueToFlag:
    """Return the days from first sign to flag, for signs that the actor's force wrote down."""
    said = visible(Assertion).filter(
        fact__in=SIGNS, value=True, owner_agency=actor.agency_id, recorded_at__lte=at
    )
    first: dict[UUID, datetime] = {}
    for child, when in said.values_list("child_id", "recorded_at"):
        first[child] = min(when, first.get(child, when))
    first = {child: when for child, when in first.items() if when > at - OF}
    raised = (
        visible(Flag)
        .filter(child__in=first, kind__in=EXPLOITATION, state__in=("active", "ended"))
        .annotate(stands_since=Coalesce("settled_at", "raised_at"))
        .filter(stands_since__lte=at)
        .values_list("child_id", "stands_since")
    )
    return days_between(first=first, raised=raised)


def days_between(
    *, first: dict[UUID, datetime], raised: Iterable[tuple[UUID, datetime]]
) -> CueToFlag:
    """Return the figures of first signs and flags; a flag from before a sign took no day."""
    flags: dict[UUID, datetime] = {}
    for child, when in raised:
        flags[child] = min(when, flags.get(child, when))
    days = [
        max(flags[child] - first[child], timedelta(0)).days for child in first if child in flags
    ]
    return CueToFlag(
        signs=len(first),
        flagged=len(days),
        median_days=median(days) if days else None,
        longest_days=max(days, default=None),
        unflagged=len(first) - len(days),
    )
