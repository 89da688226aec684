"""`migrate` does nothing twice, and puts the fences up each time."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import connections

from tests.conftest import _connect_admin
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


@pytest.fixture
def empty_database() -> Iterator[dict[str, str]]:
    """Yield the environment of a program whose database nobody has migrated."""
    name = f"not_migrated_{os.getpid()}"
    with closing(_connect_admin()) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        try:
            yield os.environ | {
                key: urlsplit(os.environ[key])._replace(path=f"/{name}").geturl()
                for key in ("WHEREABOUTS_DATABASE_URL", "WHEREABOUTS_OWNER_DATABASE_URL")
            }
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.parametrize(
    "command", [["audit_verify"], ["nation", "--into-database", "--years", "10"]]
)
def test_who_comes_before_the_tables_is_told_to_migrate(empty_database, command, tmp_path):
    out = ["--out", str(tmp_path)] if "nation" in command else []
    done = subprocess.run(
        [sys.executable, "-m", "whereabouts.manage", *command, *out], env=empty_database,
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "`bin/whereabouts migrate`" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())  # nothing was made that could not be written
