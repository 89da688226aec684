"""A register as columns of numbers: everything that a comparison of two of its records needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.linking.columns import (
    FIGURES,
    FIRST,
    KIND,
    NAME,
    NOTHING,
    NUMBER,
    OF_HEAD,
    OF_RECORD,
    OF_WORD,
    PHONE,
    PLACE,
    PLACE_WORDS,
    PLAIN,
    SEX,
    BornColumns,
    Lists,
    Rows,
    name_rows,
    near_memory,
)
from whereabouts.engines.linking.units import Ids, Units
from whereabouts.engines.matching.births import BirthRange
from whereabouts.engines.matching.comparing import Candidate, bare, last_digits
from whereabouts.engines.matching.names import name_parts

PRECISIONS = ("day", "month", "year", "age")
SEXES = {"F": 1, "M": 2}
_Kind = TypeVar("_Kind", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Registered:
    """The columns. Names, births, places, phones and numbers are lists of rows of their tables."""

    size: int
    units: Units
    names: Lists
    given: Ids  # of a name: which recorded name
    family: Ids
    recorded: Lists  # of a recorded name: whole, then its words; one number where it has one word
    births: Lists
    born: BornColumns
    places: Lists
    place_words: Lists
    phones: Lists
    numbers: Lists
    number_kinds: Ids
    table: Ids  # as `columns` says
    read: Lists  # of a record: where in the table the names stand that have words

    def column(self, *, which: int) -> Ids:
        """Return one of the columns of the records' rows in the table."""
        found: Ids = self.table[which : self.size * OF_RECORD : OF_RECORD]
        return found


class _Numbers:
    """Values as numbers, in the order of their coming."""

    def __init__(self) -> None:
        self.found: dict[object, int] = {}

    def __call__(self, value: object) -> int:
        return self.found.setdefault(value, len(self.found))


class _Names:
    def __init__(self) -> None:
        self.units = Units()
        self.names = _Numbers()
        self.recorded = _Numbers()
        self.runs: list[list[int]] = []
        self.words: list[tuple[str, ...]] = []
        self.given: list[int] = []
        self.family: list[int] = []
        self.parts: list[list[int]] = []

    def row(self, given: str, family: str) -> int:
        number = self.names((given, family))
        if number == len(self.words):
            typed = name_parts(text=f"{given} {family}")
            self.words.append(typed)
            self.runs.append([self.units.add("".join(typed[slice(*run)])) for run in _runs(typed)])
            self.given.append(self.whole(given))
            self.family.append(self.whole(family))
        return number

    def whole(self, text: str) -> int:
        parts = name_parts(text=text)
        number = self.recorded(parts)
        if number == len(self.parts):
            wholes = ["".join(parts), *parts] if len(parts) > 1 else parts
            self.parts.append([self.units.add(each) for each in wholes])
        return number

    def table(self) -> tuple[Ids, Rows]:
        """Return the names as the table has them, and where each starts."""
        parts, heads = [], []
        for words, given, family in zip(self.words, self.given, self.family, strict=True):
            first, last = self.parts[given], self.parts[family]
            initial = any(len(word) == 1 for word in words)
            parts.append([*first, *last])
            heads.append((len(words), initial, len(first), len(last)))
        return name_rows(
            units=self.units,
            parts=parts,
            runs=self.runs,
            heads=np.array(heads, dtype=np.int64).reshape(-1, OF_HEAD),
        )


