"""Where the looked-after children of a history lived, and whose duty they are, as rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from django.db import models
from numpy.typing import NDArray

from whereabouts.foundations.access.models import Relation
from whereabouts.interfaces.commands.backload.areas import Authorities
from whereabouts.interfaces.commands.backload.around import New
from whereabouts.interfaces.commands.backload.records import FORCES
from whereabouts.interfaces.commands.backload.text import NULL, each, moments, picked, table
from whereabouts.interfaces.commands.backload.writing import DAY, Batch, Whole, owned
from whereabouts.interfaces.commands.made_nation.settings import LIVING_AT
from whereabouts.records.placements.models import Placement

Column = NDArray[Any]
Rows = Iterator[tuple[type[models.Model], str, int]]
PLACEMENTS, RESPONSIBLE = range(24, 26)
CARE_AFTER = 60 * DAY  # how long a placement goes on after the child's last absence of the history
AWAY = np.iinfo(np.int64).max  # whoever is away still has their place


class Placed:
    """Makes the placement of each looked-after child who is new in a batch, with their record.

    What a child's own absences say of it is gathered from the whole history, not from the batch.
    `authorities` are those of the database, which need not be those of the nation.
    """

    def __init__(self, *, whole: Whole, authorities: Authorities) -> None:
        self._writer, self._owners, self._authorities = whole.writer, whole.owners, authorities
        episodes = self._episodes = whole.nation.episodes
        rows = whole.good[episodes["care"][whole.good].astype(bool)]
        rows = rows[np.isin(episodes["force"][rows], list(authorities.of_force))]
        self._pairs, first, places = np.unique(
            self._writer.pairs_of(rows), return_index=True, return_inverse=True
        )
        self._first = rows[first]
        back = episodes["returned_at"][rows].astype(np.int64)
        self._last = np.zeros(len(self._pairs), np.int64)
        np.maximum.at(self._last, places, np.where(back < 0, AWAY, back))

    def tables(self, batch: Batch, new: New) -> Rows:
        """Yield each table, its rows as text, and how many."""
        own, whose = new.among(self._pairs)
        row, pairs, last = self._first[own], self._pairs[own], self._last[own]
        began = self._episodes["placed_at"][row].astype(np.int64) // DAY * DAY
        ended = np.where(last == AWAY, -1, last // DAY * DAY + CARE_AFTER)
        ended[ended >= batch.recorded_at.timestamp()] = -1
        authority = self._episodes["authority"][row].tolist()
        responsible = each([
            self._authorities.responsible(force=int(pair % FORCES), authority=one).hex
            for pair, one in zip(pairs, authority, strict=True)
        ])  # fmt: skip
        its = owned(owners=self._owners, force=pairs % FORCES, recorded=moments(began))
        yield table(model=Placement, number=len(own), columns={
            "id": each(self._writer.keys_of_pairs(PLACEMENTS, pairs)),
            "child_id": each(whose),
            "living_at": picked(LIVING_AT, self._episodes["living_at"][row]),
            "looked_after": True,
            "responsible_authority_id": responsible,
            "host_force_id": its["owner_agency_id"],
            "out_of_area": picked(("f", "t"), self._episodes["out_of_area"][row].astype(bool)),
            "started_on": each(_days(began)),
            "ended_on": each(_days(ended)),
            **its,
        })  # fmt: skip
        yield table(model=Relation, number=len(own), columns={
            "id": each(self._writer.keys_of_pairs(RESPONSIBLE, pairs)),
            "subject": each(whose),
            "agency_id": responsible,
            "kind": "responsible",
            "from_at": each(moments(began)),
        })  # fmt: skip


def _days(at: Column) -> list[str]:
    return [text if text == NULL else text[:10] for text in moments(at)]
