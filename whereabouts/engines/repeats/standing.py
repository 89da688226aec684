"""Which definitions of a repeat hold at a moment, and which ever held."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from whereabouts.engines.repeats.definitions import Definition


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One definition read against a history: how many count now, and how many at most ever did."""

    definition: Definition
    count: int
    most: int
    age_known: bool

    @property
    def holds(self) -> bool:
        """Whether it holds now."""
        return self.count >= self.definition.at_least

    @property
    def held_ever(self) -> bool:
        """Whether it holds now or held at some time."""
        return self.most >= self.definition.at_least


def stand(
    *,
    definitions: Iterable[Definition],
    times: Iterable[datetime],
    age: int | None,
    at: datetime,
) -> tuple[Standing, ...]:
    """Return every definition that is for this age, read at a moment; what lies ahead is left out.

    Where nobody knows the age, a definition up to an age is read as well.
    """
    happened = sorted(when for when in times if when <= at)
    return tuple(
        Standing(
            definition=one,
            count=_within(happened, one.days, at),
            most=_most(happened, one.days),
            age_known=age is not None,
        )
        for one in definitions
        if one.oldest is None or age is None or age <= one.oldest
    )


def recurs(*, definition: Definition, texts: Iterable[str], coded: int = 0) -> bool:
    """Return whether enough texts hold one of a pattern's words, as a whole word.

    `coded` is how often somebody said so by its code: it needs no reading of words.
    """
    said = re.compile(rf"\b(?:{'|'.join(map(re.escape, definition.words))})\b", re.IGNORECASE)
    return coded + sum(1 for text in texts if said.search(text)) >= definition.at_least


def asked_for(*, standing: Iterable[Standing]) -> tuple[str, ...]:
    """Return what the definitions that hold ask for, once each, in order."""
    asks = (ask for one in standing if one.holds for ask in one.definition.asks)
    return tuple(dict.fromkeys(asks))


def _within(happened: Sequence[datetime], days: int | None, at: datetime) -> int:
    if days is None:
        return len(happened)
    return sum(at - when <= timedelta(days=days) for when in happened)


def _most(happened: Sequence[datetime], days: int | None) -> int:
    """Return the most that ever fell into one window, over every window that ends with one."""
    if days is None:
        return len(happened)
    window, most, first = timedelta(days=days), 0, 0
    for last, when in enumerate(happened):
        while when - happened[first] > window:
            first += 1
        most = max(most, last - first + 1)
    return most
