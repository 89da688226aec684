"""What goes to the database as it is comes to the same as what Django makes of it."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.backends.postgresql.compiler import SQLInsertCompiler as Djangos
from django.db.models.sql import InsertQuery

from whereabouts.config.postgres.compiler import AS_IT_IS, SQLInsertCompiler
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.timers.models import Timer

VALUES = {
    UUID: uuid4(),
    str: "words with ' and \x7f and é",
    bool: True,
    float: 0.5,
    date: date(2026, 11, 20),
    datetime: datetime(2026, 11, 20, 12, tzinfo=UTC),
}


def both(model):
    query = InsertQuery(model)
    return (kind(query, connection, "default") for kind in (SQLInsertCompiler, Djangos))


def fields_of(kind):
    return [
        field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if type(field) is kind
        # A foreign key of another type than ours goes Django's way, as any such value does.
        and (not field.is_relation or isinstance(field.target_field, models.UUIDField))
    ]


@pytest.mark.parametrize("kind", AS_IT_IS, ids=lambda kind: kind.__name__)
def test_a_value_of_the_columns_own_type_is_what_django_would_send(kind):
    value = VALUES[AS_IT_IS[kind]]
    assert fields_of(kind)
    for field in fields_of(kind):
        ours, theirs = both(field.model)
        sent = theirs.prepare_value(field, value)
        assert ours.prepare_value(field, value) == sent == value
        assert type(sent) is type(value)
        assert ours.prepare_value(field, None) == theirs.prepare_value(field, None)


def test_a_value_of_another_type_goes_the_usual_way():
    ours, _ = both(Agency)
    key = ours.prepare_value(Agency._meta.get_field("id"), str(VALUES[UUID]))
    assert key == VALUES[UUID]
    assert isinstance(key, UUID)
    assert ours.prepare_value(Agency._meta.get_field("made_up"), 1) is True
    assert ours.prepare_value(Agency._meta.get_field("name"), 7) == "7"


def test_a_moment_without_a_zone_is_still_warned_of():
    ours, _ = both(Timer)
    with pytest.raises(RuntimeWarning, match="naive"):
        ours.prepare_value(Timer._meta.get_field("due_at"), datetime(2026, 11, 20, 12))


def test_rows_are_put_together_by_it():
    assert connection.ops.compiler("SQLInsertCompiler") is SQLInsertCompiler
