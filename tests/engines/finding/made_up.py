"""Made-up records for the index, close enough to each other to be taken for one another."""

# ruff: noqa: SIM905

import random
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from whereabouts.engines.finding import Asker, Entry
from whereabouts.engines.matching import BirthRange, Query

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
LONG_AGO, LATER = NOW - timedelta(days=900), NOW + timedelta(days=9)
AGENCIES = [UUID(int=(0x7000 << 64) | (0x8 << 60) | number) for number in range(1, 5)]
MEMBERS = [UUID(int=(0x7000 << 64) | (0x8 << 60) | number) for number in range(11, 14)]
GIVEN = "Testa Tessa Testah Mo Mohammed Aaliyah Alia Li Lee Amy Ami Anne-Marie Annemarie Jo".split()
FAMILY = "Sampleton Sampelton Sample Khan Kahn Ng Null O'Connor Oconnor Mac-Donald Nowak".split()
PLACES = ("1 Sample Road, Testham", "2 Sample Road, Testham", "7 Mock Lane, Dummyford")
POLICE = Asker(AGENCIES[0], MEMBERS[0], everybody=True, moment=NOW)


def record(number: int) -> UUID:
    return UUID(int=(0x0192 << 112) | (0x7000 << 64) | (0x8 << 60) | number)


def day(text: str) -> BirthRange:
    born = date.fromisoformat(text)
    return BirthRange(born, born, "day")


def child(number: int, name: str, born: str = "2011-03-12", **others: object) -> Entry:
    given, _, family = name.partition(" ")
    held: dict[str, object] = {
        "record": record(number),
        "person": record(number),
        "owner": AGENCIES[0],
        "names": ((given, family),),
        "births": (day(born),),
        "known_to": ((AGENCIES[0], None, LONG_AGO, None),),
        **others,
    }
    return Entry(**held)


def some_child(number: int, chance: random.Random, joined: list[UUID]) -> Entry:
    """Return a record like others; now and then one of a person who has records already."""
    names = [(chance.choice(GIVEN), chance.choice(FAMILY)) for _ in range(chance.choice((1, 1, 2)))]
    if chance.random() < 0.2:
        names.append(
            (f"{chance.choice(GIVEN)} {chance.choice(GIVEN)}", f"{chance.choice(FAMILY)} Ash")
        )
    births = [some_birth(chance) for _ in range(chance.choice((0, 1, 1, 2)))]
    known = [
        (
            chance.choice(AGENCIES),
            chance.choice((None, None, *MEMBERS)),
            chance.choice((LONG_AGO, LONG_AGO, LATER)),
            chance.choice((None, None, LATER, NOW)),
        )
        for _ in range(chance.randint(0, 3))
    ]
    person = chance.choice(joined) if joined and chance.random() < 0.25 else record(number)
    return Entry(
        record=record(number),
        person=person,
        owner=chance.choice(AGENCIES),
        names=tuple(names),
        births=tuple(births),
        sex=chance.choice(("F", "M", "X", None)),
        places=tuple(chance.sample(PLACES, chance.randint(0, 2))),
        phones=chance.choice(((), ("07700 900123",), ("+44 7700 900456",))),
        identifiers=chance.choice(((), (("local", f"LC{number % 7}"),))),
        known_to=tuple(known),
    )


def some_birth(chance: random.Random) -> BirthRange:
    born = date(2010, 1, 1) + timedelta(days=chance.choice((0, 30, 31, 40, 365, 400, 1500)))
    if chance.random() < 0.75:
        return BirthRange(born, born, "day")
    return BirthRange(date(born.year, 1, 1), date(born.year, 12, 31), "year")


def some_query(chance: random.Random) -> Query:
    words = [
        chance.choice((*GIVEN, *FAMILY, "Sam", "K", "tes")) for _ in range(chance.randint(0, 3))
    ]
    told = chance.random
    return Query(
        names=(" ".join(words),) if words else (),
        born=some_birth(chance) if told() < 0.6 else None,
        sex=chance.choice(("F", "M")) if told() < 0.4 else None,
        place=chance.choice((*PLACES, "Testham")) if told() < 0.3 else None,
        phone="07700900123" if told() < 0.2 else None,
        identifiers=(("local", f"lc {chance.randint(0, 6)}"),) if told() < 0.2 else (),
    )


def some_asker(chance: random.Random) -> Asker:
    return Asker(
        agency=chance.choice(AGENCIES),
        member=chance.choice(MEMBERS),
        everybody=chance.random() < 0.25,
        moment=chance.choice((NOW, NOW, LATER)),
    )
