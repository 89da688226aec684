"""Statements as Django's own, but that what a column takes as it is goes as it is.

Of a row of twenty-five columns nearly every value is of its column's very type already. Django asks
each column all the same to make it so, and that took longer than sending it. Whatever is of another
type, and every other kind of column, goes Django's way. And what a transaction writes is noted, so
that it need not ask what it knows (`foundations/agencies/added.py`).
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.postgresql import compiler
from django.db.backends.postgresql.compiler import (
    SQLAggregateCompiler,
    SQLCompiler,
    SQLDeleteCompiler,
)
from django.db.models.constants import OnConflict

from whereabouts.foundations.agencies.added import note_changed, note_made
from whereabouts.foundations.agencies.rows import as_rows, insert_together

__all__ = [
    "SQLAggregateCompiler",
    "SQLCompiler",
    "SQLDeleteCompiler",
    "SQLInsertCompiler",
    "SQLUpdateCompiler",
]

AS_IT_IS: dict[type, type] = {
    models.UUIDField: UUID,
    models.ForeignKey: UUID,
    models.OneToOneField: UUID,
    models.CharField: str,
    models.SlugField: str,
    models.TextField: str,
    models.BooleanField: bool,
    models.FloatField: float,
    models.DateField: date,
    models.DateTimeField: datetime,
}


class SQLInsertCompiler(compiler.SQLInsertCompiler):
    """As Django's, but quicker with plain values; it notes what was made."""

    def execute_sql(self, returning_fields: Any = None) -> Any:  # type: ignore[override]
        """Send the rows, and note them."""
        query: Any = self.query
        meta = query.get_meta()
        ready = None
        if not (returning_fields or query.raw) and query.on_conflict in (None, OnConflict.IGNORE):
            ready = as_rows(model=query.model, rows=query.objs, once=query.on_conflict is not None)
        if ready is None:
            done = super().execute_sql(returning_fields)
        else:
            insert_together(several=[ready], using=self.using or DEFAULT_DB_ALIAS)
            done = []
        if self.using == DEFAULT_DB_ALIAS:
            if query.on_conflict is None and isinstance(meta.pk, models.UUIDField):
                note_made(table=meta.db_table, rows=query.objs)
            else:
                note_changed(table=meta.db_table, about_others=True)
        return done

    def prepare_value(self, field: Any, value: Any) -> Any:
        """Return what is sent for a value."""
        kind = type(value)
        if AS_IT_IS.get(type(field)) is kind and (kind is not datetime or value.tzinfo is not None):
            return value
        return super().prepare_value(field, value)


class SQLUpdateCompiler(compiler.SQLUpdateCompiler):
    """As Django's, but that it notes what was changed."""

    def execute_sql(self, result_type: Any) -> Any:  # type: ignore[override]
        """Send the change."""
        if self.using == DEFAULT_DB_ALIAS:
            note_changed(
                table=self.query.get_meta().db_table,
                about_others=any(
                    column.is_relation
                    for column, *_ in self.query.values  # type: ignore[attr-defined]
                ),
            )
        return super().execute_sql(result_type)
