"""A register as columns of numbers: everything that a comparison of two of its records needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.linking.units import Ids, Units
from whereabouts.engines.matching.births import BirthRange
from whereabouts.engines.matching.comparing import Candidate, bare, last_digits
from whereabouts.engines.matching.names import name_parts

PRECISIONS = ("day", "month", "year", "age")
SEXES = {"F": 1, "M": 2}


@dataclass(frozen=True, slots=True)
class Lists:
    """Some numbers for each record: those of record r stand from starts[r] to starts[r + 1]."""

    starts: NDArray[np.int64]
    values: Ids

    @classmethod
    def of(cls, lists: Sequence[Sequence[int]]) -> Lists:
        """Return the lists one after the other."""
        starts = np.zeros(len(lists) + 1, dtype=np.int64)
        np.cumsum([len(one) for one in lists], out=starts[1:])
        values = [number for one in lists for number in one]
        return cls(starts, np.array(values, dtype=np.int32))

    def counts(self, rows: Ids) -> NDArray[np.int64]:
        """Return how many numbers each of these records has."""
        counted: NDArray[np.int64] = self.starts[rows + 1] - self.starts[rows]
        return counted


@dataclass(frozen=True, slots=True)
class Registered:
    """The columns. Names, births, places, phones and numbers are lists of rows of their tables."""

    size: int
    units: Units
    names: Lists
    spans: Lists  # of a name: units of each run of its words, in the order of `span_places`
    words: NDArray[np.int16]  # of a name: how many words are typed
    given: Ids  # of a name: which recorded name
    family: Ids
    recorded: Lists  # of a recorded name: whole, then its words; one number where it has one word
    births: Lists
    born: BornColumns
    sex: NDArray[np.uint8]
    places: Lists
    place_words: tuple[frozenset[str], ...]
    place_letters: NDArray[np.uint64]
    phones: Lists
    numbers: Lists
    number_kinds: Ids


@dataclass(frozen=True, slots=True)
class BornColumns:
    """Dates of birth: days since 1 January of year 1, and what is compared figure by figure."""

    earliest: Ids
    latest: Ids
    is_day: NDArray[np.bool_]
    figures: NDArray[np.uint32]  # four bits each
    months: Ids
    days: Ids
    turned: NDArray[np.int64]
    plain: NDArray[np.int64]


def span_places(words: int) -> list[tuple[int, int]]:
    """Return where each run of words starts and ends, in the order that `spans` has them."""
    return [(start, end) for start in range(words) for end in range(start + 1, words + 1)]


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
        self.rows: list[tuple[list[int], int, int, int]] = []
        self.parts: list[list[int]] = []

    def row(self, given: str, family: str) -> int:
        number = self.names((given, family))
        if number == len(self.rows):
            typed = name_parts(text=f"{given} {family}")
            spans = ["".join(typed[start:end]) for start, end in span_places(len(typed))]
            self.rows.append(
                (
                    [self.units.add(span) for span in spans],
                    len(typed),
                    self.whole(given),
                    self.whole(family),
                )
            )
        return number

    def whole(self, text: str) -> int:
        parts = name_parts(text=text)
        number = self.recorded(parts)
        if number == len(self.parts):
            wholes = ["".join(parts), *parts] if len(parts) > 1 else parts
            self.parts.append([self.units.add(each) for each in wholes])
        return number


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
    name_rows = [[names.row(*name) for name in dict.fromkeys(one.names)] for one in held]
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
    return Registered(
        size=len(held),
        units=names.units,
        names=Lists.of(name_rows),
        spans=Lists.of([row[0] for row in names.rows]),
        words=np.array([row[1] for row in names.rows], dtype=np.int16),
        given=np.array([row[2] for row in names.rows], dtype=np.int32),
        family=np.array([row[3] for row in names.rows], dtype=np.int32),
        recorded=Lists.of(names.parts),
        births=Lists.of(birth_rows),
        born=_born([born for born in births.found if isinstance(born, BirthRange)]),
        sex=np.array([SEXES.get(one.sex or "", 0) for one in held], dtype=np.uint8),
        places=Lists.of(place_rows),
        place_words=words,
        place_letters=np.array([_few_bits(place) for place in words], dtype=np.uint64),
        phones=Lists.of(phone_rows),
        numbers=Lists.of(number_rows),
        number_kinds=np.array(
            [kinds(number[0]) for number in numbers.found if isinstance(number, tuple)],
            dtype=np.int32,
        ),
    )


def _parts(text: str) -> tuple[str, ...]:
    return name_parts(text=text)


def _figures(phone: str) -> str:
    return last_digits(phone=phone)


def _few_bits(words: frozenset[str]) -> int:
    """Return 64 bits of which each word sets one: what is within a set sets no other bit."""
    bits = 0
    for word in words:
        bits |= 1 << (crc32(word.encode()) % 64)
    return bits


def _born(births: list[BirthRange]) -> BornColumns:
    first = [born.earliest for born in births]
    return BornColumns(
        earliest=_days(first),
        latest=_days([born.latest for born in births]),
        is_day=np.array([born.precision == "day" for born in births], dtype=np.bool_),
        figures=np.array(
            [int(f"{day:%Y%m%d}".rjust(8, "0"), base=16) for day in first], dtype=np.uint32
        ),
        months=np.array([day.year * 12 + day.month for day in first], dtype=np.int32),
        days=np.array([day.day for day in first], dtype=np.int32),
        plain=np.array([_number(day.year, day.month, day.day) for day in first], dtype=np.int64),
        turned=np.array([_number(day.year, day.day, day.month) for day in first], dtype=np.int64),
    )


def _days(days: list[date]) -> Ids:
    return np.array([day.toordinal() for day in days], dtype=np.int32)


def _number(year: int, month: int, day: int) -> int:
    return (year * 100 + month) * 100 + day
