"""Two million made-up people as columns: names, households, births, addresses, numbers."""

# ruff: noqa: SIM905

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from whereabouts.interfaces.commands.corpus.vocabulary import (
    SHARES,
    forenames,
    surnames,
)

Ints = NDArray[np.int32]
FIRST_BORN, DAYS = date(2005, 1, 1), 7600  # up to 22 October 2025
NOBODY = -1
STREETS = (
    "Sample Example Specimen Dummy Pattern Model Trial Mock Instance Fiction Madeup Paper "
    "Draft Sketch Imagined Invented Pretend Story Fable Novel"
).split()
KINDS_OF_STREET = "Street Road Lane Avenue Close Drive Way Court Gardens Terrace".split()
TOWNS = [
    f"{head}{tail}"
    for head in "Sample Test Example Mock Dummy Model Trial Paper Fable Story".split()
    for tail in "ton ham ford bury field by port mouth minster chester wick dale".split()
]


@dataclass(frozen=True)
class People:
    """Columns, a row a person. Places in `given_words` and `family_words`; -1 is none."""

    given_words: list[str]
    family_words: list[str]
    origins: list[str]
    given: Ints
    second: Ints
    family: Ints
    double: Ints
    former: Ints
    born: Ints  # days after FIRST_BORN
    girl: NDArray[np.bool_]
    origin: NDArray[np.int8]
    household: Ints
    house: Ints
    street: Ints
    town: Ints
    phone: NDArray[np.int64]  # the digits after the first nought; 0 is none
    keys: NDArray[np.uint64]
    force: NDArray[np.int16]  # whose record it is, 0 to 42

    def __len__(self) -> int:
        """Return how many people there are."""
        return len(self.given)

    def uuid(self, row: int) -> UUID:
        """Return a person's key, the same for the same seed."""
        high = int(self.keys[row]) & ~0xF000 | 0x7000
        return UUID(int=(high << 64) | 0x8000_0000_0000_0000 | row)

    def given_name(self, row: int) -> str:
        """Return the given names as they are recorded."""
        first = self.given_words[self.given[row]]
        second = self.second[row]
        return first if second == NOBODY else f"{first} {self.given_words[second]}"

    def family_name(self, row: int) -> str:
        """Return the family name as it is recorded."""
        name, double = self.family_words[self.family[row]], self.double[row]
        return name if double == NOBODY else f"{name}-{self.family_words[double]}"

    def former_name(self, row: int) -> str | None:
        """Return the family name of before, or None."""
        former = self.former[row]
        return None if former == NOBODY else self.family_words[former]

    def birthday(self, row: int) -> date:
        """Return the true date of birth."""
        return FIRST_BORN + timedelta(days=int(self.born[row]))

    def sex(self, row: int) -> str:
        """Return F or M."""
        return "F" if self.girl[row] else "M"

    def address(self, row: int) -> str:
        """Return where the household lives."""
        street = int(self.street[row])
        kind = KINDS_OF_STREET[street % len(KINDS_OF_STREET)]
        name = STREETS[street // len(KINDS_OF_STREET) % len(STREETS)]
        return f"{self.house[row]} {name} {kind}, {TOWNS[self.town[row]]}"

    def phone_number(self, row: int) -> str | None:
        """Return the child's own phone, from the range that is kept for stories, or None."""
        digits = int(self.phone[row])
        return f"0{digits}" if digits else None

    def local_number(self, row: int) -> str:
        """Return the number that the child's authority gives them."""
        return f"LC{row:08d}"


def make_people(*, number: int, seed: int) -> People:
    """Return made-up people: siblings share a name and an address, twins a date of birth too."""
    chance = np.random.default_rng(seed)
    sizes = chance.choice([1, 2, 3, 4], number, p=[0.5, 0.3, 0.14, 0.06])
    of_household = np.repeat(np.arange(number, dtype=np.int32), sizes)[:number]
    houses = int(of_household[-1]) + 1
    origins = list(SHARES)
    shares = np.array(list(SHARES.values())) / sum(SHARES.values())
    home_origin = chance.choice(len(origins), houses, p=shares).astype(np.int8)
    origin = home_origin[of_household]
    girl = chance.random(number) < 0.5
    given_words, given, second = _given(origins, origin, girl, chance)
    family_words, home_family, other_family = _family(origins, home_origin, chance)
    family = home_family[of_household]
    apart = chance.random(number) < 0.07  # half-siblings and the like
    family[apart] = other_family[of_household][apart]
    double = np.where(chance.random(number) < 0.03, other_family[of_household], NOBODY)
    former = np.where(chance.random(number) < 0.06, np.roll(family, 7), NOBODY)
    town = chance.integers(0, len(TOWNS), houses, dtype=np.int32)
    phone = np.where(
        chance.random(number) < 0.4, 7_700_900_000 + chance.integers(0, 10**6, number), 0
    )
    return People(
        given_words=given_words,
        family_words=family_words,
        origins=origins,
        given=given,
        second=second,
        family=family,
        double=double.astype(np.int32),
        former=former.astype(np.int32),
        born=_births(of_household, chance),
        girl=girl,
        origin=origin,
        household=of_household,
        house=chance.integers(1, 200, houses, dtype=np.int32)[of_household],
        street=chance.integers(0, 200, houses, dtype=np.int32)[of_household],
        town=town[of_household],
        phone=phone,
        keys=chance.integers(0, 2**63, number, dtype=np.uint64),
        force=(town[of_household] % 43).astype(np.int16),
    )


def _given(
    origins: list[str],
    origin: NDArray[np.int8],
    girl: NDArray[np.bool_],
    chance: np.random.Generator,
) -> tuple[list[str], Ints, Ints]:
    words: list[str] = []
    given = np.zeros(len(origin), dtype=np.int32)
    second = np.full(len(origin), NOBODY, dtype=np.int32)
    for place, name in enumerate(origins):
        for sex in "FM":
            names = forenames(origin=name, sex=sex)
            rows = np.flatnonzero((origin == place) & (girl == (sex == "F")))
            given[rows] = names.draw(chance=chance, number=len(rows)) + len(words)
            two = rows[chance.random(len(rows)) < 0.3]
            second[two] = names.draw(chance=chance, number=len(two)) + len(words)
            words.extend(names.words)
    return words, given, second


def _family(
    origins: list[str], home_origin: NDArray[np.int8], chance: np.random.Generator
) -> tuple[list[str], Ints, Ints]:
    words: list[str] = []
    family, other = (np.zeros(len(home_origin), dtype=np.int32) for _ in range(2))
    for place, name in enumerate(origins):
        names = surnames(origin=name, chance=chance)
        rows = np.flatnonzero(home_origin == place)
        family[rows] = names.draw(chance=chance, number=len(rows)) + len(words)
        other[rows] = names.draw(chance=chance, number=len(rows)) + len(words)
        words.extend(names.words)
    return words, family, other


def _births(of_household: Ints, chance: np.random.Generator) -> Ints:
    number = len(of_household)
    eldest = chance.integers(0, DAYS, of_household[-1] + 1)
    first = np.flatnonzero(np.diff(of_household, prepend=-1))
    nth = np.arange(number) - first[of_household]
    gap = np.where(chance.random(number) < 0.03, 0, chance.integers(300, 1500, number))
    gap[nth == 0] = 0
    since = np.cumsum(gap)
    since -= since[first][of_household]
    born = eldest[of_household] - since
    return np.where(born < 0, born % DAYS, born).astype(np.int32)
