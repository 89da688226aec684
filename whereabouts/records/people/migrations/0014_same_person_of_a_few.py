"""Who is one person is looked up by key where a few children are asked about."""

from django.db import migrations

FEW = 8

# As before; `{by_key}` keeps the database from reading an agency's whole register for it instead.
MAY_ASK = """
    EXISTS (SELECT 1 FROM people_child c WHERE c.id = {child}
            AND c.owner_agency_id = nullif(current_setting('whereabouts.agency', true), '')::uuid
            {by_key})
    OR EXISTS (
        SELECT 1 FROM access_relation mine
        WHERE mine.subject = {child}
          AND mine.agency_id = nullif(current_setting('whereabouts.agency', true), '')::uuid
          AND (mine.member_id IS NULL OR mine.member_id
               = nullif(current_setting('whereabouts.member', true), '')::uuid)
          AND mine.from_at <= nullif(current_setting('whereabouts.moment', true), '')::timestamptz
          AND (mine.until_at IS NULL OR mine.until_at
               > nullif(current_setting('whereabouts.moment', true), '')::timestamptz)
        {by_key})
"""
ASKED = f"""
    WITH RECURSIVE asked(child) AS (
        SELECT a.child FROM unnest(p_children) AS a(child)
        WHERE {MAY_ASK.replace("{child}", "a.child")}),
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
OF_MANY, OF_A_FEW = (ASKED.replace("{by_key}", how) for how in ("", "OFFSET 0"))
FUNCTION = """
CREATE OR REPLACE FUNCTION people_same_person(p_children uuid[])
RETURNS TABLE (child uuid, same uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    {body}
END
$$
"""
BEFORE = FUNCTION.replace("{body}", f"RETURN QUERY {OF_MANY};")
AFTER = FUNCTION.replace(
    "{body}",
    f"""
    IF cardinality(p_children) <= {FEW} THEN
        RETURN QUERY {OF_A_FEW};
    ELSE
        RETURN QUERY {OF_MANY};
    END IF;""",
)


class Migration(migrations.Migration):
    """One function, put in the place of the one before."""

    dependencies = [("people", "0013_look_by_child")]
    operations = [migrations.RunSQL(AFTER, BEFORE)]
