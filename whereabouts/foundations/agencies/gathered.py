"""Rows that nobody reads before a journey ends are inserted at its end, all in one statement.

A statement that names a table of which some are gathered, or calls a function of ours, has all of
them inserted first: our cursors see to that (`config/postgres/base.py`).
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, TypeVar

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Model

from whereabouts.foundations.agencies.added import note_changed, note_made
from whereabouts.foundations.agencies.rows import Rows, as_rows, insert_together

Row = TypeVar("Row", bound=Model)

# Whether a key that is there already is passed over makes a kind of its own.
_Kind = tuple[type[Model], bool]
_gathered: ContextVar[dict[_Kind, list[Any]] | None] = ContextVar(
    "whereabouts_gathered", default=None
)


@contextmanager
def gathering() -> Iterator[None]:
    """Insert at the end of the block what `insert` is given in it, in one statement.

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
    if some:
        _insert((type(some[0]), once), some)


def insert_values(
    *, model: type[Model], rows: Iterable[dict[str, Any]], once: bool = False
) -> None:
    """Insert rows of which nobody needs an instance: each its values by their attributes.

    What one leaves out is as the model says by default. Else as `insert`.
    """
    some = list(rows)
    if some:
        _insert((model, once), some)


def _insert(kind: _Kind, some: list[Any]) -> None:
    gathered = _gathered.get()
    if gathered is None:
        _insert_all({kind: some})
    else:
        gathered.setdefault(kind, []).extend(some)
        _note(kind, some)


def added(row: Row) -> Row:
    """Insert a row of a table, as `insert` does several, and return it."""
    insert(rows=[row])
    return row


def is_gathered(row: Model) -> bool:
    """Return whether a row waits to be inserted: what is changed of it until then is kept."""
    waiting = (_gathered.get() or {}).get((type(row), False), ())
    return any(one is row for one in waiting)


def insert_now(*, model: type[Model]) -> None:
    """Insert what was gathered of a table, for whoever reads it without naming it: a policy."""
    gathered = _gathered.get()
    if gathered and any(kind[0] is model for kind in gathered):
        _insert_all(gathered)


def insert_all() -> None:
    """Insert all that was gathered so far."""
    _insert_all(_gathered.get() or {})


def forget_gathered() -> None:
    """Forget all that was gathered since the last was inserted: the database undid that part."""
    (_gathered.get() or {}).clear()


def insert_before(*, statement: Any) -> None:
    """Insert what was gathered, where a statement is about to read or change some of it."""
    gathered = _gathered.get()
    if not gathered:
        return
    text = statement if isinstance(statement, str) else str(statement)
    named = any(_names(text, kind[0]._meta.db_table) for kind in gathered)
    if named or _calls_ours().search(text):
        _insert_all(gathered)


def _names(text: str, table: str) -> bool:
    return table in text and re.search(rf"\b{table}\b", text) is not None


@cache
def _calls_ours() -> re.Pattern[str]:
    """Find a call of a function of ours: each is named after the package that it is of."""
    packages = "|".join(sorted(one.label for one in apps.get_app_configs()))
    return re.compile(rf"\b(?:{packages})_\w+\(")


def _note(kind: _Kind, rows: list[Any]) -> None:
    model, once = kind
    table = model._meta.db_table
    has_instances = isinstance(rows[0], model)
    if has_instances and not once and isinstance(model._meta.pk, models.UUIDField):
        note_made(table=table, rows=rows)
    else:
        note_changed(table=table, about_others=True)  # it may be passed over


def _insert_all(rows: dict[_Kind, list[Any]]) -> None:
    ready: list[Rows] = []
    # Always in the same order, so that the same tables are the same statement.
    for kind in sorted(rows, key=lambda kind: (kind[0]._meta.db_table, kind[1])):
        (model, once), some = kind, rows.pop(kind, [])
        if not some:
            continue  # gone with another's statement
        as_they_go = as_rows(model=model, rows=some, once=once)
        if as_they_go is None:
            instances = [model(**row) if isinstance(row, dict) else row for row in some]
            model._default_manager.bulk_create(instances, ignore_conflicts=once)
        else:
            ready.append(as_they_go)
            for row in some if isinstance(some[0], model) else ():
                row._state.adding = False
                row._state.db = DEFAULT_DB_ALIAS
        _note(kind, some)
    if ready:
        insert_together(several=ready)
