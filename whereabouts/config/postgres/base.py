"""Django's own class of our database, with lines that do not wait for a server that is gone."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.backends import utils
from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations as Operations
from django.db.backends.postgresql.psycopg_any import IsolationLevel

from whereabouts.config.postgres.lines import Line
from whereabouts.foundations.agencies.added import note_undone
from whereabouts.foundations.agencies.gathered import forget_gathered, insert_all, insert_before


class _Gathers:
    """A cursor that has inserted first what its statement may read."""

    db: Any

    def _execute_with_wrappers(self, sql: Any, *given: Any, **more: Any) -> Any:
        if self.db.alias == DEFAULT_DB_ALIAS:
            insert_before(statement=sql)
        return super()._execute_with_wrappers(sql, *given, **more)  # type: ignore[misc]


class CursorWrapper(_Gathers, utils.CursorWrapper):
    """Django's, and that."""


class CursorDebugWrapper(_Gathers, utils.CursorDebugWrapper):
    """Django's that keeps what was sent, and that."""


class DatabaseOperations(Operations):
    """As Django's, but for how a row is put together."""

    compiler_module = "whereabouts.config.postgres.compiler"


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's, but for how it opens a line, and that it notes what is undone."""

    ops_class = DatabaseOperations

    def make_cursor(self, cursor: Any) -> utils.CursorWrapper:
        """Return a cursor as all of ours are."""
        return CursorWrapper(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> utils.CursorDebugWrapper:
        """Return one that keeps what was sent."""
        return CursorDebugWrapper(cursor, self)

    def savepoint(self) -> Any:
        """Begin a part of the transaction that may be undone by itself."""
        if self.alias == DEFAULT_DB_ALIAS:
            insert_all()
        return super().savepoint()

    def savepoint_rollback(self, sid: str) -> None:
        """Undo a part of the transaction."""
        super().savepoint_rollback(sid)
        if self.alias == DEFAULT_DB_ALIAS:
            forget_gathered()
            note_undone()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open a line; with a pool, the pool does."""
        if self.pool:
            return super().get_new_connection(conn_params)
        self.isolation_level = IsolationLevel.READ_COMMITTED
        return Line.connect(**conn_params)
