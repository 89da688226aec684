"""Add a note to an episode's history."""

from datetime import datetime

from whereabouts.foundations.access.gate import agencies_reached
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_screens
from whereabouts.journeys.door import journey
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes import events
from whereabouts.records.episodes.gate import episode_for

__all__ = ["NothingWritten", "add_note"]


class NothingWritten(Exception):
    """A note needs words."""


@journey(needs=Permission.EPISODE_UPDATE)
def add_note(
    *, actor: Actor, reference: str, words: str, at: datetime, happened_at: datetime | None = None
) -> None:
    """Write a note, with when it happened where that was earlier.

    :raises NothingWritten: there are no words.
    :raises NotVisible: there is no such episode for this actor.
    """
    if not words.strip():
        raise NothingWritten("Write the note.")
    episode = episode_for(actor, reference=reference)
    episodes.write_log(
        episode=episode,
        kind=events.NOTE,
        by=actor,
        at=at,
        happened_at=happened_at or at,
        words=words.strip(),
    )
    tell_screens(agencies=agencies_reached(subject=episode.child_id))
