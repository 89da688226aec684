"""Records turned into columns: a row for each name and date of birth, in order of birth."""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.finding.asked import bare, last_digits, number_key
from whereabouts.engines.finding.dates import FIRST, UNKNOWN
from whereabouts.engines.finding.entries import Entry
from whereabouts.engines.finding.scope import Numbers, Scopes, kept, told
from whereabouts.engines.finding.words import Words
from whereabouts.engines.matching import BadName, BirthRange, Candidate, name_parts
from whereabouts.engines.matching.births import Precision

Ints = NDArray[np.int32]
WORDS_A_ROW: Final = 4
ALONE: Final = -1
ROW_BYTES, LINE_BYTES = 32, 64
NO_WORDS: Final = [-1] * WORDS_A_ROW
LONG: Final = 25  # values a run, from which on runs are copied one by one
LONGEST: Final = 1_000  # values a run, from which on parts of it are found at once
STEPS: Final = 64  # parts of such a run
SEXES: Final = {"F": 1, "M": 2}


@dataclass(frozen=True, slots=True)
class Shared:
    """The numbers of agencies and members, the same in every part of an index."""

    agencies: Numbers
    members: Numbers


class Runs:
    """For each number from 0 on, a run of values in order."""

    __slots__ = ("_ends", "_long", "_step", "starts", "values")

    def __init__(self, *, keys: Ints, values: Ints, number: int, most: int = 0) -> None:
        """Take for each value its key; `most` bounds values among which parts are asked for."""
        order = np.argsort(keys, kind="stable")
        self.values = values[order]
        counts = np.bincount(keys, minlength=number)
        self.starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        # Where each step of the values ends in the longest runs.
        self._step = -(-most // STEPS) or 1
        longest = np.flatnonzero(counts >= LONGEST) if most else np.empty(0, dtype=np.intp)
        self._long = {key: nth for nth, key in enumerate(longest.tolist())}
        self._ends = np.zeros((len(longest), STEPS + 1), dtype=np.int64)
        steps = np.arange(STEPS + 1) * self._step
        for nth, key in enumerate(longest.tolist()):
            self._ends[nth] = self.starts[key] + np.searchsorted(self.of(key), steps)

    def of(self, key: int) -> Ints:
        """Return the run of one number."""
        return self.values[self.starts[key] : self.starts[key + 1]]

    def sizes(self, keys: Ints) -> NDArray[np.int64]:
        """Return how long the runs of these numbers are."""
        return self.starts[keys + 1] - self.starts[keys]

    def all_of(self, keys: Ints) -> Ints:
        """Return the runs of these numbers, one after the other."""
        return self._between(self.starts[keys], self.starts[keys + 1])

    def within(self, keys: Ints, first: int, last: int) -> Ints:
        """Return of these runs the values from one to below another, and some beside them."""
        firsts, lasts = self.starts[keys], self.starts[keys + 1]
        begin, end = first // self._step, -(-last // self._step)
        for place in np.flatnonzero(lasts - firsts >= LONGEST).tolist():
            ends = self._ends[self._long[int(keys[place])]]
            firsts[place], lasts[place] = ends[begin], ends[end]
        return self._between(firsts, lasts)

    def _between(self, firsts: NDArray[np.int64], lasts: NDArray[np.int64]) -> Ints:
        sizes = lasts - firsts
        total = int(sizes.sum())
        if not total:
            return self.values[:0]
        if total < LONG * len(sizes):  # many short runs: all places at once
            begins = np.cumsum(sizes) - sizes
            every: Ints = self.values[np.arange(total) + np.repeat(firsts - begins, sizes)]
            return every
        values = self.values
        return np.concatenate(
            [values[a:b] for a, b in zip(firsts.tolist(), lasts.tolist(), strict=True) if a < b]
        )


class Columns:
    """What a part of the index holds of its records; nothing in it is changed once it is made."""

    def __init__(self, *, entries: Iterable[Entry], shared: Shared) -> None:
        """Read the entries once, in order; a record comes once among them."""
        gathered = _Gathered(shared)
        for entry in entries:
            gathered.add(entry)
        self._shared = shared
        self._keys = b"".join(gathered.records), b"".join(gathered.persons)
        self.records, self.persons = (np.frombuffer(keys, dtype="S16") for keys in self._keys)
        self.owners = np.array(gathered.owners, dtype=np.int32)
        self._blob = b"".join(gathered.blobs)
        sizes = np.fromiter(map(len, gathered.blobs), np.int64, len(gathered.blobs))
        self._ends = np.cumsum(sizes)
        self.scopes = Scopes(slots=gathered.right_slots, rows=gathered.rights)
        self._by_key = np.argsort(self.records, kind="stable").astype(np.int32)
        self._lay_rows(gathered)
        self._group()
        self.place_words = gathered.place_words
        self._lay_places(gathered)
        keys = np.array(gathered.number_keys, dtype=np.int64)
        order = np.argsort(keys, kind="stable")
        self.number_keys = keys[order]
        self.number_slots = np.array(gathered.number_slots, dtype=np.int32)[order]

    def _lay_rows(self, gathered: _Gathered) -> None:
        found = sorted(gathered.words)
        new_place = np.empty(len(found) + 1, dtype=np.int32)
        old = np.fromiter((gathered.words[word] for word in found), np.int32, len(found))
        new_place[old] = np.arange(len(found))
        new_place[-1] = len(found)  # no word
        self.words = Words(words=found)
        rows = np.array(gathered.row_words, dtype=np.int32).reshape(-1, WORDS_A_ROW)
        first = np.array(gathered.row_first, dtype=np.uint16)
        order = np.argsort(first, kind="stable")
        words = new_place[rows[order]]
        self.row_first = first[order]
        last = np.array(gathered.row_last, dtype=np.uint16)[order]
        slots = np.array(gathered.row_slots, dtype=np.int32)[order]
        # What is read of one row here and of another there lies side by side.
        table = _in_lines(len(order))
        whole, halves = table.view(np.int32), table.view(np.uint16)
        self.row_words, self.row_slot, self.row_set = whole[:, :4], whole[:, 4], whole[:, 5]
        self.row_born, self.row_last = halves[:, 12], halves[:, 13]
        self.row_sex = table[:, 28]
        self.row_words[:], self.row_slot[:] = words, slots
        self.row_born[:], self.row_last[:] = self.row_first, last
        self.row_sex[:] = np.array(gathered.sexes, dtype=np.uint8)[slots]
        wide = last.astype(np.int32) - self.row_first
        self.ranged = np.flatnonzero(wide).astype(np.int32)
        self.widest = int(wide.max(initial=0))
        flat = words.reshape(-1)
        held = np.flatnonzero(flat != len(found))
        self.postings = Runs(
            keys=flat[held],
            values=(held // WORDS_A_ROW).astype(np.int32),
            number=len(found) + 1,
            most=len(self.row_slot),
        )
        every = np.arange(len(self.row_slot), dtype=np.int32)
        self.rows_of = Runs(keys=self.row_slot, values=every, number=len(self.records))

    def _group(self) -> None:
        """Number the persons that have several rows, so that these are read together."""
        _, person = np.unique(self.persons, return_inverse=True)
        of_row = person.astype(np.int32)[self.row_slot]
        several = np.bincount(of_row, minlength=len(self.persons) + 1) > 1
        number = np.where(several, np.cumsum(several) - 1, ALONE).astype(np.int32)
        self.row_set[:] = number[of_row]
        rows = np.flatnonzero(self.row_set != ALONE).astype(np.int32)
        of = self.row_set[rows]
        self.sets = Runs(keys=of, values=rows, number=int(several.sum()))
        # Of one record and one day: what all their rows hold, each of them shows by itself.
        self.set_is_mixed = self._differ(self.row_slot, self.row_first, self.row_last)
        # Whether of any of their rows the day is not known, or a range of days only.
        vague = (self.row_first[rows] != self.row_last[rows]) | (self.row_first[rows] == UNKNOWN)
        self.set_is_vague = np.zeros(len(self.set_is_mixed), dtype=bool)
        self.set_is_vague[of[vague]] = True
        mixed = rows[self.set_is_mixed[of]]
        # In order of birth, as all rows are: whose they are, and the days.
        self.set_of, self.set_first = self.row_set[mixed], self.row_first[mixed]
        # Who holds each word, but for what each of their rows shows by itself.
        flat, of = self.row_words[rows].reshape(-1), np.repeat(of, WORDS_A_ROW)
        _, nth, number_held = np.unique(
            of.astype(np.int64) * (len(self.words.words) + 1) + flat,
            return_inverse=True,
            return_counts=True,
        )
        by_every_row = number_held[nth] == np.diff(self.sets.starts)[of]
        kept = (flat != len(self.words.words)) & (self.set_is_mixed[of] | ~by_every_row)
        self.set_postings = Runs(keys=flat[kept], values=of[kept], number=len(self.words.words) + 1)

    def _differ(self, *columns: NDArray[Any]) -> NDArray[np.bool_]:
        """Say of each person with several rows whether these differ in any of these columns."""
        rows, starts = self.sets.values, self.sets.starts[:-1]
        differ = np.zeros(len(starts), dtype=bool)
        for column in columns if len(starts) else ():
            held = column[rows]
            differ |= np.minimum.reduceat(held, starts) != np.maximum.reduceat(held, starts)
        return differ

    def _lay_places(self, gathered: _Gathered) -> None:
        """Keep for each word of a place the rows in order, and the persons that have several."""
        slots = np.array(gathered.place_slots, dtype=np.int32)
        keys = np.repeat(np.array(gathered.place_keys, dtype=np.int32), self.rows_of.sizes(slots))
        rows = self.rows_of.all_of(slots)
        order = np.argsort(rows, kind="stable")
        keys, rows = keys[order], rows[order]
        number = len(gathered.place_words)
        self.places = Runs(keys=keys, values=rows, number=number)
        sets = self.row_set[rows]
        mixed = np.append(self.set_is_mixed, False)  # the last is nobody, as `ALONE` is
        several = mixed[sets]
        self.set_places = Runs(keys=keys[several], values=sets[several], number=number)

    def __len__(self) -> int:
        """Return how many records there are."""
        return len(self.records)

    def slot(self, record: UUID) -> int:
        """Return the number of a record, or -1."""
        key = np.frombuffer(record.bytes, dtype="S16")[0]
        place = int(np.searchsorted(self.records, key, sorter=self._by_key))
        if place == len(self._by_key):
            return -1
        slot = int(self._by_key[place])
        return slot if self.records[slot] == key else -1

    def record(self, slot: int, *, person: UUID | None = None) -> UUID:
        """Return the key of a record, which is its person's where it stands alone."""
        if person is not None and self.records[slot] == self.persons[slot]:
            return person
        return UUID(bytes=self._keys[0][16 * slot : 16 * slot + 16])

    def person(self, slot: int) -> UUID:
        """Return whose record it is."""
        return UUID(bytes=self._keys[1][16 * slot : 16 * slot + 16])

    def owner(self, slot: int) -> UUID:
        """Return which agency holds it."""
        return self._shared.agencies.key(int(self.owners[slot]))

    def _held(self, slot: int) -> Any:
        end = int(self._ends[slot])
        begin = int(self._ends[slot - 1]) if slot else 0
        # What was packed by ourselves, in this process.
        return marshal.loads(self._blob[begin:end])  # noqa: S302

    def candidate(self, slots: list[int]) -> Candidate:
        """Return what records of one person hold together, to be compared."""
        if len(slots) == 1:
            names, births, sex, places, phones, identifiers, _ = self._held(slots[0])
        else:
            held = [self._held(slot) for slot in slots]
            names, births, places, phones, identifiers = (
                tuple(value for each in held for value in each[place]) for place in (0, 1, 3, 4, 5)
            )
            sex = next((each[2] for each in held if each[2] not in (None, "X")), None)
        return Candidate(names, _births(births), sex, places, phones, identifiers)

    def entry(self, slot: int) -> Entry:
        """Return a record as it was put in."""
        names, births, sex, places, phones, identifiers, rights = self._held(slot)
        return Entry(
            record=self.record(slot),
            person=self.person(slot),
            owner=self.owner(slot),
            names=names,
            births=_births(births),
            sex=sex,
            places=places,
            phones=phones,
            identifiers=identifiers,
            known_to=tuple(
                told(rights, agencies=self._shared.agencies, members=self._shared.members)
            ),
        )


def _births(held: Iterable[tuple[int, int, Precision]]) -> tuple[BirthRange, ...]:
    return tuple(
        BirthRange(date.fromordinal(first), date.fromordinal(last), precision)
        for first, last, precision in held
    )


class _Gathered:
    """The columns while entries are read."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self.records: list[bytes] = []
        self.persons: list[bytes] = []
        self.owners = array("i")
        self.sexes = array("B")
        self.blobs: list[bytes] = []
        self.rights = array("q")
        self.right_slots = array("i")
        self.words: dict[str, int] = {}
        self.row_words = array("i")
        self.row_slots = array("i")
        self.row_first = array("H")
        self.row_last = array("H")
        self.place_words: dict[str, int] = {}
        self.place_keys = array("i")
        self.place_slots = array("i")
        self.number_keys = array("q")
        self.number_slots = array("i")

    def add(self, entry: Entry) -> None:
        slot = len(self.records)
        self.records.append(entry.record.bytes)
        self.persons.append(entry.person.bytes)
        self.owners.append(self._shared.agencies.of(entry.owner))
        self.sexes.append(SEXES.get(entry.sex or "", 0))
        rights = kept(entry.known_to, agencies=self._shared.agencies, members=self._shared.members)
        for right in rights:
            self.rights.extend(right)
            self.right_slots.append(slot)
        names = tuple(name for name in entry.names if None not in map(words_of, name))
        places = tuple(place for place in entry.places if words_of(place) is not None)
        births = tuple(
            (each.earliest.toordinal(), each.latest.toordinal(), str(each.precision))
            for each in entry.births
        )
        held = (
            *(names, births, entry.sex, places, entry.phones, entry.identifiers),
            rights,
        )
        self.blobs.append(marshal.dumps(held))
        self._rows(slot, names, births)
        for word in {word for place in places for word in words_of(place) or ()}:
            self.place_keys.append(self.place_words.setdefault(word, len(self.place_words)))
            self.place_slots.append(slot)
        numbers = [("phone", last_digits(phone)) for phone in entry.phones]
        numbers += [(kind, bare(value)) for kind, value in entry.identifiers]
        for kind, value in numbers:
            if value:
                self.number_keys.append(number_key(kind, value))
                self.number_slots.append(slot)

    def _rows(
        self, slot: int, held: tuple[tuple[str, str], ...], births: tuple[tuple[int, int, str], ...]
    ) -> None:
        names = [self._numbered(given, family) for given, family in held] or [[]]
        days = [(_held(first), _held(last)) for first, last, _ in births] or [(UNKNOWN, UNKNOWN)]
        for place in range(max(len(names), len(days))):
            words = names[place % len(names)]
            first, last = days[place % len(days)]
            for begin in range(0, max(len(words), 1), WORDS_A_ROW):
                chunk = words[begin : begin + WORDS_A_ROW]
                self.row_words.extend(chunk + NO_WORDS[len(chunk) :])
                self.row_slots.append(slot)
                self.row_first.append(first)
                self.row_last.append(last)

    def _numbered(self, given: str, family: str) -> list[int]:
        first, last = words_of(given) or (), words_of(family) or ()
        found = [*first, *last]
        for parts in (first, last):
            if len(parts) > 1:
                found.append("".join(parts))
        words = self.words
        return [words.setdefault(word, len(words)) for word in dict.fromkeys(found)]


def _in_lines(rows: int) -> NDArray[np.uint8]:
    """Return room for so many rows, each within one line of the processor's cache."""
    room = np.zeros(rows * ROW_BYTES + LINE_BYTES, dtype=np.uint8)
    first = -room.ctypes.data % LINE_BYTES
    return room[first : first + rows * ROW_BYTES].reshape(rows, ROW_BYTES)


def words_of(text: str) -> tuple[str, ...] | None:
    """Return the words of a name or a place; None of what cannot be one."""
    if text.isascii() and text.isalpha() and len(text) < 100:
        return (text.lower(),)
    try:
        return name_parts(text=text)
    except BadName:
        return None


def _held(ordinal: int) -> int:
    return min(max(ordinal - FIRST, 0), UNKNOWN - 1)
