"""Ending a reason to see a child that one agency gave another: exactly that one, and from now on."""

from django.db import migrations

# An agency sees its own relations alone. What it gave for a piece of work it takes back by name,
# where it has a reason of its own to see the child; every other reason stays.
END = """
CREATE OR REPLACE FUNCTION access_end_relation(
    p_subjects uuid[], p_agency uuid, p_kind text, p_because text)
RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH ended AS (
        UPDATE access_relation r
        SET until_at = nullif(current_setting('whereabouts.moment', true), '')::timestamptz
        WHERE r.subject = ANY(p_subjects)
          AND r.agency_id = p_agency
          AND r.kind = p_kind
          AND r.because = p_because
          AND p_because <> ''
          AND r.until_at IS NULL
          AND EXISTS (
              SELECT 1 FROM access_relation mine
              WHERE mine.subject = r.subject
                AND mine.agency_id
                    = nullif(current_setting('whereabouts.agency', true), '')::uuid
                AND (mine.until_at IS NULL OR mine.until_at
                     > nullif(current_setting('whereabouts.moment', true), '')::timestamptz))
        RETURNING 1)
    SELECT count(*) FROM ended
$$
"""


class Migration(migrations.Migration):
    """One function."""

    dependencies = [("access", "0003_emergency_reference")]
    operations = [
        migrations.RunSQL(END, "DROP FUNCTION access_end_relation(uuid[], uuid, text, text)")
    ]
