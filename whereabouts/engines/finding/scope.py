"""Who may know of which records, by agency, so that a search begins from those alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.finding.entries import KnownTo

Kept = tuple[int, int, int, int]  # agency, member, from, until, as numbers
EVERY_MEMBER = -1
FOR_GOOD = 2**62
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


class Numbers:
    """Keys as small numbers, first come first numbered."""

    def __init__(self) -> None:
        self._numbers: dict[UUID, int] = {}
        self._keys: list[UUID] = []

    def of(self, key: UUID) -> int:
        """Return the number of a key, a new one where it has none."""
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._keys)
            self._keys.append(key)
        return number

    def known(self, key: UUID) -> int:
        """Return the number of a key, or -2 where it has none."""
        return self._numbers.get(key, -2)

    def key(self, number: int) -> UUID:
        """Return the key of a number."""
        return self._keys[number]


def ticks(moment: datetime) -> int:
    """Return a moment in microseconds."""
    return (moment - EPOCH) // TICK


def kept(known_to: Iterable[KnownTo], *, agencies: Numbers, members: Numbers) -> tuple[Kept, ...]:
    """Return who may know, as numbers."""
    return tuple(
        (
            agencies.of(agency),
            EVERY_MEMBER if member is None else members.of(member),
            ticks(since),
            FOR_GOOD if until is None else ticks(until),
        )
        for agency, member, since, until in known_to
    )


def told(rows: Iterable[Kept], *, agencies: Numbers, members: Numbers) -> Iterator[KnownTo]:
    """Return who may know, as the entry said it."""
    for agency, member, since, until in rows:
        yield (
            agencies.key(agency),
            None if member == EVERY_MEMBER else members.key(member),
            EPOCH + since * TICK,
            None if until == FOR_GOOD else EPOCH + until * TICK,
        )


class Scopes:
    """For each agency the records that it, or one of its members, may know."""

    def __init__(self, *, slots: Sequence[int], rows: Sequence[int]) -> None:
        """Take the four numbers of each right one after the other, and the number of its record."""
        table = np.array(rows, dtype=np.int64).reshape(-1, 4)
        order = np.lexsort((table[:, 1], table[:, 0]))
        # Of an agency those rights come first that are every member's, then each member's own.
        self._agencies = table[order, 0].astype(np.int32)
        self._members = table[order, 1].astype(np.int32)
        self._slots = np.array(slots, dtype=np.int32)[order]
        self._since = table[order, 2]
        self._until = table[order, 3]

    def of_agency(self, *, agency: int, moment: int) -> tuple[NDArray[np.int32], int, int]:
        """Return the records that every member may know, and from when until when that is so.

        They are in order, without repeats; so long as no record is put in or taken out.
        """
        run = self._run(agency, EVERY_MEMBER)
        slots = self._at(run, moment)
        changes = np.concatenate((self._since[run], self._until[run]))
        before, after = changes[changes <= moment], changes[changes > moment]
        return slots, int(before.max(initial=-FOR_GOOD)), int(after.min(initial=2 * FOR_GOOD - 1))

    def of_member(self, *, agency: int, member: int, moment: int) -> NDArray[np.int32]:
        """Return the records that one member of an agency may know beside these."""
        return self._at(self._run(agency, member), moment) if member >= 0 else self._slots[:0]

    def _run(self, agency: int, member: int) -> slice:
        first, last = (int(end) for end in np.searchsorted(self._agencies, [agency, agency + 1]))
        among = self._members[first:last]
        begin, end = np.searchsorted(among, [member, member + 1])
        return slice(first + int(begin), first + int(end))

    def _at(self, run: slice, moment: int) -> NDArray[np.int32]:
        may = (self._since[run] <= moment) & (moment < self._until[run])
        return np.unique(self._slots[run][may])
