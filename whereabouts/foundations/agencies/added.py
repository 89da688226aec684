"""What the transaction under way has written itself, so that what it knows need not be asked.

A record that was made a moment ago in this transaction has nothing about it but what the same
transaction put there: nobody else sees it before the commit, so nobody can have added to it. How
rows are sent (`config/postgres/compiler.py`) notes each one here, whichever step writes it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from whereabouts.foundations.agencies.remembered import recall

MOST_ROWS = 100  # of one table; beyond that they are asked for


@dataclass(slots=True)
class _Table:
    """The keys of the rows that were made, and the rows themselves while they are as they were."""

    keys: set[UUID] = field(default_factory=set)
    rows: list[Any] = field(default_factory=list)
    all_known: bool = True
    unchanged: bool = True


@dataclass(slots=True)
class _Added:
    """The keys of all that was made, and each table that was written to."""

    made: set[UUID] = field(default_factory=set)
    tables: dict[str, _Table] = field(default_factory=dict)


def note_made(*, table: str, rows: Iterable[Any]) -> None:
    """Note rows that were made, each with a key (`pk`) that there was not before."""
    added = _added()
    noted = added.tables.setdefault(table, _Table())
    rows = [row for row in rows if row.pk not in noted.keys]  # each once, gathered and sent
    keys = {row.pk for row in rows}
    added.made |= keys
    noted.keys |= keys
    if len(noted.keys) > MOST_ROWS:
        noted.unchanged, noted.rows = False, []
    if noted.unchanged:
        noted.rows += rows


def note_changed(*, table: str, about_others: bool) -> None:
    """Note that rows of a table are not as they were made.

    `about_others`: one may be about something else from now on, or was made unseen.
    """
    noted = _added().tables.setdefault(table, _Table())
    noted.unchanged, noted.rows = False, []
    noted.all_known = noted.all_known and not about_others


def note_undone() -> None:
    """Note that a part of the transaction was undone: which of the rows are left is not known."""
    for noted in _added().tables.values():
        noted.unchanged, noted.rows = False, []


def nothing_else(*, table: str, about: Collection[UUID], but: Collection[UUID] = ()) -> bool:
    """Return whether no row of a table can be about records, other than the rows of some keys.

    So it is where the records were made in this transaction, and no other row of the table was.
    """
    noted = _added().tables.get(table)
    if not about or not made_now(keys=about):
        return False
    return noted is None or (noted.all_known and noted.keys.issubset(but))


def rows_made(*, table: str, about: Collection[UUID]) -> list[Any] | None:
    """Return rows of a table among which is every one about some records, or None: ask for them."""
    noted = _added().tables.get(table) or _Table()
    if not about or not (noted.all_known and noted.unchanged and made_now(keys=about)):
        return None
    return noted.rows


def made_now(*, keys: Collection[UUID]) -> bool:
    """Return whether each of some records was made in this transaction."""
    return _added().made.issuperset(keys)


def _added() -> _Added:
    return recall(key="added", ask=_Added)
