"""A function that ends the relations a placement gave, limited to callers related to the child."""

from django.db import migrations

END_RELATIONS = """
CREATE OR REPLACE FUNCTION placements_end_relations(
    p_child uuid, p_because text, p_until timestamptz)
RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_ended integer;
BEGIN
    IF p_because NOT LIKE 'placement:%' OR NOT EXISTS (
        SELECT 1 FROM people_same_person(ARRAY[p_child])) THEN
        RETURN 0;
    END IF;
    -- The derived rows of joined records bear the same reason, so they end with it.
    UPDATE access_relation r SET until_at = p_until
    WHERE r.because = p_because AND r.kind IN ('host', 'caring') AND r.until_at IS NULL
      AND r.subject IN (SELECT s.same FROM people_same_person(ARRAY[p_child]) s);
    GET DIAGNOSTICS v_ended = ROW_COUNT;
    RETURN v_ended;
END
$$
"""


class Migration(migrations.Migration):
    """One function."""

    dependencies = [
        ("placements", "0001_first"),
        ("people", "0003_same_person"),
        ("access", "0002_functions"),
    ]
    operations = [
        migrations.RunSQL(
            END_RELATIONS, "DROP FUNCTION placements_end_relations(uuid, text, timestamptz)"
        )
    ]
