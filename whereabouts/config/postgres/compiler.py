"""Statements as Django's own, but that what a column takes as it is goes as it is.

Of a row of twenty-five columns nearly every value is of its column's very type already. Django asks
each column all the same to make it so, and that took longer than sending it. Whatever is of another
type, and every other kind of column, goes Django's way.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.backends.postgresql import compiler
from django.db.backends.postgresql.compiler import (
    SQLAggregateCompiler,
    SQLCompiler,
    SQLDeleteCompiler,
    SQLUpdateCompiler,
)

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
    """As Django's, but quicker with plain values."""

    def prepare_value(self, field: Any, value: Any) -> Any:
        """Return what is sent for a value."""
        kind = type(value)
        if AS_IT_IS.get(type(field)) is kind and (kind is not datetime or value.tzinfo is not None):
            return value
        return super().prepare_value(field, value)
