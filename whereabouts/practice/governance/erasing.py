"""Which columns of which tables are emptied when a record has reached its time, and how each is.

It is read from what every table says of itself: which of its fields are sensitive, and by which it
belongs to a child, an adult, a report, a meeting or an operation. A table that is made tomorrow is
in it without a word here. A row that is of a child too goes with the child, and never before.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from whereabouts.foundations.access.fencing import our_models

CHILD, ADULT = "people.Child", "people.Adult"
# What a run is about, and the table at its root.
ROOTS = {
    "children": CHILD,
    "adults": ADULT,
    "community": "community.CommunityReport",
    "meetings": "meetings.Meeting",
    "operations": "adults.Operation",
}
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
    """One table: by which columns, or through which row, it belongs to the root; how it is emptied.

    A row is left alone where one of the columns `unless` leads from it to somebody else's record.
    """

    table: str
    children: tuple[str, ...]
    through: str
    parent: str
    columns: dict[str, str]
    unless: tuple[str, ...] = ()


class CannotBeEmptied(Exception):
    """A sensitive field is of a kind that nobody has said how to empty."""


def plan(*, kept: Collection[str], subject: str = "children") -> list[Emptied]:
    """Return every table that holds something of the subject, with what becomes of each column.

    :raises CannotBeEmptied: a field is of a kind that cannot be emptied.
    """
    root, tables = ROOTS[subject], []
    before = [one for one in (CHILD, ADULT) if one != root] if root != CHILD else []
    for model in our_models():
        label = model._meta.label
        through = THROUGH.get(label, "") if root == CHILD else ""
        children = _leading(model, root=root) if not through else ()
        others = [] if label == root else [one for one in before if _leading(model, root=one)]
        if any(not field.null for one in others for field in _fields(model, to=one)):
            continue  # each of its rows is a child's, or an adult's: it goes with them
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
                    unless=tuple(
                        column for one in others for column in _leading(model, root=one)
                    ),
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
    if field.unique or (not field.null and _told_apart_by(field)):
        return "key"
    if field.null:
        return "null"
    for kind, word in BY_CLASS:
        if isinstance(field, kind):
            return word
    raise CannotBeEmptied(f"{field.model._meta.label}.{field.name}")


def _told_apart_by(field: Any) -> bool:
    """Return whether two rows may not have the same in a field: emptied, they must still differ."""
    return any(
        field.name in one.fields
        for one in field.model._meta.constraints
        if isinstance(one, models.UniqueConstraint)
    )


def _leading(model: Any, *, root: str) -> tuple[str, ...]:
    if model._meta.label == root:
        return ("id",)
    return tuple(field.column for field in _fields(model, to=root))


def _fields(model: Any, *, to: str) -> list[Any]:
    return [
        field
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model._meta.label == to
    ]


def _of(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name)
