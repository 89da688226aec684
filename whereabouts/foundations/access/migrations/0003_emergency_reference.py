"""Finding a child beyond the fence by an exact reference, for emergency access only."""

from django.db import migrations

# In PL/pgSQL, so that the tables above this package are looked up when it runs, not now.
# Returns keys alone: the child and the agency to be told. No reference, no scope: no row.
FIND = """
CREATE OR REPLACE FUNCTION access_child_by_reference(p_reference text)
RETURNS TABLE (child_id uuid, agency_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF nullif(current_setting('whereabouts.agency', true), '') IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT e.child_id, e.owner_agency_id FROM episodes_episode e
        WHERE e.reference = p_reference;
    IF NOT FOUND THEN
        RETURN QUERY
            SELECT c.id, c.owner_agency_id FROM people_child c
            WHERE c.id = CASE WHEN p_reference ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                              THEN p_reference::uuid END;
    END IF;
END
$$
"""


class Migration(migrations.Migration):
    """One function: a child and its agency by an exact reference."""

    dependencies = [("access", "0002_functions")]
    operations = [
        migrations.RunSQL(FIND, "DROP FUNCTION access_child_by_reference(text)"),
    ]
