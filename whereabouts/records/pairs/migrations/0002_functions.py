"""Functions that see over the fence: a pair kept once, who is missing now, and what was joined."""

from django.db import migrations

SCOPE = """
    v_agency uuid := nullif(current_setting('whereabouts.agency', true), '')::uuid;
    v_member uuid := nullif(current_setting('whereabouts.member', true), '')::uuid;
    v_moment timestamptz := nullif(current_setting('whereabouts.moment', true), '')::timestamptz;
"""
IN_REACH = """(
    EXISTS (SELECT 1 FROM people_child c WHERE c.id = {child} AND c.owner_agency_id = v_agency)
    OR EXISTS (SELECT 1 FROM access_relation r
               WHERE r.subject = {child} AND r.agency_id = v_agency
                 AND (r.member_id IS NULL OR r.member_id = v_member)
                 AND r.from_at <= v_moment AND (r.until_at IS NULL OR r.until_at > v_moment)))"""
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

# Beside records/pairs/rules.py `suggested`: a test holds that both say the same.
SUGGEST = f"""
CREATE OR REPLACE FUNCTION pairs_suggest(
    p_id uuid, p_first uuid, p_second uuid, p_source text, p_score double precision,
    p_missing boolean, p_agrees text[], p_differs text[], p_at timestamptz)
RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    {SCOPE}
    v_kept pairs_suggestedpair;
    v_agrees text[];
BEGIN
    IF v_agency IS NULL OR v_moment IS NULL
       OR NOT ({IN_REACH.format(child="p_first")} OR {IN_REACH.format(child="p_second")}) THEN
        RAISE EXCEPTION 'a record outside the scope' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF EXISTS (
        WITH RECURSIVE asked(child) AS (SELECT p_first), {REACH}
        SELECT 1 FROM reach WHERE reach.same = p_second) THEN
        RETURN 'one';
    END IF;
    INSERT INTO pairs_suggestedpair
        (id, owner_agency_id, recorded_at, recorded_by_id, first_id, second_id, state, source,
         score, while_missing, agrees, differs, weighed, suggested_at)
    VALUES (p_id, v_agency, p_at, v_member, p_first, p_second, 'open', p_source,
            p_score, p_missing, p_agrees, p_differs, '{{}}', p_at)
    ON CONFLICT (first_id, second_id) DO NOTHING;
    IF FOUND THEN
        RETURN 'new';
    END IF;
    SELECT * INTO v_kept FROM pairs_suggestedpair
        WHERE first_id = p_first AND second_id = p_second FOR UPDATE;
    v_agrees := ARRAY(SELECT DISTINCT code FROM unnest(v_kept.agrees || p_agrees) AS code
                      ORDER BY code);
    IF v_kept.state = 'different' AND NOT p_agrees::text[] <@ v_kept.weighed::text[] THEN
        UPDATE pairs_suggestedpair SET state = 'open', settled_at = NULL, suggested_at = p_at,
            source = p_source, agrees = v_agrees, differs = p_differs,
            score = greatest(score, p_score), while_missing = p_missing
        WHERE id = v_kept.id;
        RETURN 'again';
    END IF;
    UPDATE pairs_suggestedpair SET agrees = v_agrees,
        differs = CASE WHEN p_score > score THEN p_differs ELSE differs END,
        score = greatest(score, p_score), while_missing = while_missing OR p_missing
    WHERE id = v_kept.id;
    RETURN 'known';
END
$$
"""

