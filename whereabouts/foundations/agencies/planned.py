"""A statement that the database puts together and plans once a line, not each time it is sent."""

import re
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, ProgrammingError, connections, transaction
from django.db.backends.utils import CursorWrapper
from psycopg.errors import InvalidSqlStatementName

MOST_KEPT = 600  # statements a line; the one used longest ago goes first
TYPES = {UUID: "uuid", datetime: "timestamptz"}  # of other values the statement says it

_numbers = count(1)
_PLAIN = re.compile(r"[A-Za-z0-9:+._-]*", re.ASCII).fullmatch
# What each line has planned of what is asked at once, by the statement and its values' types.
_names: WeakKeyDictionary[Any, dict[Any, str]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Question:
    """A statement with its values, to be asked with others at once.

    `numbers` says which of the values stands at each place; without it each stands at its own.
    """

    sql: str
    values: Sequence[Any]
    numbers: tuple[int, ...] | None = None


def planned_once(*, using: str = DEFAULT_DB_ALIAS) -> CursorWrapper:
    """Return a cursor whose statements are sent apart from their values and planned once a line.

    Values of the moment go as values; what always stands there is best written down, since the
    index of a part of a table is only found so. After a few times the database itself settles
    whether one plan does for all values.
    """
    asked: Any = connections[using]
    asked.ensure_connection()
    line = asked.connection
    if line.prepare_threshold != 0:  # of no effect on any other statement: those bind here
        line.prepare_threshold, line.prepared_max = 0, MOST_KEPT
    cursor: CursorWrapper = asked._prepare_cursor(psycopg.Cursor(line))
    return cursor


def ask(*, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the rows that such a statement gives for some values."""
    with planned_once() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def ask_at_once(*, questions: Sequence[Question]) -> list[list[tuple[Any, ...]]]:
    """Return the rows of several questions, asked on one way there and back.

    Each is planned once a line, for all values. Outside a transaction they are one of their own,
    and each sees what was committed when its turn came, in the order in which they are given.
    """
    line = connections[DEFAULT_DB_ALIAS]
    try:
        with transaction.atomic() if line.in_atomic_block else nullcontext():
            return _executed(line, questions)
    except ProgrammingError as fault:
        if not isinstance(fault.__cause__, InvalidSqlStatementName):
            raise
    # The driver lets go of every plan of a line where a transaction was undone.
    _names.pop(line.connection, None)
    return _executed(line, questions)


def _executed(line: Any, questions: Sequence[Question]) -> list[list[tuple[Any, ...]]]:
    with line.cursor() as cursor:
        names = _names.setdefault(line.connection, {})
        said: list[str] = []
        others: list[Any] = []
        for question in questions:
            types = tuple([TYPES.get(type(value), "unknown") for value in question.values])
            name = names.get((question.sql, types))
            if name is None:
                name = f"whereabouts_{next(_numbers)}"
                cursor.execute(_to_plan(name=name, question=question, types=types))
                names[question.sql, types] = name
            given = ", ".join([_literal(value, others) for value in question.values])
            said.append(f"EXECUTE {name} ({given})" if types else f"EXECUTE {name}")
        cursor.execute("; ".join(said), others or None)
        return [one.fetchall() for one in cursor.results()]


def _literal(value: Any, others: list[Any]) -> str:
    """Return what stands for a value: itself, of letters that mean nothing to the database.

    Of any other the driver says it: it is put among the others, and its place is kept.
    """
    text = _plain(value)
    if text is not None:
        return f"'{text}'"
    if type(value) is list:
        texts = [_plain(one) for one in value]
        if None not in texts:
            return "'{" + ",".join([f'"{one}"' for one in texts]) + "}'"
    others.append(value)
    return "%s"


def _plain(value: Any) -> str | None:
    kind = type(value)
    if kind is UUID:
        return str(value)
    if kind is datetime:
        return value.isoformat()
    return value if kind is str and _PLAIN(value) else None


def _to_plan(*, name: str, question: Question, types: tuple[str, ...]) -> str:
    numbers = question.numbers or range(len(types))
    places = iter(numbers)

    def place(found: re.Match[str]) -> str:
        return "%" if found[0] == "%%" else f"${next(places) + 1}"

    body = re.sub("%%|%s", place, question.sql)
    given = f"({', '.join(types)})" if types else ""
    return f"PREPARE {name} {given} AS {body}"
