"""Protected children are found by no place; and what a pointer may say, in a function of its own."""

from django.db import migrations

# A child whose place is a secret now, on whichever record of the child's: a refuge, a confidential
# placement or address. The day is the moment's of the scope.
PROTECTED = """
CREATE OR REPLACE FUNCTION people_protected(p_child uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE reach(same) AS (
        SELECT p_child
        UNION
        SELECT CASE WHEN l.child_id = reach.same THEN l.other_id ELSE l.child_id END
        FROM reach JOIN people_samepersonlink l
          ON l.parted_at IS NULL AND (l.child_id = reach.same OR l.other_id = reach.same))
    SELECT EXISTS (
        SELECT 1 FROM reach JOIN people_childaddress a ON a.child_id = reach.same
        WHERE a.confidential AND (a.until_on IS NULL OR a.until_on >= coalesce(
            nullif(current_setting('whereabouts.moment', true), '')::timestamptz::date,
            current_date)))
$$
"""

PHONE = "right(regexp_replace(h.number, '[^0-9]', '', 'g'), 10) = p_phone"
IDENTIFIER = "upper(regexp_replace(i.value, '[^A-Za-z0-9]', '', 'g')) = p_identifier"
# A protected child is found by no place at all: nor by one that is no secret, since even "still
# there" and "not there any more" tell something.
PLACE = """NOT a.confidential AND (
    to_tsvector('simple'::regconfig, a.line || ' ' || a.postcode)
        @@ plainto_tsquery('simple'::regconfig, p_place)
    OR upper(regexp_replace(a.postcode, '[^A-Za-z0-9]', '', 'g')) = p_postcode)
    AND NOT people_protected(a.child_id)"""
IN_RANGE = "b.earliest <= p_born_until AND b.latest >= p_born_from"

# Police see a pointer to every child in the nation; others only children to whom they are
# related. Which of the two is read from the agency of the scope, never from a parameter.
IN_SCOPE = """(v_police
    OR EXISTS (SELECT 1 FROM people_child c
               WHERE c.id = {child} AND c.owner_agency_id = v_agency)
    OR EXISTS (SELECT 1 FROM access_relation r
               WHERE r.subject = {child} AND r.agency_id = v_agency
                 AND (r.member_id IS NULL OR r.member_id = v_member)
                 AND r.from_at <= v_moment AND (r.until_at IS NULL OR r.until_at > v_moment)))"""

