"""Add a note to an episode's history."""

from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.adult_near import adult_near
from whereabouts.journeys.door import journey
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes import events
from whereabouts.records.episodes.gate import episode_for

__all__ = ["NothingWritten", "add_note"]


class NothingWritten(Exception):
    """A note needs words."""


@journey(needs=Permission.EPISODE_UPDATE)
def add_note(
    *,
    actor: Actor,
    reference: str,
    words: str,
    at: datetime,
    happened_at: datetime | None = None,
    adult_seen: bool = False,
) -> None:
    """Write a note, with when it happened where that was earlier.

    `adult_seen`: it says that an adult of concern is with the child, or near: that interrupts.

    :raises NothingWritten: there are no words.
    :raises NotVisible: there is no such episode for this actor.
    """
    if not words.strip():
        raise NothingWritten("Write the note.")
    episode = episode_for(actor, reference=reference, lock=adult_seen)
    note = episodes.write_log(
        episode=episode,
        kind=events.NOTE,
        by=actor,
        at=at,
        happened_at=happened_at or at,
        words=words.strip(),
    )
    if adult_seen:
        adult_near(
            episode=episode, key=f"note:{note.pk}", said_by="", words=words.strip(), by=actor, at=at
        )
    tell_whoever_sees(child=episode.child_id)
