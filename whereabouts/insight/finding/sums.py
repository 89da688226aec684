"""What the index holds of each record, as sums: enough to see that the tables say otherwise."""

import threading
from collections.abc import Iterable
from uuid import UUID

import numpy as np

FOLDED_AT = 50_000


class Sums:
    """A sum a record, 24 bytes each: a sorted part, and beside it what changed since."""

    def __init__(self, *, rows: Iterable[tuple[UUID, int]] = ()) -> None:
        """Take (record, sum) in the order of the records."""
        given = list(rows)
        self._keys = np.array([record.bytes for record, _ in given], dtype="S16")
        self._sums = np.array([total for _, total in given], dtype=np.int64)
        self._since: dict[bytes, int | None] = {}
        self._count = len(given)
        self._turn = threading.Lock()

    def __len__(self) -> int:
        """Return how many records there are."""
        return self._count

    def put(self, *, record: UUID, total: int) -> None:
        """Note the sum of a record."""
        with self._turn:
            self._count += self._held(record.bytes) is None
            self._since[record.bytes] = total
            if len(self._since) > FOLDED_AT:
                self._fold()

    def remove(self, *, record: UUID) -> None:
        """Note that a record is gone."""
        with self._turn:
            self._count -= self._held(record.bytes) is not None
            self._since[record.bytes] = None

    def held(self, *, record: UUID) -> int | None:
        """Return the sum of a record, or None where there is none."""
        with self._turn:
            return self._held(record.bytes)

    def between(self, *, after: UUID, up_to: UUID | None) -> dict[UUID, int]:
        """Return the sums of the records after one, up to another or to the end."""
        with self._turn:
            return self._between(after, up_to)

    def _between(self, after: UUID, up_to: UUID | None) -> dict[UUID, int]:
        low = np.searchsorted(self._keys, _key(after), side="right")
        high = (
            len(self._keys)
            if up_to is None
            else np.searchsorted(self._keys, _key(up_to), side="right")
        )
        found: dict[bytes, int | None] = dict(
            zip(map(_whole, self._keys[low:high]), self._sums[low:high].tolist(), strict=True)
        )
        last = b"\xff" * 17 if up_to is None else up_to.bytes
        found |= {key: one for key, one in self._since.items() if after.bytes < key <= last}
        return {UUID(bytes=key): one for key, one in found.items() if one is not None}

    def _held(self, key: bytes) -> int | None:
        if key in self._since:
            return self._since[key]
        place = int(np.searchsorted(self._keys, np.bytes_(key)))
        if place < len(self._keys) and _whole(self._keys[place]) == key:
            return int(self._sums[place])
        return None

    def _fold(self) -> None:
        every = self._between(UUID(int=0), None)
        fresh = Sums(rows=sorted(every.items()))
        self._keys, self._sums, self._since = fresh._keys, fresh._sums, {}


def _key(record: UUID) -> np.bytes_:
    return np.bytes_(record.bytes)


def _whole(key: bytes) -> bytes:
    # numpy leaves out zeros at the end.
    return bytes(key).ljust(16, b"\0")
