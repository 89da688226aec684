"""An episode of the made-up nation whose child can be given a code; for the demonstration."""

from datetime import datetime

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.voice.reading import reader_of
from whereabouts.records.episodes.models import Episode

LOOKED_THROUGH = 40


@lookup(needs=Permission.VOICE_KEEP)
def an_episode(*, actor: Actor, at: datetime) -> str:
    """Return the latest episode of the actor's force whose reader is known, or nothing."""
    latest = (
        visible(Episode)
        .filter(owner_agency=actor.agency_id, owner_agency__made_up=True, child__unidentified=False)
        .exclude(state="found_dead")
        .order_by("-reported_at")[:LOOKED_THROUGH]
    )
    for one in latest:
        if reader_of(child_id=one.child_id, force=one.owner_agency_id, by=actor, at=at):
            return str(one.reference)
    return ""
