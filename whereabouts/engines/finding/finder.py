"""The index: built once, kept fresh a record at a time, and asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from threading import RLock
from typing import Final
from uuid import UUID

import numpy as np

from whereabouts.engines.finding.asked import Asked, made_ready
from whereabouts.engines.finding.columns import Shared
from whereabouts.engines.finding.entries import Asker, Entry, Found, Scored
from whereabouts.engines.finding.levels import LEAST_WEIGHT, MOST_WEIGHT
from whereabouts.engines.finding.scope import Numbers
from whereabouts.engines.finding.segment import Best, Segment
from whereabouts.engines.finding.weighing import FAR_BEHIND
from whereabouts.engines.matching import Asking, Query
from whereabouts.engines.matching.comparing import told, weighed

# How many records a small part holds before it goes into the next greater one.
STEPS: Final = (32, 1_024, 8_192)
COMPARED_BESIDE: Final = 4  # that are compared in full beside those that are shown


class Finder:
    """Everybody who may be asked for. Safe to use from several threads.

    The index is a few parts: the great one, and small ones of what came since. All records of
    one person are always in the same part.
    """

    def __init__(self) -> None:
        """Make an empty index."""
        self._lock = RLock()
        self._shared = Shared(Numbers(), Numbers())
        self._parts: list[Segment] = []  # the great one first, the newest last
        self._waiting: dict[UUID, Entry] = {}  # put in since the last question
        self._joined: defaultdict[UUID, set[UUID]] = defaultdict(set)

    @classmethod
    def build(cls, *, entries: Iterable[Entry]) -> Finder:
        """Return an index of these records; a record may come once."""
        finder = cls()
        finder._parts = [Segment.of(entries=finder._noted(entries), shared=finder._shared)]
        return finder

    def __len__(self) -> int:
        """Return how many records there are."""
        with self._lock:
            return sum(len(part) for part in self._parts) + len(self._waiting)

    def put(self, *, entry: Entry) -> None:
        """Add a record, or replace it; the next question sees it."""
        with self._lock:
            moved = [entry]
            self._take(entry.record)
            for record in self._of_one_person(entry.person):
                if (held := self._take(record, person=entry.person)) is not None:
                    moved.append(held)
            self._waiting.update((each.record, each) for each in self._noted(moved))

    def remove(self, *, record: UUID) -> bool:
        """Take a record out; return whether it was there. The next question does not see it."""
        with self._lock:
            return self._take(record) is not None

    def merge(self) -> None:
        """Put all parts together into one. Takes as long as building: for a quiet hour."""
        with self._lock:
            self._settle()
            entries = [entry for part in self._parts for entry in part.entries()]
            self._parts = [Segment.of(entries=entries, shared=self._shared)]

    def find(self, *, query: Query, asker: Asker, limit: int = 20) -> Found:
        """Return the likeliest persons that the asker may know of, and how many fit.

        The last word of a name may be unfinished. A query that says nothing finds nobody.

        :raises BadName: a name or a place holds characters that no name has.
        """
        asked = made_ready(query=query)
        if not asked.says_something or limit < 1:
            return Found(hits=(), fits=0)
        with self._lock:
            self._settle()
            return self._found(query, asked, asker, limit)

    def _found(self, query: Query, asked: Asked, asker: Asker, limit: int) -> Found:
        parts = [part for part in self._parts if len(part)]
        wanted = limit + COMPARED_BESIDE
        try:
            begun = [part.begin(asked=asked, asker=asker) for part in parts]
            held = np.array([each.held for each in begun], dtype=np.float64).sum(axis=0)
            total = sum(each.total for each in begun)
            weights = np.clip(np.log2((total + 1) / (held + 1)), LEAST_WEIGHT, MOST_WEIGHT).astype(
                np.float32
            )
            bests = [
                part.best(asked=asked, begun=each, weights=weights, limit=wanted)
                for part, each in zip(parts, begun, strict=True)
            ]
        finally:
            for part in parts:
                part.end()
        hits = self._compared(query, asker, parts, bests, limit)
        return Found(hits=tuple(hits), fits=sum(each.fits for each in bests))

    def _compared(
        self, query: Query, asker: Asker, parts: list[Segment], bests: list[Best], limit: int
    ) -> list[Scored]:
        """Compare in full whoever is near enough to the likeliest, and tell of those shown."""
        ranked = sorted(
            (
                (-score, number, row)
                for number, best in enumerate(bests)
                for score, row in zip(best.scores.tolist(), best.rows.tolist(), strict=True)
            ),
        )[: limit + COMPARED_BESIDE]
        asking = Asking(query=query, hears=parts[0].columns.words.heard) if ranked else None
        found = []
        for score, number, row in ranked:
            if asking is None or score > ranked[0][0] + FAR_BEHIND:
                break
            part = parts[number]
            person, slots = self._records(asker, part, int(part.columns.row_slot[row]))
            said = asking.findings(candidate=part.columns.candidate(slots))
            _, likely = weighed(findings=said)
            found.append((-likely, score, person, part, slots, said))
        found.sort(key=lambda each: (each[0], each[1], each[2].int))
        return [
            Scored(
                person=person,
                records=tuple([part.columns.record(each, person=person) for each in slots]),
                owners=tuple([part.columns.owner(each) for each in slots]),
                match=told(findings=said),
            )
            for _, _, person, part, slots, said in found[:limit]
        ]

    def _records(self, asker: Asker, part: Segment, slot: int) -> tuple[UUID, list[int]]:
        """Return whose record it is, and which of theirs the asker may know."""
        columns = part.columns
        person = columns.person(slot)
        if person not in self._joined:
            return person, [slot]
        others = {columns.slot(record) for record in self._of_one_person(person)} - {-1}
        theirs = {one for one in others if columns.person(one) == person}
        found = part.may_know(asker, {slot, *theirs})
        return person, sorted(found, key=columns.record)

    def _of_one_person(self, person: UUID) -> list[UUID]:
        return [person, *self._joined.get(person, ())]

    def _noted(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        for entry in entries:
            if entry.person != entry.record:
                self._joined[entry.person].add(entry.record)
            yield entry

    def _take(self, record: UUID, *, person: UUID | None = None) -> Entry | None:
        """Take a record out and return it, if it is there and is that person's."""
        waits = self._waiting.get(record)
        if waits is not None and person in (None, waits.person):
            self._forget(self._waiting.pop(record))
            return waits
        for part in reversed(self._parts):
            slot = part.columns.slot(record)
            if slot < 0 or not part.has(slot):
                continue
            if person in (None, part.columns.person(slot)):
                entry = part.columns.entry(slot)
                part.remove(slot)
                self._forget(entry)
                return entry
        return None

    def _forget(self, entry: Entry) -> None:
        others = self._joined.get(entry.person)
        if others is not None:
            others.discard(entry.record)
            if not others:
                del self._joined[entry.person]

    def _settle(self) -> None:
        """Put what waits into the newest part, and a part that is full into the next greater."""
        if not self._waiting:
            return
        new = list(self._waiting.values())
        self._waiting.clear()
        if not self._parts:
            self._parts.append(Segment.of(entries=[], shared=self._shared))
        if len(self._parts) > 1 and len(self._parts[-1]) < STEPS[0]:
            new = [*self._parts.pop().entries(), *new]
        self._parts.append(Segment.of(entries=new, shared=self._shared))
        for least, most in pairwise(STEPS):
            full, greater = self._parts[-1], self._parts[-2]
            if len(full) < least or greater is self._parts[0] or len(greater) >= most:
                break
            both = [*greater.entries(), *full.entries()]
            self._parts[-2:] = [Segment.of(entries=both, shared=self._shared)]
