"""Rows of a table as one statement and one value: planned once a line, however many they are.

Django puts an INSERT together anew each time, asks each column to make each value ready, and the
database reads and plans it anew. Here a table has one statement for ever, and its rows go as JSON,
which PostgreSQL turns into the columns' own types. Whatever is not plainly of its column's type is
Django's (`as_rows` returns None). A row is an instance, or where nobody needs one what it would
hold: its values by their attributes, and the columns' own defaults for those it leaves out.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.expressions import DatabaseDefault

from whereabouts.foundations.agencies.planned import planned_once

_Ready = Callable[[Any], Any]
_LEFT_OUT = object()


class _NotPlain(Exception):
    """A value is of another type than its column."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: where its value stands in a row, of which type, and how it is made ready."""

    name: str
    attribute: str
    kind: type | tuple[type, ...]
    ready: _Ready | None
    default: Any  # what is asked for one, or one for all


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table, ready to be sent."""

    statement: str  # with a place for the rows
    rows: str


def as_rows(*, model: type[models.Model], rows: Iterable[Any], once: bool) -> Rows | None:
    """Return rows ready to be sent, or None where that is for Django to do.

    `once`: a row whose key is there already is passed over.
    """
    columns, defaulted = _columns(model)
    if columns is None:
        return None
    try:
        ready = [
            _ready(row if type(row) is dict else row.__dict__, columns, defaulted) for row in rows
        ]
    except _NotPlain:
        return None
    return Rows(statement=_statement(model, once), rows=_encode(ready))


def insert_together(*, several: Sequence[Rows], using: str = DEFAULT_DB_ALIAS) -> None:
    """Insert rows of several tables in one statement.

    None of them sees what it inserts itself, whatever the order: a fence of one that looks at
    another of them wants a statement before.
    """
    sql = _together(tuple(one.statement for one in several))
    with planned_once(using=using) as cursor:
        cursor.execute(sql, [one.rows for one in several])


@lru_cache(maxsize=1_000)
def _together(statements: tuple[str, ...]) -> str:
    *first, last = statements
    if not first:
        return last
    parts = (f"part{number} AS ({one})" for number, one in enumerate(first))
    return f"WITH {', '.join(parts)} {last}"


@cache
def _statement(model: type[models.Model], once: bool) -> str:
    table = model._meta.db_table
    columns, _ = _columns(model)
    names = ", ".join(f'"{column.name}"' for column in columns or ())
    passed_over = " ON CONFLICT DO NOTHING" if once else ""
    return (
        f'INSERT INTO "{table}" ({names}) SELECT {names}'  # noqa: S608 — names of our own tables
        f' FROM json_populate_recordset(NULL::"{table}", %s::text::json){passed_over}'
    )


@cache
def _columns(model: type[models.Model]) -> tuple[tuple[_Column, ...] | None, tuple[str, ...]]:
    """Return the columns and which attributes the database fills itself; None: not for us."""
    columns: list[_Column] = []
    defaulted: list[str] = []
    if not isinstance(model._meta.pk, models.UUIDField) or model._meta.parents:
        return None, ()
    for field in model._meta.concrete_fields:
        column = _column(field)
        if field.has_db_default():
            defaulted.append(field.attname)
        elif column is None or field.generated:
            return None, ()
        else:
            columns.append(column)
    return tuple(columns), tuple(defaulted)


def _column(field: Any) -> _Column | None:
    kind, of_what = type(field), field
    if kind in (models.ForeignKey, models.OneToOneField):
        of_what = field.target_field
        kind = type(of_what)
    if kind is ArrayField:
        inner = type(field.base_field)
        if inner in (models.CharField, models.TextField):
            return _Column(field.column, field.attname, list, _texts, _default(field))
        if inner is models.UUIDField:
            return _Column(field.column, field.attname, (list, str), _keys, _default(field))
        return None
    if kind is models.JSONField:
        plain = (dict, list, str, int, float, bool)
        if field.encoder:
            return None
        return _Column(field.column, field.attname, plain, None, _default(field))
    if (
        kind not in _READY
        or getattr(field, "auto_now", False)
        or getattr(field, "auto_now_add", False)
    ):
        return None
    return _Column(field.column, field.attname, *_READY[kind], _default(field))


def _default(field: Any) -> Any:
    is_asked_for = field.has_default() and callable(field.default)
    return field.default if is_asked_for else field.get_default()


def _ready(
    row: dict[str, Any], columns: tuple[_Column, ...], defaulted: tuple[str, ...]
) -> dict[str, Any]:
    ready: dict[str, Any] = {}
    for column in columns:
        value = row.get(column.attribute, _LEFT_OUT)
        if value is _LEFT_OUT:
            value = column.default() if callable(column.default) else column.default
        if value is None:
            continue  # what is not said is NULL
        if not isinstance(value, column.kind):
            raise _NotPlain()
        ready[column.name] = column.ready(value) if column.ready else value
    for attribute in defaulted:
        if attribute in row and not isinstance(row[attribute], DatabaseDefault):
            raise _NotPlain()
    return ready


def _texts(value: list[Any]) -> list[str]:
    if not all(isinstance(one, str) for one in value):
        raise _NotPlain()
    return value


def _keys(value: Any) -> Any:
    if isinstance(value, str):
        return value  # written as the database does, by whoever made the row
    if not all(isinstance(one, UUID) for one in value):
        raise _NotPlain()
    return [one.hex for one in value]


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise _NotPlain()
    return value.isoformat()


def _day(value: date) -> str:
    if isinstance(value, datetime):
        raise _NotPlain()
    return value.isoformat()


def _bytes(value: bytes) -> str:
    return f"\\x{value.hex()}"


_READY: dict[type, tuple[type | tuple[type, ...], _Ready | None]] = {
    models.UUIDField: (UUID, attrgetter("hex")),
    models.CharField: (str, None),
    models.SlugField: (str, None),
    models.TextField: (str, None),
    models.BooleanField: (bool, None),
    models.FloatField: ((float, int), None),
    models.DecimalField: (Decimal, str),
    models.IntegerField: (int, None),
    models.BigIntegerField: (int, None),
    models.SmallIntegerField: (int, None),
    models.PositiveIntegerField: (int, None),
    models.PositiveSmallIntegerField: (int, None),
    models.BinaryField: (bytes, _bytes),
    models.DateTimeField: (datetime, _moment),
    models.DateField: (date, _day),
    models.TimeField: (time, time.isoformat),
}
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
