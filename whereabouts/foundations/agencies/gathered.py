"""Rows that nobody reads before a journey ends are inserted at its end, each kind at once.

Whoever reads a table of which some are gathered has them inserted first: our compilers see to that
(`config/postgres/compiler.py`). A statement written by hand calls `insert_now` itself.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Model

from whereabouts.foundations.agencies.added import note_changed

# Whether a key that is there already is passed over makes a kind of its own.
_Kind = tuple[type[Model], bool]
_gathered: ContextVar[dict[_Kind, list[Any]] | None] = ContextVar(
    "whereabouts_gathered", default=None
)


@contextmanager
def gathering() -> Iterator[None]:
    """Insert at the end of the block what `insert` is given in it, in one statement a kind.

    What is gathered when a savepoint begins, or another agency's scope, is inserted first; what was
    gathered in a savepoint that is undone is undone with it (`config/postgres/base.py`). A block
    inside another belongs to that one; if the block fails nothing is inserted.
    """
    if _gathered.get() is not None:
        yield
        return
    rows: dict[_Kind, list[Any]] = {}
    token = _gathered.set(rows)
    try:
        yield
    finally:
        _gathered.reset(token)
    _insert_all(rows)


def insert(*, rows: Iterable[Model], once: bool = False) -> None:
    """Insert rows of one table: at once, or where it is gathered at the end of the block.

    `once`: a row whose key is there already is passed over.
    """
    some = list(rows)
    if not some:
        return
    kind, gathered = (type(some[0]), once), _gathered.get()
    if gathered is None:
        _insert(kind, some)
    else:
        gathered.setdefault(kind, []).extend(some)
        note_changed(table=kind[0]._meta.db_table, about_others=True)  # more of it than was sent


def insert_now(*, model: type[Model]) -> None:
    """Insert what was gathered of a table, for a statement of one's own that reads it next."""
    if _gathered.get():
        insert_before_reading(tables={model._meta.db_table})


def insert_all() -> None:
    """Insert all that was gathered so far."""
    _insert_all(_gathered.get() or {})


def forget_gathered() -> None:
    """Forget all that was gathered since the last was inserted: the database undid that part."""
    (_gathered.get() or {}).clear()


def insert_before_reading(*, tables: Collection[str]) -> None:
    """Insert what was gathered of some tables: a question or a change is about to look there."""
    gathered = _gathered.get()
    for kind in [kind for kind in gathered or () if kind[0]._meta.db_table in tables]:
        _insert(kind, gathered.pop(kind))  # type: ignore[union-attr]


def is_anything_gathered() -> bool:
    """Return whether any row waits for the end of the block."""
    return bool(_gathered.get())


def _insert_all(rows: dict[_Kind, list[Any]]) -> None:
    for kind in [*rows]:
        _insert(kind, rows.pop(kind))


def _insert(kind: _Kind, rows: list[Any]) -> None:
    model, once = kind
    model._default_manager.bulk_create(rows, ignore_conflicts=once)