# Police see that a child is missing anywhere, as by a search; others only children in reach. Where
# somebody protected was last seen says nothing to anybody, as with places in the search.
MISSING_NOW = f"""
CREATE OR REPLACE FUNCTION pairs_missing_now(p_since timestamptz, p_place text)
RETURNS TABLE (child uuid, agency uuid, reported_at timestamptz, same_place boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    {SCOPE}
    v_police boolean;
BEGIN
    SELECT g.kind IN ('police_force', 'transport_police') INTO v_police
    FROM agencies_agency g WHERE g.id = v_agency;
    IF v_police IS NULL OR v_moment IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH missing AS (
        SELECT e.child_id AS child, e.owner_agency_id AS agency, e.reported_at AS reported_at,
               p_place <> '' AND e.last_seen_place <> '' AND (
                   to_tsvector('simple'::regconfig, e.last_seen_place)
                       @@ plainto_tsquery('simple'::regconfig, p_place)
                   OR to_tsvector('simple'::regconfig, p_place)
                       @@ plainto_tsquery('simple'::regconfig, e.last_seen_place)) AS same_place
        FROM episodes_episode e
        JOIN agencies_agency g ON g.id = e.owner_agency_id AND g.kind <> 'synthetic'
        WHERE e.state IN ('open', 'located') AND e.reported_at >= p_since
          AND (v_police OR {IN_REACH.format(child="e.child_id")}))
    SELECT m.child, m.agency, m.reported_at, m.same_place AND NOT people_protected(m.child)
    FROM missing m
    ORDER BY m.reported_at DESC
    LIMIT 1000;
END
$$
"""

# That records were joined and parted is told to whoever holds one; why, to who may see both.
JOININGS = f"""
CREATE OR REPLACE FUNCTION pairs_joinings(p_children uuid[])
RETURNS TABLE (child uuid, other uuid, other_agency uuid, because text, joined_at timestamptz,
               joined_by uuid, part_because text, parted_at timestamptz, parted_by uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    {SCOPE}
BEGIN
    RETURN QUERY
    SELECT mine.child, ends.other, c.owner_agency_id,
           CASE WHEN ends.both_seen THEN l.because ELSE '' END, l.recorded_at, l.recorded_by_id,
           CASE WHEN ends.both_seen THEN l.part_because ELSE '' END, l.parted_at, l.parted_by_id
    FROM (SELECT DISTINCT a.child FROM unnest(p_children) AS a(child)
          WHERE {IN_REACH.format(child="a.child")}) AS mine
    JOIN people_samepersonlink l ON l.child_id = mine.child OR l.other_id = mine.child
    CROSS JOIN LATERAL (
        SELECT CASE WHEN l.child_id = mine.child THEN l.other_id ELSE l.child_id END AS other
    ) AS far
    CROSS JOIN LATERAL (
        SELECT far.other AS other, {IN_REACH.format(child="far.other")} AS both_seen
    ) AS ends
    JOIN people_child c ON c.id = ends.other
    ORDER BY l.recorded_at, l.id;
END
$$
"""

# Who keeps a record is in the pointer that police have of every child; a home's name would tell
# where one lives.
HOLDERS = f"""
CREATE OR REPLACE FUNCTION pairs_holders(p_children uuid[])
RETURNS TABLE (child uuid, agency uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    {SCOPE}
    v_police boolean;
BEGIN
    SELECT g.kind IN ('police_force', 'transport_police') INTO v_police
    FROM agencies_agency g WHERE g.id = v_agency;
    RETURN QUERY
    SELECT c.id, c.owner_agency_id FROM people_child c
    JOIN agencies_agency g ON g.id = c.owner_agency_id
     AND g.kind IN ('police_force', 'transport_police', 'authority')
    WHERE c.id = ANY(p_children)
      AND v_moment IS NOT NULL AND (v_police OR {IN_REACH.format(child="c.id")});
END
$$
"""


class Migration(migrations.Migration):
    """Four functions, each limited to the caller's scope inside."""

    dependencies = [("pairs", "0001_first"), ("people", "0006_pointers")]
    operations = [
        migrations.RunSQL(
            SUGGEST,
            "DROP FUNCTION pairs_suggest(uuid, uuid, uuid, text, double precision, boolean,"
            " text[], text[], timestamptz)",
        ),
        migrations.RunSQL(MISSING_NOW, "DROP FUNCTION pairs_missing_now(timestamptz, text)"),
        migrations.RunSQL(JOININGS, "DROP FUNCTION pairs_joinings(uuid[])"),
        migrations.RunSQL(HOLDERS, "DROP FUNCTION pairs_holders(uuid[])"),
    ]
