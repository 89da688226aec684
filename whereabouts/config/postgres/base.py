"""Django's own class of our database, with lines that do not wait for a server that is gone."""

from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations as Operations
from django.db.backends.postgresql.psycopg_any import IsolationLevel

from whereabouts.config.postgres.lines import Line


class DatabaseOperations(Operations):
    """As Django's, but for how a row is put together."""

    compiler_module = "whereabouts.config.postgres.compiler"


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's, but for how it opens a line."""

    ops_class = DatabaseOperations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open a line; with a pool, the pool does."""
        if self.pool:
            return super().get_new_connection(conn_params)
        self.isolation_level = IsolationLevel.READ_COMMITTED
        return Line.connect(**conn_params)
