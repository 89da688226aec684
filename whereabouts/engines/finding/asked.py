"""A question made ready: its words, and what each record of a part of the index says to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from whereabouts.engines.finding.dates import Dates
from whereabouts.engines.matching import Query, name_parts

SHORTEST_BEGINNING = 3
MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for. `pairs` are neighbouring words taken as one: place of the first."""

    words: tuple[str, ...]
    pairs: tuple[tuple[int, str], ...]
    beginnings: tuple[int, ...]
    dates: Dates | None
    sex: str
    place: frozenset[str]
    numbers: tuple[int, ...] = field(default=())

    @property
    def says_something(self) -> bool:
        """Whether there is anything to go by beside a sex."""
        return bool(self.words or self.dates or self.place or self.numbers)


def made_ready(*, query: Query) -> Asked:
    """Return a question made ready.

    Of several names asked for all words count together: a person may be known by any.

    :raises BadName: a name or a place holds characters that no name has.
    """
    words = list(dict.fromkeys(part for text in query.names for part in name_parts(text=text)))[
        :MOST_WORDS
    ]
    pairs = tuple((place, first + second) for place, (first, second) in enumerate(pairwise(words)))
    last = len(words) - 1
    return Asked(
        words=tuple(words),
        pairs=pairs if len(query.names) == 1 else (),
        beginnings=tuple(1 if place == last else SHORTEST_BEGINNING for place in range(len(words))),
        dates=None if query.born is None else Dates(born=query.born),
        sex=query.sex or "",
        place=frozenset(name_parts(text=query.place or "")),
        numbers=(
            *(number_key("phone", last_digits(query.phone)) for _ in "1" if query.phone),
            *(number_key(kind, bare(value)) for kind, value in query.identifiers if bare(value)),
        ),
    )


def number_key(kind: str, value: str) -> int:
    """Return a key of 63 bits for a telephone or an identifying number."""
    return hash((kind, value)) & 0x7FFF_FFFF_FFFF_FFFF


def last_digits(phone: str) -> str:
    """Return the ten last digits of a telephone number, however it was written."""
    return "".join(letter for letter in phone if letter in "0123456789")[-10:]


def bare(value: str) -> str:
    """Return an identifying number without spaces, signs or capitals."""
    return "".join(letter for letter in value.casefold() if letter.isalnum())
