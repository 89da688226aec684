"""Noting which children a transaction changed, so that the search index misses none of them."""

from django.db import migrations, models

import whereabouts.foundations.agencies.keys

# Each table that says what a child is found by, or by whom, with its columns that name children.
WATCHED = {
    "people_child": ("id",),
    "people_childname": ("child_id",),
    "people_childbirth": ("child_id",),
    "people_childidentifier": ("child_id",),
    "people_childaddress": ("child_id",),
    "people_childphone": ("child_id",),
    "people_samepersonlink": ("child_id", "other_id"),
    "access_relation": ("subject",),
}
NOTE = """
        INSERT INTO people_changed (id, transaction, child, noted_at)
        SELECT gen_random_uuid(), pg_current_xact_id()::text::bigint, touched.child,
               clock_timestamp()
        FROM (SELECT DISTINCT unnest(ARRAY[{columns}]) AS child FROM {rows}) touched
        ON CONFLICT (transaction, child) DO NOTHING;"""
FUNCTION = """
CREATE OR REPLACE FUNCTION people_note_{table}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN{new}
    END IF;
    IF TG_OP <> 'INSERT' THEN{old}
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER note_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION people_note_{table}();
CREATE TRIGGER note_update AFTER UPDATE ON {table}
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION people_note_{table}();
CREATE TRIGGER note_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION people_note_{table}();
"""
NO_FUNCTION = """
DROP TRIGGER note_insert ON {table};
DROP TRIGGER note_update ON {table};
DROP TRIGGER note_delete ON {table};
DROP FUNCTION people_note_{table}();
"""

# An index that did not ask for half of this reads every table anew.
FORGET = """
CREATE OR REPLACE FUNCTION people_forget_changes() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_gone bigint;
BEGIN
    DELETE FROM people_changed
    WHERE noted_at < clock_timestamp() - interval '1 hour'
      AND transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
    GET DIAGNOSTICS v_gone = ROW_COUNT;
    RETURN v_gone;
END
$$
"""


def _function(table: str, columns: tuple[str, ...]) -> str:
    named = ", ".join(columns)
    return FUNCTION.format(
        table=table,
        new=NOTE.format(columns=named, rows="new_rows"),
        old=NOTE.format(columns=named, rows="old_rows"),
    )


class Migration(migrations.Migration):
    """One table, and triggers on the tables of which it speaks."""

    dependencies = [
        ("people", "0004_find_people"),
        ("access", "0003_emergency_reference"),
    ]
    operations = [
        migrations.CreateModel(
            name="Changed",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=whereabouts.foundations.agencies.keys.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("transaction", models.BigIntegerField()),
                ("child", models.UUIDField()),
                ("noted_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.AddConstraint(
            model_name="changed",
            constraint=models.UniqueConstraint(
                fields=("transaction", "child"), name="changed_once_each"
            ),
        ),
        *(
            migrations.RunSQL(_function(table, columns), NO_FUNCTION.format(table=table))
            for table, columns in WATCHED.items()
        ),
        migrations.RunSQL(FORGET, "DROP FUNCTION people_forget_changes()"),
    ]
