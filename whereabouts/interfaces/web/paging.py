"""Long lists, so many lines a page: a page stays under 100 kB however much there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

DIGITS = 6


@dataclass(frozen=True, kw_only=True)
class Pages:
    """Which page of some lists is shown, of how many, and what of each list stands on it."""

    number: int
    of: int
    lists: tuple[Sequence[Any], ...]
    before: int  # so many lines stand on pages before
    further: int  # and so many after

    @property
    def lines(self) -> Sequence[Any]:
        """What of the first list, or the only one, stands on the page."""
        return self.lists[0]


def pages_of(*lists: Sequence[Any], asked: str, most: int) -> Pages:
    """Return a page of some lists, one after the other; what cannot be read asks for the first.

    Beyond the last page it is the last.
    """
    in_all = sum(map(len, lists))
    pages = max(-(-in_all // most), 1)
    readable = asked.isascii() and asked.isdecimal() and len(asked) <= DIGITS
    number = min(max(int(asked), 1), pages) if readable else 1
    first = before = (number - 1) * most
    shown, left = [], most
    for one in lists:
        here = one[first : first + left]
        first = max(first - len(one), 0)
        left -= len(here)
        shown.append(here)
    return Pages(
        number=number, of=pages, lists=tuple(shown), before=before,
        further=max(in_all - before - most, 0),
    )  # fmt: skip
