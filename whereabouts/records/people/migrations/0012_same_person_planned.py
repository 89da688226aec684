"""Who is one person is planned once a line, not each time it is asked."""

from django.db import migrations

# As before, word for word; a function in plpgsql keeps its plan, one in SQL makes it at each call.
MAY_ASK = """
    EXISTS (SELECT 1 FROM people_child c WHERE c.id = {child}
            AND c.owner_agency_id = nullif(current_setting('whereabouts.agency', true), '')::uuid)
    OR EXISTS (
        SELECT 1 FROM access_relation mine
        WHERE mine.subject = {child}
          AND mine.agency_id = nullif(current_setting('whereabouts.agency', true), '')::uuid
          AND (mine.member_id IS NULL OR mine.member_id
               = nullif(current_setting('whereabouts.member', true), '')::uuid)
          AND mine.from_at <= nullif(current_setting('whereabouts.moment', true), '')::timestamptz
          AND (mine.until_at IS NULL OR mine.until_at
               > nullif(current_setting('whereabouts.moment', true), '')::timestamptz))
"""
ASKED = f"""
    WITH RECURSIVE asked(child) AS (
        SELECT a.child FROM unnest(p_children) AS a(child)
        WHERE {MAY_ASK.format(child="a.child")}),
    reach(child, same) AS (
        SELECT asked.child, asked.child FROM asked
        UNION
        SELECT reach.child,
               CASE WHEN l.child_id = reach.same THEN l.other_id ELSE l.child_id END
        FROM reach
        JOIN people_samepersonlink l
          ON l.parted_at IS NULL AND (l.child_id = reach.same OR l.other_id = reach.same))
    SELECT reach.child, reach.same FROM reach
"""
BEFORE = f"""
CREATE OR REPLACE FUNCTION people_same_person(p_children uuid[])
RETURNS TABLE (child uuid, same uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    {ASKED}
$$
"""
AFTER = f"""
CREATE OR REPLACE FUNCTION people_same_person(p_children uuid[])
RETURNS TABLE (child uuid, same uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY {ASKED};
END
$$
"""


class Migration(migrations.Migration):
    """One function, put in the place of the one before."""

    dependencies = [("people", "0011_plan_once")]
    operations = [migrations.RunSQL(AFTER, BEFORE)]
