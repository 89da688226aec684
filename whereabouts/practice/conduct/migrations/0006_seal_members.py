"""Seal rows of before from each member of a sealed team or agency, too: leaving it opens nothing."""

from typing import Any

from django.db import migrations

# Copied on purpose: a migration must not change when the code does.
TABLES = (
    "conduct_matter",
    "return_home_interview",
    "conversations_harmsaid",
    "conversations_toldline",
    "voice_childswords",
)
BATCH = 500
# Whoever belongs to a sealed team or agency today, and is not named in the row yet.
MISSING = """
    SELECT DISTINCT r.id FROM {table} r
    JOIN agencies_member m ON m.agency_id = ANY(r.sealed_from) OR m.team_id = ANY(r.sealed_from)
    WHERE r.sealed_from <> '{{}}' AND NOT m.id = ANY(r.sealed_from)
    ORDER BY r.id LIMIT {batch}
"""
FILL = """
    UPDATE {table} t SET sealed_from = ARRAY(
        SELECT unnest(t.sealed_from)
        UNION
        SELECT m.id FROM agencies_member m
        WHERE m.agency_id = ANY(t.sealed_from) OR m.team_id = ANY(t.sealed_from)
        ORDER BY 1)
    WHERE t.id IN ({missing})
"""


def seal_members(apps: Any, schema_editor: Any) -> None:
    """Add the missing members, batch by batch. Safe to run again: what is whole is left alone."""
    with schema_editor.connection.cursor() as cursor:
        for table in TABLES:
            missing = MISSING.format(table=table, batch=BATCH)
            while True:
                cursor.execute(FILL.format(table=table, missing=missing))
                if not cursor.rowcount:
                    break


class Migration(migrations.Migration):
    """One backfill."""

    dependencies = [
        ("conduct", "0005_came_of_words"),
        ("conversations", "0001_first"),
        ("return_home", "0006_coded_reasons"),
        ("voice", "0003_sealed_and_told_back"),
    ]
    operations = [migrations.RunPython(seal_members, migrations.RunPython.noop)]
