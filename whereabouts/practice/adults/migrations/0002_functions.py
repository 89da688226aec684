"""What is asked beyond the fences: which forces share a suspect, and notices counted by force."""

from django.db import migrations

MINE = "nullif(current_setting('whereabouts.agency', true), '')::uuid"
# A name's words in one order, without case or signs.
NAME = """(SELECT string_agg(w, ' ' ORDER BY w)
           FROM regexp_split_to_table(lower({name}), '[^[:alnum:]]+') AS w WHERE w <> '')"""

TELL_SHARED = f"""
CREATE OR REPLACE FUNCTION adults_tell_shared(
    p_adult uuid, p_kinds text[], p_at timestamptz, p_member uuid)
RETURNS TABLE (other_agency uuid, other_record uuid, row_key text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_mine uuid := {MINE};
BEGIN
    -- Only about a record of one's own, or one with which a child was linked in one's own name.
    IF NOT EXISTS (SELECT 1 FROM people_adult a WHERE a.id = p_adult AND a.owner_agency_id = v_mine)
       AND NOT EXISTS (SELECT 1 FROM people_adultlink l
                       WHERE l.adult_id = p_adult AND l.owner_agency_id = v_mine) THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH agreeing(agency, record, what) AS (
        SELECT o.owner_agency_id, o.id, t.kind::text
        FROM adults_trace m
        JOIN adults_trace t ON t.kind = m.kind AND t.key = m.key AND t.adult_id <> m.adult_id
             AND t.ended_at IS NULL
        JOIN people_adult o ON o.id = t.adult_id
        WHERE m.adult_id = p_adult AND m.ended_at IS NULL AND m.kind = ANY(p_kinds)
        UNION
        SELECT o.owner_agency_id, o.id, 'name'
        FROM people_adult m
        JOIN people_adult o ON o.id <> m.id AND o.born_on = m.born_on
             AND {NAME.format(name="o.name")} = {NAME.format(name="m.name")}
        WHERE m.id = p_adult AND m.born_on IS NOT NULL
        UNION
        SELECT l.owner_agency_id, p_adult, 'child'
        FROM people_adultlink l WHERE l.adult_id = p_adult
        UNION
        SELECT m.owner_agency_id, p_adult, 'child' FROM people_adult m WHERE m.id = p_adult),
    others AS (
        SELECT g.agency, g.record, array_agg(DISTINCT g.what ORDER BY g.what) AS whats
        FROM agreeing g JOIN agencies_agency y ON y.id = g.agency
        WHERE g.agency <> v_mine AND y.kind IN ('police_force', 'transport_police')
        GROUP BY g.agency, g.record),
    ours AS (
        INSERT INTO adults_sharedsuspect
            (id, owner_agency_id, recorded_at, recorded_by_id, adult_id, other_agency_id,
             other_record, agrees, told_at)
        SELECT gen_random_uuid(), v_mine, p_at, p_member, p_adult, o.agency, o.record, o.whats, p_at
        FROM others o
        ON CONFLICT DO NOTHING
        RETURNING adults_sharedsuspect.id, other_agency_id, adults_sharedsuspect.other_record),
    theirs AS (
        INSERT INTO adults_sharedsuspect
            (id, owner_agency_id, recorded_at, recorded_by_id, adult_id, other_agency_id,
             other_record, agrees, told_at)
        SELECT gen_random_uuid(), o.agency, p_at, p_member, o.record, v_mine, p_adult, o.whats, p_at
        FROM others o
        ON CONFLICT DO NOTHING)
    SELECT n.other_agency_id, n.other_record, n.id::text FROM ours n;
END
$$
"""

# Counted for every force alike: it gives numbers and no person.
COUNTS = """
CREATE OR REPLACE FUNCTION adults_notice_counts(p_from timestamptz, p_until timestamptz)
RETURNS TABLE (agency uuid, served bigint, followed bigint, lapsed bigint, breached bigint,
               visited bigint, arrested bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT n.owner_agency_id, count(*),
           count(*) FILTER (WHERE EXISTS (SELECT 1 FROM adults_noticereview r
                                          WHERE r.notice_id = n.id)),
           count(*) FILTER (WHERE n.state = 'lapsed'),
           count(*) FILTER (WHERE EXISTS (SELECT 1 FROM adults_breach b WHERE b.notice_id = n.id)),
           count(*) FILTER (WHERE EXISTS (SELECT 1 FROM adults_breach b WHERE b.notice_id = n.id
                                          AND b.visited_at IS NOT NULL)),
           count(*) FILTER (WHERE EXISTS (SELECT 1 FROM adults_breach b WHERE b.notice_id = n.id
                                          AND b.decision = 'arrested'))
    FROM adults_warningnotice n
    WHERE n.served_at >= p_from AND n.served_at < p_until
    GROUP BY n.owner_agency_id
$$
"""


class Migration(migrations.Migration):
    """Two functions."""

    dependencies = [("adults", "0001_first"), ("access", "0002_functions")]
    operations = [
        migrations.RunSQL(
            TELL_SHARED,
            "DROP FUNCTION adults_tell_shared(uuid, text[], timestamptz, uuid)",
        ),
        migrations.RunSQL(COUNTS, "DROP FUNCTION adults_notice_counts(timestamptz, timestamptz)"),
    ]
