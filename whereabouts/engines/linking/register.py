"""A register as columns of numbers: everything that a comparison of two of its records needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.linking.columns import (
    NOTHING,
    ONCE,
    BornColumns,
    Lists,
    Packed,
    Spelt,
)
from whereabouts.engines.linking.layouts import span_places
from whereabouts.engines.linking.units import Ids, Marks, Units
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
    spans: Lists  # of a name: units of each run of its words, in the order of `span_places`
    words: Ids  # of a name: how many words are typed
    given: Ids  # of a name: which recorded name
    family: Ids
    recorded: Lists  # of a recorded name: whole, then its words; one number where it has one word
    births: Lists
    born: BornColumns
    places: Lists
    place_words: tuple[frozenset[str], ...]
    place_letters: Marks
    phones: Lists
    numbers: Lists
    number_kinds: Ids
    spelt: Spelt
    name_once: Ids
    once: Packed  # of each record a row of `columns.ONCE`


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
    of_kind = [kinds(number[0]) for number in numbers.found if isinstance(number, tuple)]
    born = BornColumns.of([one for one in births.found if isinstance(one, BirthRange)])
    spans, recorded = Lists.of([row[0] for row in names.rows]), Lists.of(names.parts)
    typed = np.array([row[1] for row in names.rows], dtype=np.int32)
    given, family = (np.array([row[side] for row in names.rows], dtype=np.int32) for side in (2, 3))
    of_names, of_births, of_places, of_phones, of_numbers = (
        Lists.of(rows) for rows in (name_rows, birth_rows, place_rows, phone_rows, number_rows)
    )
    letters = np.array([_few_bits(place) for place in words], dtype=np.uint64)
    number_kinds = np.array(of_kind, dtype=np.int32)
    name, once = of_names.once(), np.zeros(len(held), dtype=ONCE)
    name[(name > NOTHING) & (_of_row(typed, name) == 0)] = NOTHING
    once["figures"], once["place"] = born.once(of_births), of_places.once()
    once["phone"], once["number"] = of_phones.once(), of_numbers.once()
    once["place_letters"] = _of_row(letters, once["place"])
    once["kind"] = _of_row(number_kinds, once["number"])
    once["sex"] = [SEXES.get(one.sex or "", 0) for one in held]
    return Registered(
        size=len(held),
        units=names.units,
        names=of_names,
        spans=spans,
        words=typed,
        given=given,
        family=family,
        recorded=recorded,
        births=of_births,
        born=born,
        places=of_places,
        place_words=words,
        place_letters=letters,
        phones=of_phones,
        numbers=of_numbers,
        number_kinds=number_kinds,
        spelt=Spelt.of(names.units, typed, spans, given, family, recorded),
        name_once=name,
        once=once,
    )


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
    """Return 64 bits of which each word sets one: what is within a set sets no other bit."""
    bits = 0
    for word in words:
        bits |= 1 << (crc32(word.encode()) % 64)
    return bits
