"""Rows to be counted, from the configured database."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np

from whereabouts.insight.figures.rows import KINDS, UNKNOWN, Rows
from whereabouts.insight.lookups.counted import (
    CountedEpisode,
    SamePerson,
    every_counted_episode,
)
from whereabouts.interfaces.commands.statistics.making import Source

LONDON = ZoneInfo("Europe/London")
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 (the wall's clock, as a year is reckoned by it)


def from_database(*, at: datetime) -> Source:
    """Return every episode as rows, a further report being a further row."""
    one_of: dict[UUID, UUID] = {}
    episodes: list[CountedEpisode] = []
    for found in every_counted_episode(at=at):
        if isinstance(found, SamePerson):
            _join(one_of, found)
        else:
            episodes.append(found)
    codes = tuple(dict.fromkeys(episode.agency for episode in episodes))
    people: dict[UUID, int] = {}
    lines = []
    for place, episode in enumerate(episodes):
        who = people.setdefault(_root(one_of, episode.child), len(people))
        line = (
            place,
            who,
            codes.index(episode.agency),
            _told(episode.reported_at),
            UNKNOWN if episode.returned_at is None else _told(episode.returned_at),
            KINDS.index(episode.category),
            UNKNOWN if episode.age is None else episode.age,
            UNKNOWN if episode.looked_after is None else int(episode.looked_after),
        )
        lines += [(*line, call) for call in [0] + [1] * episode.further_reports]
    table = np.array(lines, dtype=np.int64).reshape(-1, 9).T
    number, person, force, reported, returned, kind, age, care, call = table
    rows = Rows(
        episode=number, person=person, force=force, reported_at=reported, returned_at=returned,
        kind=kind, call=call.astype(np.bool_), age=age, care=care,
    )  # fmt: skip
    return Source(rows, codes, "Every agency of this system whose clock is kept.")


def _told(instant: datetime) -> int:
    """Return the moment as a British clock tells it, in seconds."""
    local = instant.astimezone(LONDON).replace(tzinfo=None)
    return int((local - EPOCH).total_seconds())


def _root(one_of: dict[UUID, UUID], record: UUID) -> UUID:
    while record in one_of:
        record = one_of[record]
    return record


def _join(one_of: dict[UUID, UUID], pair: SamePerson) -> None:
    one, other = sorted((_root(one_of, pair.one), _root(one_of, pair.other)))
    if one != other:
        one_of[other] = one
