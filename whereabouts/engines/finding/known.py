"""Which rows of a part of the index somebody may know, remembered for as long as it is so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.finding.columns import Columns, Shared
from whereabouts.engines.finding.entries import Asker
from whereabouts.engines.finding.scope import ticks

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]

FEW_ROWS: Final = 2_000  # as many are all looked at, one by one: no more than `MOST_ALONE`
REMEMBERED: Final = 32  # agencies: a mask is a byte a row


@dataclass(slots=True)
class _Agency:
    rows: Ints
    mask: Flags | None  # None where they are few
    since: int
    until: int


class Known:
    """What is there, and who may know of which rows."""

    def __init__(self, *, columns: Columns, shared: Shared) -> None:
        """Take the columns, of which nothing is taken out yet."""
        self._columns, self._shared = columns, shared
        self._alive = np.ones(len(columns.row_slot), dtype=bool)
        self._number = len(self._alive)
        self._agencies: dict[int, _Agency] = {}

    def remove(self, rows: Ints) -> None:
        """Take rows out, for everybody."""
        self._number -= len(rows)
        self._alive[rows] = False
        for each in self._agencies.values():
            if each.mask is not None:
                each.mask[rows] = False

    def of(self, asker: Asker) -> tuple[Ints | None, Flags | None, int]:
        """Return all rows where they are few, else a mask (None is all), and how many they are."""
        if asker.everybody:
            return None, self._alive if self._number < len(self._alive) else None, self._number
        agency = self._shared.agencies.known(asker.agency)
        own = self._rows(
            self._columns.scopes.of_member(
                agency=agency,
                member=self._shared.members.known(asker.member),
                moment=ticks(asker.moment),
            )
        )
        held = self._agency(agency, ticks(asker.moment))
        if held.mask is None:
            rows = held.rows if not len(own) else np.union1d(held.rows, own)
            rows = rows[self._alive[rows]]
            if len(rows) <= FEW_ROWS:
                return rows, None, len(rows)
            mask = np.zeros(len(self._alive), dtype=bool)
            mask[rows] = True
            return None, mask, len(rows)
        mask = held.mask
        if len(own):
            mask = mask.copy()
            mask[own] = self._alive[own]
        number = int(np.count_nonzero(mask))
        if number <= FEW_ROWS:
            return np.flatnonzero(mask).astype(np.int32), None, number
        return None, mask, number

    def slots(self, asker: Asker) -> set[int]:
        """Return the records that somebody may know, those that were taken out among them."""
        agency, moment = self._shared.agencies.known(asker.agency), ticks(asker.moment)
        member = self._shared.members.known(asker.member)
        scopes = self._columns.scopes
        every, _, _ = scopes.of_agency(agency=agency, moment=moment)
        own = scopes.of_member(agency=agency, member=member, moment=moment)
        return {*every.tolist(), *own.tolist()}

    def _agency(self, agency: int, moment: int) -> _Agency:
        held = self._agencies.pop(agency, None)
        if held is None or not held.since <= moment < held.until:
            slots, since, until = self._columns.scopes.of_agency(agency=agency, moment=moment)
            rows, mask = self._rows(slots), None
            if len(rows) > FEW_ROWS:
                mask = np.zeros(len(self._alive), dtype=bool)
                mask[rows] = self._alive[rows]
                rows = rows[:0]
            held = _Agency(rows, mask, since, until)
        self._agencies[agency] = held  # the latest comes last
        if len(self._agencies) > REMEMBERED:
            del self._agencies[next(iter(self._agencies))]
        return held

    def _rows(self, slots: Ints) -> Ints:
        return np.sort(self._columns.rows_of.all_of(slots))
