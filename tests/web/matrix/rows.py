"""Counting and comparing every row, beyond the fences, inside the transaction of a test.

The two functions belong to the owner of the tables and exist in the tests' database alone.
"""

from uuid import UUID

from django.db import connection, connections

from whereabouts.foundations.access.fencing import our_models

# What a page may add by being looked at: sessions, the record of the look itself, and how often an
# attempt was made.
ALWAYS = {"django_session", "audit_look", "shared_remembered"}


def tables() -> list[str]:
    """Return the tables whose rows are ours."""
    return sorted({model._meta.db_table for model in our_models()} - ALWAYS)


def teach() -> None:
    """Make the functions that count and compare."""
    counts = " UNION ALL ".join(f"SELECT '{one}', count(*) FROM {one}" for one in tables())
    sums = " UNION ALL ".join(
        f"SELECT '{one}', coalesce(sum(hashtextextended(t::text, 0)), 0)::text FROM {one} t"
        for one in tables()
    )
    with connections["owner"].cursor() as cursor:
        for name, kind, body in (("counts", "bigint", counts), ("sums", "text", sums)):
            cursor.execute(f"DROP FUNCTION IF EXISTS test_{name}()")
            cursor.execute(
                f"CREATE FUNCTION test_{name}() RETURNS TABLE (name text, value {kind})"
                f" LANGUAGE sql SECURITY DEFINER AS $$ {body} $$"
            )
            cursor.execute(f"GRANT EXECUTE ON FUNCTION test_{name}() TO PUBLIC")
        owned = " UNION ALL ".join(
            f"SELECT '{model._meta.db_table}',"
            " coalesce(sum(hashtextextended(t::text, 0)), 0)::text"
            f" FROM {model._meta.db_table} t WHERE owner_agency_id = ANY(agencies)"
            for model in our_models()
            if model._meta.db_table in tables()
            and any(one.name == "owner_agency" for one in model._meta.fields)
        )
        cursor.execute("DROP FUNCTION IF EXISTS test_sums_of(uuid[])")
        cursor.execute(
            "CREATE FUNCTION test_sums_of(agencies uuid[]) RETURNS TABLE (name text, value text)"
            f" LANGUAGE sql SECURITY DEFINER AS $$ {owned} $$"
        )
        cursor.execute("GRANT EXECUTE ON FUNCTION test_sums_of(uuid[]) TO PUBLIC")


def written() -> dict[str, int]:
    """Return how many rows of each table were added, changed or removed in this transaction.

    PostgreSQL's own count of it: quick, and it knows of what a savepoint undid as well.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
        )
        return {name: count for name, count in cursor.fetchall() if name not in ALWAYS}


def counts() -> dict[str, int]:
    """Return how many rows each table has."""
    return _ask("counts")


def sums() -> dict[str, str]:
    """Return a sum over the content of each table's rows."""
    return _ask("sums")


def sums_of(agencies: list[UUID]) -> dict[str, str]:
    """Return a sum over the content of each table's rows that these agencies own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, value FROM test_sums_of(%s)", [agencies])
        return dict(cursor.fetchall())


def changed(before: dict, after: dict) -> dict:
    """Return what differs, by table."""
    return {
        name: (before.get(name), value)
        for name, value in after.items()
        if before.get(name) != value
    }


def _ask(name: str) -> dict:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name, value FROM test_{name}()")
        return dict(cursor.fetchall())
