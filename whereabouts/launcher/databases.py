"""Makes databases on the configured server and checks the application's role; needs psycopg."""

import os
import sys
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

import psycopg
from psycopg import errors, sql

from whereabouts.launcher.cluster import database_urls
from whereabouts.launcher.refusals import Refused, WrongUse

MAINTENANCE = "postgres"
CONNECT_SECONDS = 10
COMING_UP_SECONDS = 60
COMING_UP = ("starting up", "not yet accepting", "in recovery mode", "shutting down")

# Each row is a reason why row security would not bind this role.
LOOPHOLES = """
SELECT 'is on a PostgreSQL before version 15'
 WHERE current_setting('server_version_num')::int < 150000
UNION ALL
SELECT 'is a superuser' FROM pg_roles WHERE rolname = current_user AND rolsuper
UNION ALL
SELECT 'may bypass row security' FROM pg_roles WHERE rolname = current_user AND rolbypassrls
UNION ALL
SELECT 'may become ' || r.rolname || ', which row security does not bind'
  FROM pg_roles r
 WHERE r.rolname <> current_user AND (r.rolsuper OR r.rolbypassrls)
   AND pg_has_role(current_user, r.oid, 'MEMBER')
   AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
UNION ALL
SELECT 'owns, or may become the owner of, ' || count(*) || ' tables'
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
   AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
   AND pg_has_role(current_user, c.relowner, 'MEMBER')
HAVING count(*) > 0
UNION ALL
SELECT 'owns the database'
  FROM pg_database d
 WHERE d.datname = current_database() AND pg_has_role(current_user, d.datdba, 'MEMBER')
"""

# What is acknowledged has to survive a power cut. Asked as the application, in its own session.
NOT_DURABLE = """
SELECT name || ' is off: what is acknowledged could be lost. Set it to on'
  FROM pg_settings
 WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'
 ORDER BY name
"""


def ensure_database(
    *, name: str | None = None, environ: Mapping[str, str] = os.environ
) -> tuple[str, str]:
    """Return the addresses of a database, for the application and its owner; make it if missing.

    :raises Refused: the server cannot be reached or the owner may not make databases.
    """
    app, owner = database_urls(name=name, environ=environ)
    try:
        _connect(url=owner).close()
    except psycopg.OperationalError:
        _create(app=app, owner=owner)
    return app, owner


def recreate_database(*, name: str, environ: Mapping[str, str] = os.environ) -> tuple[str, str]:
    """Return the addresses of an empty database of that name; what it held is gone.

    :raises WrongUse: it is the configured database, which is never thrown away.
    :raises Refused: as `ensure_database`.
    """
    app, owner = database_urls(name=name, environ=environ)
    if _name(url=owner) == _name(url=database_urls(environ=environ)[1]):
        raise WrongUse(f"{name} is the configured database: it is not made anew.")
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with _maintenance(owner=owner) as connection:
        connection.execute(statement)
    _create(app=app, owner=owner)
    return app, owner


def loopholes(*, url: str) -> list[str]:
    """Return why row security would not bind the role of that address: best empty.

    :raises Refused: the server cannot be reached.
    """
    try:
        with _connect(url=url) as connection:
            return [row[0] for row in connection.execute(LOOPHOLES).fetchall()]
    except psycopg.OperationalError as refusal:
        raise _unreachable(refusal) from None


def not_durable(*, url: str) -> list[str]:
    """Return why what is committed there might not last: best empty.

    :raises Refused: the server cannot be reached.
    """
    try:
        with _connect(url=url) as connection:
            return [row[0] for row in connection.execute(NOT_DURABLE).fetchall()]
    except psycopg.OperationalError as refusal:
        raise _unreachable(refusal) from None


def _connect(*, url: str) -> psycopg.Connection:
    """Connect; a server that is coming up, or going down to come up again, is waited for."""
    deadline = time.monotonic() + COMING_UP_SECONDS
    while True:
        try:
            return psycopg.connect(url, autocommit=True, connect_timeout=CONNECT_SECONDS)
        except psycopg.OperationalError as refusal:
            coming = any(words in str(refusal) for words in COMING_UP)
            if not coming or time.monotonic() > deadline:
                raise
            time.sleep(0.25)


def _maintenance(*, owner: str) -> psycopg.Connection:
    try:
        return _connect(url=_with_name(url=owner, name=MAINTENANCE))
    except psycopg.OperationalError as refusal:
        raise _unreachable(refusal) from None


def _create(*, app: str, owner: str) -> None:
    name = sql.Identifier(_name(url=owner))
    role = sql.Identifier(urlsplit(app).username or "")
    with _maintenance(owner=owner) as connection:
        try:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
        except (errors.DuplicateDatabase, errors.UniqueViolation):
            return  # somebody else was faster
        except errors.InsufficientPrivilege:
            raise Refused(
                f"the database {_name(url=owner)} is missing and its owner may not make "
                "databases: make it, or give the owner CREATEDB."
            ) from None
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
        granted = sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}")
        connection.execute(granted.format(name, role))


def _name(*, url: str) -> str:
    return urlsplit(url).path.lstrip("/")


def _with_name(*, url: str, name: str) -> str:
    parts = urlsplit(url)
    asked = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc}/{name}{asked}"


def _unreachable(refusal: psycopg.OperationalError) -> Refused:
    # Only the first line: an address with a password never stands in it.
    said = str(refusal).strip().splitlines()
    return Refused(f"the database cannot be reached: {said[0] if said else 'no reason given'}")


def main(*, argv: list[str]) -> int:
    """Do `ensure [NAME]`, `recreate NAME` or `check`, and return the exit code."""
    try:
        match argv:
            case ["ensure"]:
                ensure_database()
            case ["ensure", name]:
                ensure_database(name=name)
            case ["recreate", name]:
                recreate_database(name=name)
            case ["check"]:
                url = database_urls()[0]
                role = [f"The application's database role {why}." for why in loopholes(url=url)]
                server = [f"The database's {why}." for why in not_durable(url=url)]
                for reason in (*role, *server):
                    print(reason, file=sys.stderr)
                return 1 if role or server else 0
            case _:
                raise WrongUse("databases takes ensure [NAME], recreate NAME or check.")
    except Refused as refusal:
        print(f"whereabouts: {refusal}", file=sys.stderr)
        return refusal.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(argv=sys.argv[1:]))
