"""Who may know of which records, by agency, so that a search begins from those alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.finding.entries import Asker, KnownTo

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
        agency = table[:, 0]
        order = np.argsort(agency, kind="stable")
        self._agencies = agency[order].astype(np.int32)
        self._slots = np.array(slots, dtype=np.int32)[order]
        self._members = table[order, 1].astype(np.int32)
        self._since = table[order, 2]
        self._until = table[order, 3]

    def of(self, *, asker: Asker, agencies: Numbers, members: Numbers) -> NDArray[np.int32]:
        """Return the numbers of the records that somebody may know, in order, without repeats."""
        agency, member = agencies.known(asker.agency), members.known(asker.member)
        first, last = np.searchsorted(self._agencies, [agency, agency + 1])
        run = slice(int(first), int(last))
        moment = ticks(asker.moment)
        whose = self._members[run]
        may = (whose == EVERY_MEMBER) | (whose == member)
        may &= (self._since[run] <= moment) & (moment < self._until[run])
        return np.unique(self._slots[run][may])
