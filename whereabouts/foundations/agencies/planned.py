"""A statement that the database puts together and plans once a line, not each time it is sent."""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper

MOST_KEPT = 600  # statements a line; the one used longest ago goes first


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
