"""`migrate` does nothing twice, and puts the fences up each time."""

import pytest
from django.core.management import call_command
from django.db import connections

from whereabouts.interfaces.commands.management.commands.migrate import _up_to_date

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
POLICIES = "SELECT count(*) FROM pg_policies WHERE tablename = 'people_child'"


def count() -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute(POLICIES)
        return int(cursor.fetchone()[0])


def test_nothing_to_apply_is_said_and_a_fence_that_fell_stands_again(capsys):
    stood = count()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT policyname FROM pg_policies WHERE tablename = 'people_child'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP POLICY "{name}" ON people_child')
    assert count() == 0
    call_command("migrate", verbosity=1)
    assert count() == stood > 0
    said = capsys.readouterr().out
    assert "No migrations to apply." in said
    assert "Fences stand round" in said


def test_one_that_was_not_applied_is_noticed():
    assert _up_to_date(using="owner")
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE id ="
            " (SELECT max(id) FROM django_migrations WHERE app = 'supervision')"
        )
    assert not _up_to_date(using="owner")


def test_asked_for_a_plan_django_answers(capsys):
    call_command("migrate", plan=True, verbosity=1)
    assert "Planned operations" in capsys.readouterr().out
