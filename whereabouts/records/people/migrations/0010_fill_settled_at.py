"""Fill in when proposals of before were settled: by the log, else by the day they ended.

Where a line of the log was erased nobody can say: the moment stays empty, which the figures read
as raised when proposed, the earliest that it can have been.
"""

from typing import Any

from django.db import migrations

SETTLED = "child.flag_settled"  # copied on purpose: a migration must not change when the code does
BATCH = 500
# The settling of a flag that has no moment yet; it is settled once, so the first line is the one.
KNOWN = """
    SELECT f.id, min(a.at) AS settled_at FROM people_flag f
    JOIN audit_auditentry a ON a.subject = 'child:' || f.child_id AND a.kind = %s
        AND a.payload IS NOT NULL
        AND convert_from(a.payload, 'UTF8')::jsonb ->> 'flag' = f.id::text
    WHERE f.settled_at IS NULL AND f.state <> 'proposed'
    GROUP BY f.id ORDER BY f.id LIMIT %s
"""
# Declining ends a proposal, so that its end is the moment.
DECLINED = """
    SELECT f.id, f.ended_at AS settled_at FROM people_flag f
    WHERE f.settled_at IS NULL AND f.state = 'declined'
    ORDER BY f.id LIMIT %s
"""
FILL = "UPDATE people_flag t SET settled_at = k.settled_at FROM ({}) k WHERE t.id = k.id"


def fill_settled_at(apps: Any, schema_editor: Any) -> None:
    """Add the missing moments, batch by batch. Safe to run again: what has one is left alone."""
    with schema_editor.connection.cursor() as cursor:
        for known, given in ((KNOWN, [SETTLED, BATCH]), (DECLINED, [BATCH])):
            while True:
                cursor.execute(FILL.format(known), given)
                if not cursor.rowcount:
                    break


class Migration(migrations.Migration):
    """One backfill."""

    dependencies = [
        ("audit", "0001_first"),
        ("people", "0009_grade_adult_links"),
    ]
    operations = [migrations.RunPython(fill_settled_at, migrations.RunPython.noop)]
