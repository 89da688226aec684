"""The live picture as plain values, and how rows are counted: each child once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from whereabouts.engines.disclosure import Rules, Shown, shown, shown_line

LEVELS = ("high", "medium", "low", "absent")
HIGH = LEVELS[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One child's open episode, without a name: how serious, how soon, since when."""

    person: str
    child: UUID
    reference: str
    force: UUID
    authority: UUID | None
    home: UUID | None
    level: str
    seriousness: str
    immediacy: str
    category: str
    state: str
    since: datetime
    age: int | None

    def missing_for(self, *, at: datetime) -> timedelta:
        """Return how long, by now."""
        return max(at - self.since, timedelta())


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """When a force was last heard, whether its own system feeds this one, and if it is silent."""

    at: datetime | None
    feeds: bool
    silent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A force, an authority or a home, with how many children are missing from or in it.

    `text` is what is printed: a number, a protected number, "silent" or "no word"; never nothing
    for a force that was not heard.
    """

    code: str
    name: str
    kind: str
    text: str
    count: int | None = None
    levels: Mapping[str, int] = field(default_factory=dict)
    longest: timedelta | None = None
    word: Word | None = None
    exact: bool = True
    column: int | None = None
    row: int | None = None

    @property
    def high(self) -> int:
        """Return how many stand at high."""
        return self.levels.get(HIGH, 0)

    @property
    def is_known(self) -> bool:
        """Return whether a number is of now: a silent one's nought is no number."""
        return self.exact and (self.word is None or not self.word.silent or bool(self.count))


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The whole: areas with a tile, areas without, the children one by one, and how fresh."""

    at: datetime
    national: bool
    published_at: datetime | None
    total: str
    levels: Mapping[str, int]
    forces: tuple[Area, ...]
    authorities: tuple[Area, ...]
    homes: tuple[Area, ...]
    children: tuple[Missing, ...]
    also: Mapping[str, tuple[str, ...]]  # a reference, and which other forces have the child
    names: Mapping[UUID, str]
    shown: frozenset[UUID]
    area: Area | None = None
    hidden_below: int = 0
    first: int = 0  # so many children stand before those in the list
    left: int = 0  # and so many after them
    feeding: tuple[Area, ...] = ()  # agencies beside the forces whose own systems feed this one

    @property
    def silent(self) -> tuple[Area, ...]:
        """Return the forces that are silent."""
        return tuple(one for one in self.forces if one.word is None or one.word.silent)

    @property
    def oldest_word(self) -> datetime | None:
        """Return the oldest last word among the forces that are not silent."""
        heard = [one.word.at for one in self.forces if one.word and not one.word.silent]
        return min((at for at in heard if at is not None), default=None)


def people_in(*, rows: Iterable[Missing]) -> int:
    """Return how many children there are, each once in however many forces."""
    return len({row.person for row in rows})


def by_level(*, rows: Sequence[Missing]) -> dict[str, int]:
    """Return how many children stand at each level; a child of two forces at their highest."""
    highest: dict[str, int] = {}
    for row in rows:
        place = LEVELS.index(row.level)
        highest[row.person] = min(place, highest.get(row.person, place))
    found = list(highest.values())
    return {level: found.count(place) for place, level in enumerate(LEVELS)}


def longest_of(*, rows: Sequence[Missing], at: datetime) -> timedelta | None:
    """Return how long the one who is longest missing has been."""
    return max((row.missing_for(at=at) for row in rows), default=None)


def said(*, count: str, word: Word | None) -> str:
    """Return what is printed of a force: a silent one is never a number by itself, and never 0."""
    if word is None or word.at is None:
        return "no word"
    if not word.silent:
        return count
    return "silent" if count in ("", "0") else f"silent ({count})"


def protected(*, counts: Sequence[int], together: int, rules: Rules) -> tuple[list[Shown], Shown]:
    """Return what others may see of the forces' numbers and of all of them together.

    They are protected as a table's line with its sum. `together` has each child once, and so is
    the sum or less: whoever takes it for the sum learns no more of any force than by the sum.
    """
    cells, total = shown_line(counts=counts, rules=rules)
    return cells, total if total.number is None else shown(count=together, rules=rules)


def order(row: Missing) -> tuple[int, datetime, str]:
    """Return where a child stands in the list: the highest level first, then the longest."""
    return (LEVELS.index(row.level), row.since, row.reference)
