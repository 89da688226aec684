"""Writing down that somebody may have seen the child."""

from datetime import datetime

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.investigation import events
from whereabouts.practice.investigation.models import Sighting
from whereabouts.records.episodes.models import Episode


@transaction.atomic
def record_sighting(
    *,
    episode: Episode,
    seen_at: datetime,
    place: str,
    by: Actor,
    at: datetime,
    seen_by: str = "",
    words: str = "",
    confidence: str = "unsure",
    source: str = "",
) -> Sighting:
    """Write down that somebody may have seen the child."""
    sighting = Sighting.objects.create(
        child_id=episode.child_id,
        episode=episode,
        seen_at=seen_at,
        place=place,
        seen_by=seen_by,
        words=words,
        confidence=confidence,
        source=source,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    audit.record(kind=events.SIGHTED, subject=f"sighting:{sighting.pk}", by=by, at=at)
    return sighting