def register(*, records: Iterable[Candidate]) -> Registered:
    """Return the records as columns, in their order.

    :raises BadName: a name or a place holds characters that no name has.
    """
    held = list(records)
    names, births, places, phones, numbers = (
        _Names(),
        _Numbers(),
        _Numbers(),
        _Numbers(),
        _Numbers(),
    )
    rows_of_names = [[names.row(*name) for name in dict.fromkeys(one.names)] for one in held]
    birth_rows = [[births(born) for born in dict.fromkeys(one.births)] for one in held]
    place_rows = [
        [places(frozenset(parts)) for parts in map(_parts, one.places) if parts] for one in held
    ]
    phone_rows = [
        [phones(figures) for figures in map(_figures, one.phones) if figures] for one in held
    ]
    number_rows = [
        [numbers((kind, bare(value=value))) for kind, value in one.identifiers if bare(value=value)]
        for one in held
    ]
    names.units.settle()
    kinds = _Numbers()
    words = tuple(place for place in places.found if isinstance(place, frozenset))
    of_kind = [kinds(number[0]) for number in numbers.found if isinstance(number, tuple)]
    born = BornColumns.of([one for one in births.found if isinstance(one, BirthRange)])
    of_names, of_births, of_places, of_phones, of_numbers = (
        Lists.of(rows) for rows in (rows_of_names, birth_rows, place_rows, phone_rows, number_rows)
    )
    number_kinds = np.array(of_kind, dtype=np.int32)
    rows = np.zeros((len(held), OF_RECORD), dtype=np.int32)
    rows[:, FIGURES], rows[:, PLACE] = born.once(of_births), of_places.once()
    rows[:, PHONE], rows[:, NUMBER] = of_phones.once(), of_numbers.once()
    few = np.array([_few_bits(place) for place in words], dtype=np.uint32).view(np.int32)
    rows[:, PLACE_WORDS] = _of_row(few, rows[:, PLACE])
    rows[:, KIND] = _of_row(number_kinds, rows[:, NUMBER])
    rows[:, SEX] = [SEXES.get(one.sex or "", 0) for one in held]
    spelt, starts = names.table()
    read = Lists.of([[row for row in one if names.words[row]] for one in rows_of_names])
    rows[:, NAME] = read.once()
    at = np.flatnonzero(rows[:, NAME] > NOTHING)
    begin = starts[rows[at, NAME] - 1]
    rows[at, NAME] = begin + rows.size
    plain = (spelt[begin[:, None] + np.arange(OF_HEAD)] == PLAIN).all(axis=1)
    both = begin[plain, None] + np.arange(OF_HEAD, OF_HEAD + 2 * OF_WORD)
    rows[at[plain], FIRST:] = spelt[both]
    return Registered(
        size=len(held),
        units=names.units,
        names=of_names,
        given=np.array(names.given, dtype=np.int32),
        family=np.array(names.family, dtype=np.int32),
        recorded=Lists.of(names.parts),
        births=of_births,
        born=born,
        places=of_places,
        place_words=_numbered(words),
        phones=of_phones,
        numbers=of_numbers,
        number_kinds=number_kinds,
        table=near_memory(table=np.concatenate((rows.ravel(), spelt))),
        read=Lists(read.starts, (starts[read.values] + rows.size).astype(np.int32)),
    )


def _runs(words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return where each run of words starts and ends."""
    each = range(len(words))
    return [(start, end + 1) for start in each for end in each[start:]]


def _numbered(places: Iterable[frozenset[str]]) -> Lists:
    numbers = _Numbers()
    return Lists.of([sorted(map(numbers, place)) for place in places])


def _of_row(values: NDArray[_Kind], once: Ids) -> NDArray[_Kind]:
    """Return the value of each record's one row, zero where it has none or several."""
    found: NDArray[_Kind] = np.append(values, np.zeros(1, dtype=values.dtype))[once - 1]
    found[once <= NOTHING] = 0
    return found


def _parts(text: str) -> tuple[str, ...]:
    return name_parts(text=text)


def _figures(phone: str) -> str:
    return last_digits(phone=phone)


def _few_bits(words: frozenset[str]) -> int:
    """Return 32 bits of which each word sets one: what is within a set sets no other bit."""
    bits = 0
    for word in words:
        bits |= 1 << (crc32(word.encode()) % 32)
    return bits
