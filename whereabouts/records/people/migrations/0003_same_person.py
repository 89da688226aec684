"""Functions over same-person links: who is one person, and the relations that follow from it."""

from django.db import migrations

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

REACH = """
    reach(child, same) AS (
        SELECT asked.child, asked.child FROM asked
        UNION
        SELECT reach.child,
               CASE WHEN l.child_id = reach.same THEN l.other_id ELSE l.child_id END
        FROM reach
        JOIN people_samepersonlink l
          ON l.parted_at IS NULL AND (l.child_id = reach.same OR l.other_id = reach.same))
"""

SAME_PERSON = f"""
CREATE OR REPLACE FUNCTION people_same_person(p_children uuid[])
RETURNS TABLE (child uuid, same uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE asked(child) AS (
        SELECT a.child FROM unnest(p_children) AS a(child)
        WHERE {MAY_ASK.format(child="a.child")}),
    {REACH}
    SELECT reach.child, reach.same FROM reach
$$
"""

PAIRS = f"""
    WITH RECURSIVE asked(child) AS (SELECT a.child FROM unnest(p_children) AS a(child)),
    {REACH},
    pairs(child, same) AS (
        SELECT DISTINCT one.same, other.same
        FROM reach one JOIN reach other ON other.child = one.child)
"""

# Derived rows are every direct row of the other records of the person: made again from nothing,
# so that parting leaves exactly what was there before joining.
REBUILD = f"""
CREATE OR REPLACE FUNCTION people_rebuild_relations(p_children uuid[])
RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_refused integer;
    v_made integer;
BEGIN
    SELECT count(*) INTO v_refused FROM unnest(p_children) AS a(child)
    WHERE NOT ({MAY_ASK.format(child="a.child")});
    IF v_refused > 0 THEN
        RAISE EXCEPTION 'a record outside the scope' USING ERRCODE = 'insufficient_privilege';
    END IF;
    {PAIRS}
    DELETE FROM access_relation r
        WHERE r.via_link AND r.subject IN (SELECT pairs.child FROM pairs);
    {PAIRS}
    INSERT INTO access_relation
        (id, subject, agency_id, member_id, kind, from_at, until_at, because, via_link)
        SELECT gen_random_uuid(), pairs.child, r.agency_id, r.member_id, r.kind, min(r.from_at),
               CASE WHEN bool_or(r.until_at IS NULL) THEN NULL ELSE max(r.until_at) END,
               r.because, true
        FROM pairs
        JOIN access_relation r ON r.subject = pairs.same AND NOT r.via_link
        WHERE pairs.child <> pairs.same
        GROUP BY pairs.child, r.agency_id, r.member_id, r.kind, r.because;
    GET DIAGNOSTICS v_made = ROW_COUNT;
    RETURN v_made;
END
$$
"""


class Migration(migrations.Migration):
    """Two functions that see over the fence, limited to records within the caller's reach."""

    dependencies = [("people", "0002_keep_name_keys"), ("access", "0002_functions")]
    operations = [
        migrations.RunSQL(SAME_PERSON, "DROP FUNCTION people_same_person(uuid[])"),
        migrations.RunSQL(REBUILD, "DROP FUNCTION people_rebuild_relations(uuid[])"),
    ]