# The tables of episodes and plans lie above this package; the body is bound when it is called.
CANDIDATES = f"""
CREATE OR REPLACE FUNCTION people_candidates(
    p_children uuid[], p_names text[], p_prefixes text[], p_sounds text[],
    p_births date[], p_born_from date, p_born_until date,
    p_phone text, p_identifier text, p_place text, p_postcode text, p_sex text, p_limit integer)
RETURNS TABLE (person uuid, fits bigint, records jsonb, names jsonb, births jsonb, sexes text[],
               phone_same boolean, schemes text[], place_same boolean,
               episodes bigint, has_plan boolean, has_flag boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_agency uuid := nullif(current_setting('whereabouts.agency', true), '')::uuid;
    v_member uuid := nullif(current_setting('whereabouts.member', true), '')::uuid;
    v_moment timestamptz := nullif(current_setting('whereabouts.moment', true), '')::timestamptz;
    v_police boolean;
BEGIN
    SELECT g.kind IN ('police_force', 'transport_police') INTO v_police
    FROM agencies_agency g WHERE g.id = v_agency;
    IF v_police IS NULL OR v_moment IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH RECURSIVE raw(child) AS (
        SELECT n.child_id FROM people_childname n WHERE n.name_keys && p_names
        UNION SELECT n.child_id FROM people_childname n WHERE n.sound_keys && p_sounds
        UNION SELECT n.child_id FROM people_childname n WHERE n.prefix_keys && p_prefixes
        UNION SELECT b.child_id FROM people_childbirth b WHERE b.earliest = ANY(p_births)
        UNION SELECT b.child_id FROM people_childbirth b
            WHERE cardinality(p_names) = 0 AND {IN_RANGE}
        UNION SELECT h.child_id FROM people_childphone h WHERE p_phone <> '' AND {PHONE}
        UNION SELECT i.child_id FROM people_childidentifier i
            WHERE p_identifier <> '' AND {IDENTIFIER}
        UNION SELECT a.child_id FROM people_childaddress a WHERE p_place <> '' AND {PLACE}
        UNION SELECT p.child FROM unnest(p_children) AS p(child)),
    reach(child, same) AS (
        SELECT raw.child, raw.child FROM raw WHERE {IN_SCOPE.format(child="raw.child")}
        UNION
        SELECT reach.child,
               CASE WHEN l.child_id = reach.same THEN l.other_id ELSE l.child_id END
        FROM reach JOIN people_samepersonlink l
          ON l.parted_at IS NULL AND (l.child_id = reach.same OR l.other_id = reach.same)),
    roots AS (
        SELECT reach.child, min(reach.same::text)::uuid AS root FROM reach GROUP BY reach.child),
    members AS (
        SELECT DISTINCT roots.root, reach.same AS record
        FROM roots JOIN reach ON reach.child = roots.child
        WHERE {IN_SCOPE.format(child="reach.same")}),
    weighed AS (
        SELECT m.root,
            max(coalesce((SELECT max(
                  3 * (SELECT count(*) FROM unnest(n.name_keys) k WHERE k = ANY(p_names))
                + 2 * (SELECT count(*) FROM unnest(n.sound_keys) k WHERE k = ANY(p_sounds))
                + (SELECT count(*) FROM unnest(n.prefix_keys) k WHERE k = ANY(p_prefixes)))
                FROM people_childname n WHERE n.child_id = m.record), 0))
            + max(coalesce((SELECT max(CASE
                WHEN b.precision = 'day' AND b.earliest = p_born_from
                     AND p_born_from = p_born_until THEN 9
                WHEN b.earliest = ANY(p_births) THEN 6
                WHEN {IN_RANGE} THEN 4 ELSE 0 END)
                FROM people_childbirth b WHERE b.child_id = m.record), 0))
            + max(CASE WHEN p_sex <> '' AND EXISTS (SELECT 1 FROM people_child c
                WHERE c.id = m.record AND c.sex = p_sex) THEN 1 ELSE 0 END) AS weight,
            bool_or(p_phone <> '' AND EXISTS (SELECT 1 FROM people_childphone h
                WHERE h.child_id = m.record AND {PHONE})) AS phone_same,
            bool_or(p_place <> '' AND EXISTS (SELECT 1 FROM people_childaddress a
                WHERE a.child_id = m.record AND {PLACE})) AS place_same,
            bool_or(p_identifier <> '' AND EXISTS (SELECT 1 FROM people_childidentifier i
                WHERE i.child_id = m.record AND {IDENTIFIER})) AS identifier_same
        FROM members m GROUP BY m.root),
    best AS (
        SELECT w.root, w.phone_same, w.place_same, count(*) OVER () AS fits,
            w.weight + CASE WHEN w.phone_same THEN 12 ELSE 0 END
            + CASE WHEN w.place_same THEN 4 ELSE 0 END
            + CASE WHEN w.identifier_same THEN 40 ELSE 0 END AS total
        FROM weighed w ORDER BY total DESC, w.root LIMIT least(greatest(p_limit, 1), 500))
    SELECT best.root, best.fits,
        (SELECT jsonb_agg(jsonb_build_object('child', c.id, 'agency', c.owner_agency_id,
                'unidentified', c.unidentified) ORDER BY c.id)
            FROM members m JOIN people_child c ON c.id = m.record WHERE m.root = best.root),
        (SELECT coalesce(jsonb_agg(jsonb_build_object('child', n.child_id, 'given', n.given,
                'family', n.family, 'full', n.full, 'kind', n.kind,
                'until', n.until_on) ORDER BY n.id), '[]'::jsonb)
            FROM members m JOIN people_childname n ON n.child_id = m.record
            WHERE m.root = best.root),
        (SELECT coalesce(jsonb_agg(jsonb_build_object('earliest', b.earliest, 'latest', b.latest,
                'precision', b.precision, 'as_said', b.as_said, 'believed', b.believed)
                ORDER BY b.id), '[]'::jsonb)
            FROM members m JOIN people_childbirth b ON b.child_id = m.record
            WHERE m.root = best.root),
        (SELECT array_agg(DISTINCT c.sex::text) FROM members m
            JOIN people_child c ON c.id = m.record WHERE m.root = best.root AND c.sex <> ''),
        best.phone_same,
        (SELECT coalesce(array_agg(DISTINCT i.scheme::text), '{{}}'::text[]) FROM members m
            JOIN people_childidentifier i ON i.child_id = m.record
            WHERE m.root = best.root AND p_identifier <> '' AND {IDENTIFIER}),
        best.place_same,
        (SELECT count(*) FROM members m JOIN episodes_episode e ON e.child_id = m.record
            WHERE m.root = best.root AND e.state <> 'joined'
              -- One absence that two agencies recorded counts once.
              AND NOT EXISTS (
                SELECT 1 FROM episodes_episodelink k JOIN episodes_episode o ON o.id = k.other_id
                WHERE k.episode_id = e.id AND k.kind = 'same_child' AND k.ended_at IS NULL
                  AND (o.reported_at, o.id) < (e.reported_at, e.id))),
        EXISTS (SELECT 1 FROM members m JOIN plans_triggerplan t ON t.child_id = m.record
            WHERE m.root = best.root AND t.ended_at IS NULL),
        EXISTS (SELECT 1 FROM members m JOIN people_flag f ON f.child_id = m.record
            WHERE m.root = best.root AND f.state = 'active')
    FROM best ORDER BY best.total DESC, best.root;
END
$$
"""

