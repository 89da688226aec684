"""Rows that nobody reads before a journey ends are inserted at its end, each kind at once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Model

# Whether a key that is there already is passed over makes a kind of its own.
_Kind = tuple[type[Model], bool]
_gathered: ContextVar[dict[_Kind, list[Any]] | None] = ContextVar(
    "whereabouts_gathered", default=None
)


@contextmanager
def gathering() -> Iterator[None]:
    """Insert at the end of the block what `insert` is given in it, in one statement a kind.

    For steps that succeed or fail as one: a row of a savepoint that was undone by itself would
    stay. A block inside another belongs to that one; if the block fails nothing is inserted.
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
    for kind, some in rows.items():
        _insert(kind, some)


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


def insert_now(*, model: type[Model]) -> None:
    """Insert what was gathered of a table, for whoever reads it next."""
    gathered = _gathered.get()
    for kind in [kind for kind in gathered or () if kind[0] is model]:
        _insert(kind, gathered.pop(kind))  # type: ignore[union-attr]


def _insert(kind: _Kind, rows: list[Any]) -> None:
    model, once = kind
    model._default_manager.bulk_create(rows, ignore_conflicts=once)
