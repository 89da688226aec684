"""Until when something has to be done, by the pack in force."""

from datetime import datetime, timedelta

from whereabouts.engines.deadlines import length_of
from whereabouts.practice.investigation.rules import due_of
from whereabouts.practice.risk.assessing import pack_for
from whereabouts.records.episodes.models import Episode


def due_by_pack(
    *, episode: Episode, key: str, from_at: datetime, at: datetime, otherwise: timedelta
) -> datetime:
    """Return when a time limit of the pack runs out; `otherwise` where the pack has none."""
    for limit in pack_for(episode=episode, at=at).deadlines:
        if limit.key == key:
            clock = {"from": "start", "length": limit.length, "unit": limit.unit}
            due = due_of(clock=clock, happened={"start": from_at})
            if due is not None:
                return due
    return from_at + otherwise


def next_news_due(*, episode: Episode, at: datetime) -> datetime:
    """Return until when a family hears again, by the pack: the level's own length, if shorter."""
    return min(
        due_by_pack(
            episode=episode, key=key, from_at=at, at=at,
            otherwise=length_of(key="family_update", at=at),
        )
        for key in (f"family_update_{episode.level}", "family_update")
    )  # fmt: skip
