"""Keeping a desk as it stands."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from whereabouts.engines.deadlines import london_date
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.desks import events
from whereabouts.practice.desks.models import Desk
from whereabouts.practice.desks.rules import counted


def keep_desk(
    *, kind: str, sections: Sequence[Mapping[str, Any]], by: Actor, at: datetime
) -> Desk | None:
    """Keep what stands on a desk; None where the day's desk is kept already."""
    today = london_date(instant=at)
    if Desk.objects.filter(owner_agency=by.agency_id, kind=kind, for_on=today).exists():
        return None
    made = Desk.objects.create(
        kind=kind,
        for_on=today,
        made_at=at,
        sections=[dict(section) for section in sections],
        counts=counted(sections=sections),
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    audit.record(kind=events.MADE, subject=f"desk:{made.pk}", by=by, at=at, payload={"desk": kind})
    return made
