"""Databases are made once, thrown away only where that was meant, and never left unguarded."""

from urllib.parse import urlsplit

import psycopg
import pytest

from whereabouts.launcher.cluster import APP_VARIABLE, OWNER_VARIABLE, database_urls
from whereabouts.launcher.cluster.server import Server
from whereabouts.launcher.cluster.settings import APP_ROLE, OWNER_ROLE, SUPERUSER
from whereabouts.launcher.databases import ensure_database, loopholes, recreate_database
from whereabouts.launcher.refusals import Refused, WrongUse

CASES = "whereabouts_cases"


def do(*, url: str, statement: str) -> None:
    """Run one statement."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def as_superuser(server: Server, statement: str) -> None:
    """Run one statement as the service account, as only an administrator could."""
    done = server.account.run(
        command=[
            *(server.binaries.program(name="psql"), "-h", server.socket_folder),
            *("-U", SUPERUSER, "-d", "whereabouts", "-v", "ON_ERROR_STOP=1", "-c", statement),
        ]
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_a_database_is_made_once_and_then_left_alone(server_environ: dict[str, str]) -> None:
    do(url=server_environ[OWNER_VARIABLE], statement="CREATE TABLE kept (id int)")

    app, owner = ensure_database(environ=server_environ)

    assert (app, owner) == (server_environ[APP_VARIABLE], server_environ[OWNER_VARIABLE])
    do(url=owner, statement="SELECT * FROM kept")


@pytest.mark.slow
def test_the_application_may_enter_a_new_database_and_nobody_else(
    server_environ: dict[str, str],
) -> None:
    app, owner = ensure_database(name=CASES, environ=server_environ)
    do(url=app, statement="SELECT 1")
    with psycopg.connect(owner) as connection:
        row = connection.execute(
            "SELECT has_database_privilege('public', %s, 'CONNECT')", [CASES]
        ).fetchone()
    assert row == (False,)


@pytest.mark.slow
def test_a_database_of_cases_is_made_anew_although_somebody_is_in_it(
    server_environ: dict[str, str],
) -> None:
    app, owner = ensure_database(name=CASES, environ=server_environ)
    do(url=owner, statement="CREATE TABLE old (id int)")

    with psycopg.connect(app) as inside:
        inside.execute("SELECT 1")
        recreate_database(name=CASES, environ=server_environ)
        with pytest.raises(psycopg.OperationalError):
            inside.execute("SELECT 1")

    with pytest.raises(psycopg.errors.UndefinedTable):
        do(url=owner, statement="SELECT * FROM old")


@pytest.mark.slow
def test_the_configured_database_is_never_thrown_away(server_environ: dict[str, str]) -> None:
    do(
        url=server_environ[OWNER_VARIABLE],
        statement="CREATE TABLE kept (id int)",
    )
    name = urlsplit(server_environ[OWNER_VARIABLE]).path.lstrip("/")
    with pytest.raises(WrongUse):
        recreate_database(name=name, environ=server_environ)
    do(
        url=server_environ[OWNER_VARIABLE],
        statement="SELECT * FROM kept",
    )


@pytest.mark.slow
def test_row_security_binds_the_application_and_not_the_owner(
    server_environ: dict[str, str],
) -> None:
    do(url=server_environ[OWNER_VARIABLE], statement="CREATE TABLE people (id int)")

    assert loopholes(url=server_environ[APP_VARIABLE]) == []
    found = " ".join(loopholes(url=server_environ[OWNER_VARIABLE]))
    assert "1 tables" in found
    assert "owns the database" in found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("statement", "undone_by", "said"),
    [
        (f"ALTER ROLE {APP_ROLE} SUPERUSER", "NOSUPERUSER", "is a superuser"),
        (f"ALTER ROLE {APP_ROLE} BYPASSRLS", "NOBYPASSRLS", "may bypass row security"),
        (f"GRANT {OWNER_ROLE} TO {APP_ROLE}", "REVOKE", "may become the owner of"),
        (f"GRANT {SUPERUSER} TO {APP_ROLE}", "REVOKE", f"may become {SUPERUSER}"),
    ],
)
def test_every_way_round_row_security_is_named(
    shared_server: Server,
    server_environ: dict[str, str],
    statement: str,
    undone_by: str,
    said: str,
) -> None:
    do(url=server_environ[OWNER_VARIABLE], statement="CREATE TABLE people (id int)")
    as_superuser(shared_server, statement)
    try:
        assert said in " ".join(loopholes(url=server_environ[APP_VARIABLE]))
    finally:
        back = statement.replace("GRANT", "REVOKE").replace(" TO ", " FROM ")
        as_superuser(
            shared_server,
            back if undone_by == "REVOKE" else f"ALTER ROLE {APP_ROLE} {undone_by}",
        )
    assert loopholes(url=server_environ[APP_VARIABLE]) == []


def test_a_server_that_is_not_there_is_said_to_be_unreachable() -> None:
    with pytest.raises(Refused, match="cannot be reached"):
        loopholes(url="postgresql://someone:secret@/nothing?host=/nonexistent")


def test_an_address_gets_another_database_and_keeps_the_rest() -> None:
    environ = {
        "WHEREABOUTS_DATABASE_URL": "postgresql://app:pw@db:5433/one?sslmode=require",
        "WHEREABOUTS_OWNER_DATABASE_URL": "postgresql://owner@/one?host=/run/db",
    }

    assert database_urls(name="two", environ=environ) == (
        "postgresql://app:pw@db:5433/two?sslmode=require",
        "postgresql://owner@/two?host=/run/db",
    )
    assert database_urls(environ=environ)[1].endswith("/one?host=/run/db")


@pytest.mark.parametrize("name", ["", "Robert'); DROP", "../x", "x" * 64])
def test_a_name_that_is_no_plain_database_name_is_refused(name: str) -> None:
    environ = {
        "WHEREABOUTS_DATABASE_URL": "postgresql://app@/one",
        "WHEREABOUTS_OWNER_DATABASE_URL": "postgresql://owner@/one",
    }
    with pytest.raises(WrongUse):
        database_urls(name=name, environ=environ)


def test_one_address_without_the_other_is_refused() -> None:
    with pytest.raises(WrongUse, match="WHEREABOUTS_OWNER_DATABASE_URL"):
        database_urls(environ={"WHEREABOUTS_DATABASE_URL": "postgresql://app@/one"})
