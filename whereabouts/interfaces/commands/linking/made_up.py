"""A made-up register with the truth: some children stand in it twice, as two agencies wrote."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.matching import BirthRange, Candidate, parse_date_of_birth
from whereabouts.interfaces.commands.corpus import People, Question, make_people, noted_again

ON = date(2036, 1, 1)  # after every date that noise can make
SAME_ADDRESS, SAME_PHONE, HOLDS_PHONE, HOLDS_NUMBER, HOLDS_SEX = 0.6, 0.8, 0.5, 0.3, 0.9


@dataclass(frozen=True)
class MadeUp:
    """The records, whose each is, and how the second ones were noted wrongly."""

    people: People
    records: list[Candidate]
    person: NDArray[np.int32]
    kinds: dict[int, str]

    def origin(self, row: int) -> str:
        """Return where the names of that record's person come from."""
        return self.people.origins[self.people.origin[self.person[row]]]


def made_up_register(*, people: int, twice: int, seed: int) -> MadeUp:
    """Return a register of so many made-up people, of whom `twice` have a second record.

    A second record is another agency's: names and dates with the noise of the corpus, a third of
    them from another address, phones and numbers held by some. The same seed, the same register.
    """
    made = make_people(number=people, seed=seed)
    again = noted_again(people=made, number=twice, seed=seed + 1)
    chance = random.Random(seed + 2)  # noqa: S311 (made-up people, by a seed)
    first = [_first(made, row, chance) for row in range(people)]
    second = [_second(made, asked, chance) for asked in again]
    person = np.array([*range(people), *(asked.truth for asked in again)], dtype=np.int32)
    kinds = {people + place: asked.kind for place, asked in enumerate(again)}
    return MadeUp(made, first + second, person, kinds)


def _first(people: People, row: int, chance: random.Random) -> Candidate:
    born = people.birthday(row)
    former = people.former_name(row)
    names = [(people.given_name(row), people.family_name(row))]
    if former and chance.random() < 0.5:
        names.append((people.given_name(row), former))
    return Candidate(
        names=tuple(names),
        births=(BirthRange(born, born, "day"),),
        sex=people.sex(row) if chance.random() < HOLDS_SEX else None,
        places=(people.address(row),),
        phones=_phones(people, row, chance),
        identifiers=_numbers(people, row, chance),
    )


def _second(people: People, asked: Question, chance: random.Random) -> Candidate:
    born = parse_date_of_birth(text=asked.born, on=ON)
    elsewhere = chance.randrange(len(people))
    stays = chance.random() < SAME_ADDRESS
    given, family = asked.given, asked.family
    return Candidate(
        names=((family, given) if asked.turned_round else (given, family),),
        births=(born,) if born else (),
        sex=asked.sex if chance.random() < HOLDS_SEX else None,
        places=(people.address(asked.truth if stays else elsewhere),),
        phones=_phones(people, asked.truth, chance),
        identifiers=_numbers(people, asked.truth, chance),
    )


def _phones(people: People, row: int, chance: random.Random) -> tuple[str, ...]:
    number = people.phone_number(row)
    if number is None or chance.random() > HOLDS_PHONE:
        return ()
    if chance.random() < SAME_PHONE:
        return (number,)
    return (f"07700{chance.randrange(10**6):06d}",)


def _numbers(people: People, row: int, chance: random.Random) -> tuple[tuple[str, str], ...]:
    if chance.random() > HOLDS_NUMBER:
        return ()
    if chance.random() < 0.01:  # typed wrongly
        return (("local_child", f"LC{chance.randrange(10**8):08d}"),)
    return (("local_child", people.local_number(row)),)
