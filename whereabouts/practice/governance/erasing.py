"""Which columns of which tables are emptied when a record has reached its time, and how each is.

It is read from what every table says of itself: which of its fields are sensitive, and by which it
belongs to a child. A table that is made tomorrow is in it without a word here.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from whereabouts.foundations.access.fencing import our_models

CHILD, EPISODE = "people.Child", "episodes.Episode"
# Rows that belong to a child by the row that they hang on: table and the field that leads there.
THROUGH = {
    "escalation.Climb": "escalation",
    "governance.Bundle": "request",
    "reports.FeedAnswer": "report",
    "reports.LogEvent": "contact",
}
# A code that opens something must stay one of its kind: it becomes the row's own key.
BY_CLASS: tuple[tuple[type[Any], str], ...] = (
    (ArrayField, "array"),
    (models.JSONField, "json"),
    (models.BinaryField, "bytes"),
    (models.CharField, "text"),
    (models.TextField, "text"),
)
# A day that may not be missing keeps its year: an age to the year identifies nobody.
DAYS = {"earliest": "first_of_year", "latest": "last_of_year"}


@dataclass(frozen=True, kw_only=True)
class Emptied:
    """One table: by which columns, or through which row, it is a child's; how it is emptied."""

    table: str
    children: tuple[str, ...]
    through: str
    parent: str
    columns: dict[str, str]


class CannotBeEmptied(Exception):
    """A sensitive field is of a kind that nobody has said how to empty."""


def plan(*, kept: Collection[str]) -> list[Emptied]:
    """Return every table that holds something of a child, with what becomes of each column.

    :raises CannotBeEmptied: a field is of a kind that cannot be emptied.
    """
    tables = []
    for model in our_models():
        label = model._meta.label
        through = THROUGH.get(label, "")
        children = _children(model) if not through else ()
        columns = {
            _of(model, name).column: how(field=_of(model, name))
            for name in getattr(model, "sensitive", "").split()
            if not is_code(field=_of(model, name), kept=kept)
        }
        if columns and (children or through):
            parent = _of(model, through).related_model._meta.db_table if through else ""
            tables.append(
                Emptied(
                    table=model._meta.db_table, children=children,
                    through=_of(model, through).column if through else "", parent=parent,
                    columns=columns,
                )
            )  # fmt: skip
    return sorted(tables, key=lambda one: one.table)


def is_code(*, field: Any, kept: Collection[str]) -> bool:
    """Return whether a field stays: it is chosen from a list, or named as "package.Table.field"."""
    return bool(field.choices) or f"{field.model._meta.label}.{field.name}" in kept


def how(*, field: Any) -> str:
    """Return how a field is emptied.

    :raises CannotBeEmptied: nobody has said how a field of its kind is.
    """
    if field.name in DAYS and not field.null:
        return DAYS[field.name]
    if field.unique:
        return "key"
    if field.null:
        return "null"
    for kind, word in BY_CLASS:
        if isinstance(field, kind):
            return word
    raise CannotBeEmptied(f"{field.model._meta.label}.{field.name}")


def _children(model: Any) -> tuple[str, ...]:
    if model._meta.label == CHILD:
        return ("id",)
    return tuple(
        field.column
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model._meta.label == CHILD
    )


def _of(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name)
