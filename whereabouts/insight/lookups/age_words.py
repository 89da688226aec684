"""How old a child is, in words: of everything that was said of the day of birth the narrowest."""

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import TypeVar
from uuid import UUID

from whereabouts.records.people import queries as people

Span = tuple[date, date]
Key = TypeVar("Key", str, UUID)


def ages(*, children: Collection[UUID], at: datetime) -> dict[UUID, str]:
    """Return each child's age in words: "14", "13 or 14" or "12 to 15"; unknown is left out.

    Every record of the same person counts.
    """
    sets = people.same_person_sets(child_ids=children)
    everybody: set[UUID] = set().union(*sets.values()) if sets else set()
    born = people.believed_spans_of(child_ids=everybody)
    found = {
        child: words_of(child=child, born=[one for one in born if one[0] in same])(at.date())
        for child, same in sets.items()
    }
    return {child: words for child, words in found.items() if words}


def words_of(*, child: Key, born: Iterable[tuple[Key, date, date]]) -> Callable[[date], str]:
    """Return what says the age on a day, of whose record says when they were born; else nothing.

    A record's own statement goes before that of another record of the same person.
    """
    spans: dict[Key, Span] = {}
    for of, earliest, latest in born:
        known = spans.get(of)
        if known is None or latest - earliest < known[1] - known[0]:
            spans[of] = (earliest, latest)
    if not spans:
        return lambda _: ""
    own = spans.get(child) or min(spans.values(), key=lambda span: (span[1] - span[0], span))
    return lru_cache(maxsize=2)(lambda on: _age_words(own, on=on))


def _age_words(born: Span, *, on: date) -> str:
    oldest, youngest = _age(born[0], on=on), _age(born[1], on=on)
    if oldest == youngest:
        return str(oldest)
    return f"{youngest} or {oldest}" if oldest - youngest == 1 else f"{youngest} to {oldest}"


def _age(born: date, *, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
