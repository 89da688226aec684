"""What the index is told of a record, who asks, and what is answered: plain values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.engines.matching import BirthRange, Match

# Who may know of a record: an agency, one member of it or all (None), from when, until when (that
# instant left out; None is for good).
KnownTo = tuple[UUID, UUID | None, datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as the index keeps it.

    `person` is the root of the set of records that people have joined: the record itself where it
    stands alone. `known_to` is everybody who may be told that this record exists, its owner's
    agency among them where that may: the index adds nobody. `places` never holds a confidential
    one: what is here can be searched for.
    """

    record: UUID
    person: UUID
    owner: UUID
    names: tuple[tuple[str, str], ...] = ()
    births: tuple[BirthRange, ...] = ()
    sex: str | None = None
    places: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    known_to: tuple[KnownTo, ...] = ()


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and when. `everybody`: may be told of every child, as a police force may."""

    agency: UUID
    member: UUID
    everybody: bool
    moment: datetime


@dataclass(frozen=True, slots=True)
class Scored:
    """One person found: the records of theirs that the asker may know, and how they match.

    `owners` are the agencies that hold those records, in the same order.
    """

    person: UUID
    records: tuple[UUID, ...]
    owners: tuple[UUID, ...]
    match: Match


@dataclass(frozen=True, slots=True)
class Found:
    """The likeliest persons, best first, and how many fit what was asked, shown or not.

    A person fits where every name that was asked for agrees somehow and no date of birth, sex or
    number that both sides hold contradicts. The hits may hold others beside them.
    """

    hits: tuple[Scored, ...]
    fits: int
