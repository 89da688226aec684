"""What agencies once said as views becomes their gradings: under the same key, time and name."""

from typing import Any

from django.db import migrations

# The words are copied on purpose: a migration must not change when the code does.
MOVE = """
INSERT INTO partners_grading (
    id, recorded_at, owner_agency_id, recorded_by_id, child_id, episode_id, level, tool, because,
    graded_at)
SELECT v.id, v.recorded_at, v.owner_agency_id, v.recorded_by_id, v.child_id, v.episode_id, v.level,
       'own_judgement', v.because, v.given_at
FROM sharing_view v
ON CONFLICT (id) DO NOTHING
"""


def move_views(apps: Any, schema_editor: Any) -> None:
    """Copy what is not there yet. Safe to run again, and where the old table is gone."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.sharing_view')")
        if cursor.fetchone()[0] is not None:
            cursor.execute(MOVE)


class Migration(migrations.Migration):
    """The rows alone; the old table goes afterwards. Taken back, they stay as gradings too."""

    dependencies = [("partners", "0001_first"), ("sharing", "0002_functions")]
    operations = [migrations.RunPython(move_views, migrations.RunPython.noop)]