# What policy gives of a child to whoever may find the child: that there is one, who holds the
# records, and how great the risk was and is. Never a place.
POINTERS = f"""
CREATE OR REPLACE FUNCTION people_pointers(p_children uuid[])
RETURNS TABLE (person uuid, records jsonb, names jsonb, births jsonb, sexes text[],
               episodes bigint, highest text, open_with uuid[], has_plan boolean, flags bigint,
               protected boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_agency uuid := nullif(current_setting('whereabouts.agency', true), '')::uuid;
    v_member uuid := nullif(current_setting('whereabouts.member', true), '')::uuid;
    v_moment timestamptz := nullif(current_setting('whereabouts.moment', true), '')::timestamptz;
    v_police boolean;
BEGIN
    SELECT g.kind IN ('police_force', 'transport_police') INTO v_police
    FROM agencies_agency g WHERE g.id = v_agency;
    IF v_police IS NULL OR v_moment IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH RECURSIVE raw(child) AS (SELECT DISTINCT p.child FROM unnest(p_children) AS p(child)),
    reach(child, same) AS (
        SELECT raw.child, raw.child FROM raw WHERE {IN_SCOPE.format(child="raw.child")}
        UNION
        SELECT reach.child,
               CASE WHEN l.child_id = reach.same THEN l.other_id ELSE l.child_id END
        FROM reach JOIN people_samepersonlink l
          ON l.parted_at IS NULL AND (l.child_id = reach.same OR l.other_id = reach.same)),
    roots AS (
        SELECT reach.child, min(reach.same::text)::uuid AS root FROM reach GROUP BY reach.child),
    members AS (
        SELECT DISTINCT roots.root, reach.same AS record
        FROM roots JOIN reach ON reach.child = roots.child
        WHERE {IN_SCOPE.format(child="reach.same")}),
    told AS (
        SELECT m.root, e.owner_agency_id, e.state,
            array_position(ARRAY['absent', 'low', 'medium', 'high'], e.level::text) AS rank
        FROM members m JOIN episodes_episode e ON e.child_id = m.record
        WHERE e.state <> 'joined'
          -- One absence that two agencies recorded counts once.
          AND NOT EXISTS (
            SELECT 1 FROM episodes_episodelink k JOIN episodes_episode o ON o.id = k.other_id
            WHERE k.episode_id = e.id AND k.kind = 'same_child' AND k.ended_at IS NULL
              AND (o.reported_at, o.id) < (e.reported_at, e.id)))
    SELECT best.root,
        (SELECT jsonb_agg(jsonb_build_object('child', c.id, 'agency', c.owner_agency_id,
                'unidentified', c.unidentified) ORDER BY c.id)
            FROM members m JOIN people_child c ON c.id = m.record WHERE m.root = best.root),
        (SELECT coalesce(jsonb_agg(jsonb_build_object('child', n.child_id, 'given', n.given,
                'family', n.family, 'full', n.full, 'kind', n.kind,
                'until', n.until_on) ORDER BY n.id), '[]'::jsonb)
            FROM members m JOIN people_childname n ON n.child_id = m.record
            WHERE m.root = best.root),
        (SELECT coalesce(jsonb_agg(jsonb_build_object('earliest', b.earliest, 'latest', b.latest,
                'precision', b.precision, 'as_said', b.as_said, 'believed', b.believed)
                ORDER BY b.id), '[]'::jsonb)
            FROM members m JOIN people_childbirth b ON b.child_id = m.record
            WHERE m.root = best.root),
        (SELECT array_agg(DISTINCT c.sex::text) FROM members m
            JOIN people_child c ON c.id = m.record WHERE m.root = best.root AND c.sex <> ''),
        (SELECT count(*) FROM told WHERE told.root = best.root),
        (SELECT (ARRAY['absent', 'low', 'medium', 'high'])[max(told.rank)]
            FROM told WHERE told.root = best.root),
        (SELECT coalesce(array_agg(DISTINCT told.owner_agency_id), '{{}}'::uuid[])
            FROM told WHERE told.root = best.root AND told.state IN ('open', 'located')),
        EXISTS (SELECT 1 FROM members m JOIN plans_triggerplan t ON t.child_id = m.record
            WHERE m.root = best.root AND t.ended_at IS NULL),
        (SELECT count(DISTINCT f.kind) FROM members m JOIN people_flag f ON f.child_id = m.record
            WHERE m.root = best.root AND f.state = 'active'),
        people_protected(best.root)
    FROM (SELECT DISTINCT members.root FROM members) best;
END
$$
"""


class Migration(migrations.Migration):
    """Two functions that are new, and the search made anew; before it, 0004 has its text."""

    dependencies = [("people", "0005_note_changes")]
    operations = [
        migrations.RunSQL(PROTECTED, "DROP FUNCTION people_protected(uuid)"),
        migrations.RunSQL(CANDIDATES, migrations.RunSQL.noop),
        migrations.RunSQL(POINTERS, "DROP FUNCTION people_pointers(uuid[])"),
    ]
