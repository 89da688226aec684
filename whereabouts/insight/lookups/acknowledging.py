"""How soon notices are acknowledged: by role and agency, with what nobody has read yet."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from whereabouts.foundations.access import gate
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.door import lookup

LOOKED_BACK = timedelta(days=7)
MOST = 20_000


@dataclass(frozen=True, kw_only=True)
class Spread:
    """A length of time that is exact, or so far: whoever has not acknowledged may take longer."""

    lasting: timedelta
    or_more: bool


@dataclass(frozen=True, kw_only=True)
class Times:
    """How soon one role of one agency acknowledges."""

    agency: str
    role: str
    told: int
    acknowledged: int
    waiting: int
    climbed: int
    median: Spread
    nine_in_ten: Spread


@lookup(needs=Permission.NOTICE_OVERSEE)
def acknowledging(
    *, actor: Actor, at: datetime, kinds: Sequence[str] = ("new_episode",)
) -> list[Times]:
    """Return how soon notices of the last week were acknowledged, by agency and role.

    Notices from or to the actor's agency; `kinds` limits them, empty means all but what can wait.
    A notice that nobody has acknowledged counts with the time that it has waited so far.
    """
    told = (
        gate.visible(Message)
        .filter(
            Q(owner_agency=actor.agency_id) | Q(to_agency=actor.agency_id),
            promised_at__gt=at - LOOKED_BACK,
            promised_at__lte=at,
            withdrawn_at__isnull=True,
        )
        .exclude(loudness="digest")
    )
    if kinds:
        told = told.filter(kind__in=kinds)
    rows: dict[tuple[str, str], list[tuple[datetime, datetime | None, str]]] = defaultdict(list)
    wanted = ("to_agency__name", "to_role", "promised_at", "acknowledged_at", "climbed_to")
    for agency, role, promised_at, done_at, climbed in told.values_list(*wanted)[:MOST]:
        rows[(agency, role)].append((promised_at, done_at, climbed))
    return [
        _times(agency=agency, role=role, found=found, at=at)
        for (agency, role), found in sorted(rows.items())
    ]


def spread(*, waits: Sequence[tuple[timedelta, bool]], share: float) -> Spread:
    """Return the wait that a share of them does not exceed, by rank.

    Each wait comes with whether it is still going on. Where one that goes on is among those that
    decide the rank, the truth may only be longer.
    """
    ordered = sorted(waits)
    rank = max(1, math.ceil(share * len(ordered)))
    lasting = ordered[rank - 1][0]
    return Spread(lasting=lasting, or_more=any(going for _, going in ordered[:rank]))


def _times(
    *, agency: str, role: str, found: list[tuple[datetime, datetime | None, str]], at: datetime
) -> Times:
    waits = [((done or at) - promised, done is None) for promised, done, _ in found]
    waiting = sum(going for _, going in waits)
    return Times(
        agency=agency,
        role=role,
        told=len(found),
        acknowledged=len(found) - waiting,
        waiting=waiting,
        climbed=sum(bool(climbed) for _, _, climbed in found),
        median=spread(waits=waits, share=0.5),
        nine_in_ten=spread(waits=waits, share=0.9),
    )
