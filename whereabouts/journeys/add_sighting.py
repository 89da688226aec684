"""Write down that somebody may have seen the child."""

from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import promise, tell_whoever_sees
from whereabouts.journeys.adult_near import adult_near
from whereabouts.journeys.door import journey
from whereabouts.practice.investigation import actions as investigation
from whereabouts.practice.investigation import events
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.gate import episode_for

__all__ = ["NotYetSeen", "NowhereSaid", "add_sighting"]


class NowhereSaid(Exception):
    """A sighting needs a place."""


class NotYetSeen(Exception):
    """A sighting cannot be in the future."""


@journey(needs=Permission.EPISODE_UPDATE)
def add_sighting(
    *,
    actor: Actor,
    reference: str,
    seen_at: datetime,
    place: str,
    at: datetime,
    seen_by: str = "",
    words: str = "",
    confidence: str = "unsure",
    source: str = "",
    adult_seen: bool = False,
) -> str:
    """Keep a sighting, tell the owner at once, and return its key.

    `adult_seen`: an adult of concern was with the child, or near: that interrupts.

    :raises NowhereSaid: no place is given.
    :raises NotYetSeen: the time lies ahead.
    :raises NotVisible: there is no such episode for this actor.
    """
    if not place.strip():
        raise NowhereSaid("Say where, as nearly as you can.")
    if seen_at > at:
        raise NotYetSeen("That time has not come yet.")
    episode = episode_for(actor, reference=reference, lock=adult_seen)
    sighting = investigation.record_sighting(
        episode=episode,
        seen_at=seen_at,
        place=place.strip(),
        seen_by=seen_by,
        words=words,
        confidence=confidence,
        source=source,
        by=actor,
        at=at,
    )
    episodes.write_log(
        episode=episode, kind=events.SIGHTED, by=actor, at=at, happened_at=seen_at,
        detail={"sighting": str(sighting.pk)},
    )  # fmt: skip
    promise(
        key=f"sighting:{sighting.pk}",
        kind="sighting",
        subject=f"episode:{episode.pk}",
        from_agency=actor.agency_id,
        to_agency=episode.owner_agency_id,
        to_role="supervisor",
        text=f"Episode {episode.reference}: somebody may have seen the child.",
        at=at,
        child=episode.child_id,
    )
    if adult_seen:
        adult_near(
            episode=episode, key=f"sighting:{sighting.pk}", said_by=seen_by, words=words, by=actor,
            at=at,
        )  # fmt: skip
    tell_whoever_sees(child=episode.child_id)
    return str(sighting.pk)
