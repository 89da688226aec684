"""Rows go as one value, and come to the same as what Django would have sent."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.backends.postgresql.compiler import SQLInsertCompiler as Djangos
from django.db.models.sql import InsertQuery

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actions import open_agency
from whereabouts.foundations.agencies.gathered import insert, insert_values
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.rows import as_rows, insert_together
from whereabouts.foundations.audit.models import AuditEntry, Look
from whereabouts.foundations.timers.models import Heartbeat, Timer

pytestmark = pytest.mark.django_db

# Words that have come to grief elsewhere: quotes, slashes, accents, other planes, and no name.
WORDS = "O'Neil \\ \" \t Łu 🦊 \x7f null"
VALUES = {
    models.CharField: "null",
    models.SlugField: "a-slug",
    models.TextField: WORDS,
    models.BooleanField: True,
    models.FloatField: 0.1 + 0.2,
    models.DecimalField: Decimal("51.50735"),
    models.IntegerField: 7,
    models.BigIntegerField: 2**40,
    models.SmallIntegerField: 3,
    models.PositiveIntegerField: 2**31 - 1,
    models.PositiveSmallIntegerField: 9,
    models.BinaryField: bytes(range(256)),
    models.DateTimeField: datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC),
    models.DateField: date(2012, 2, 29),
    models.TimeField: time(17, 30),
    models.JSONField: {"z": [1, 2.5, None, WORDS], "a": {"b": False}},
}
OURS = [one for one in apps.get_models() if one.__module__.startswith("whereabouts.")]


def value_for(field):
    of_what = field.target_field if field.is_relation else field
    if isinstance(of_what, models.UUIDField):
        return uuid4()
    if hasattr(of_what, "base_field"):
        inner = of_what.base_field
        return [uuid4(), uuid4()] if isinstance(inner, models.UUIDField) else ["one", "t'wo", ""]
    value = VALUES[type(of_what)]
    return value[: of_what.max_length] if isinstance(value, str) else value


def read_back(table, columns, key):
    with connection.cursor() as cursor:
        names = ", ".join(f'"{column}"' for column in columns)
        cursor.execute(f'SELECT {names} FROM "{table}" WHERE id = %s', [key])
        return cursor.fetchone()


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_table_takes_them_as_django_would_have_sent_them(model):
    """Into a table of the same columns without its constraints, once in each way."""
    fields = [one for one in model._meta.concrete_fields if not one.has_db_default()]
    values = {field.attname: value_for(field) for field in fields}
    table = model._meta.db_table
    if as_rows(model=model, rows=[values], once=False) is None:
        assert model is Heartbeat
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE TEMPORARY TABLE "{table}" (LIKE public."{table}" INCLUDING DEFAULTS)'
        )
        for field in model._meta.concrete_fields:
            cursor.execute(f'ALTER TABLE "{table}" ALTER "{field.column}" DROP NOT NULL')
    columns = [field.column for field in fields if not field.primary_key]
    empty = {field.attname: None for field in fields} | {"id": uuid4()}
    for some in (values, empty):
        sent = as_rows(model=model, rows=[some], once=False)
        insert_together(several=[sent])
        ours = read_back(table, columns, some["id"])
        other = uuid4()
        query = InsertQuery(model)
        query.insert_values(fields, [model(**some | {"id": other})])
        Djangos(query, connection, "default").execute_sql()
        theirs = read_back(table, columns, other)
        assert ours == theirs
        given = [field.column for field in model._meta.concrete_fields if field.has_db_default()]
        assert not given or None not in read_back(table, given, some["id"])


def a_timer(make_agency, noon, **more):
    return Timer(
        **{"key": "one", "kind": "heartbeat", "subject": "made:up", "set_at": noon, "due_at": noon}
        | {"next_try_at": noon, "owner_agency_id": make_agency().pk}
        | more
    )


def test_what_is_not_of_its_columns_type_is_left_to_django(make_agency, noon):
    key = str(uuid4())
    assert as_rows(model=Timer, rows=[a_timer(make_agency, noon, id=key)], once=False) is None
    insert(rows=[a_timer(make_agency, noon, id=key)])
    assert Timer.objects.get().pk == UUID(key)
    with pytest.raises(RuntimeWarning, match="naive"):
        insert(rows=[a_timer(make_agency, noon, due_at=datetime(2026, 11, 20, 12))])


@pytest.mark.parametrize("more", [{"subject": "x" * 81}, {"because": "a\0b"}], ids=["long", "NUL"])
def test_what_no_column_takes_is_refused_as_ever(make_agency, noon, more):
    with pytest.raises((DataError, ValueError)), transaction.atomic():
        insert(rows=[a_timer(make_agency, noon, **more)])
    assert not Timer.objects.exists()


def test_a_key_that_is_there_is_refused_or_passed_over(make_agency, noon):
    insert(rows=[a_timer(make_agency, noon)])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(rows=[a_timer(make_agency, noon)])
    insert(rows=[a_timer(make_agency, noon), a_timer(make_agency, noon, key="two")], once=True)
    assert Timer.objects.count() == 2


def test_what_is_left_out_is_as_the_model_says(make_agency, noon):
    row = {"key": "one", "kind": "heartbeat", "subject": "made:up", "set_at": noon, "due_at": noon}
    row |= {"next_try_at": noon, "owner_agency_id": make_agency().pk}
    assert as_rows(model=Timer, rows=[row], once=False)
    insert_values(model=Timer, rows=[row])
    kept, instance = Timer.objects.get(), Timer(**row)
    for field in Timer._meta.concrete_fields[1:]:
        assert getattr(kept, field.attname) == getattr(instance, field.attname)


def test_the_second_fence_stands_before_them_as_ever(make_actor, make_agency, noon):
    other, clerk = make_agency("Southmere Police"), make_actor("call_handler")
    line = {"kind": "made.up", "subject": "made:up", "at": noon, "recorded_at": noon}
    line |= {"canonical": b"", "payload_hash": b"", "entry_hash": b"", "transaction": 1}
    with entered(actor=clerk, at=noon):
        insert_values(model=AuditEntry, rows=[line | {"owner_agency_id": clerk.agency_id}])
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            insert_values(model=AuditEntry, rows=[line | {"owner_agency_id": other.pk}])
        assert AuditEntry.objects.count() == 1


def test_keys_may_come_written_as_the_database_writes_them(make_actor, noon):
    clerk, seen = make_actor("call_handler"), [uuid4(), uuid4()]
    with entered(actor=clerk, at=noon):
        look = Look.objects.create(
            kind="view", page="made up", at=noon, member_id=clerk.member_id,
            owner_agency_id=clerk.agency_id, purpose="duty",
            subjects=f"{{{','.join(one.hex for one in seen)}}}",
        )  # fmt: skip
        assert Look.objects.get(pk=look.pk).subjects == seen


def test_an_agency_that_is_saved_is_one_that_was_sent(noon):
    made = open_agency(kind="police_force", name="Łódź & Sons", code="made", at=noon, made_up=True)
    assert Agency.objects.get(pk=made.pk).name == "Łódź & Sons"
