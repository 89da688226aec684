"""Who is missing everywhere, beyond the fences: for the national unit by row, for others as counts."""

from django.db import migrations, models

# Only a national unit is given rows, and of those the least that a picture needs. Whoever else asks
# is given of each force no more than who was missing at the last midnight, as numbers that mean
# nothing outside this answer: what is live of another agency's children is never handed out.
MISSING_AT = """
CREATE OR REPLACE FUNCTION episodes_missing_at(p_at timestamptz)
RETURNS TABLE (
    person bigint, force uuid, child uuid, reference text, authority uuid, home uuid, level text,
    seriousness text, immediacy text, category text, state text, since timestamptz, age integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE asks AS (
        SELECT g.kind = 'national_unit' AS national,
               CASE WHEN g.kind = 'national_unit' THEN p_at
                    ELSE date_trunc('day', p_at AT TIME ZONE 'Europe/London')
                         AT TIME ZONE 'Europe/London' END AS moment
        FROM agencies_agency g
        WHERE g.id = nullif(current_setting('whereabouts.agency', true), '')::uuid),
    missing AS (
        SELECT e.*
        FROM asks, episodes_episode e
        WHERE NOT (e.state IN ('closed', 'joined'))
          AND e.reported_at <= asks.moment
          AND (e.state IN ('open', 'located')
               OR coalesce(e.back_at, e.located_at, e.closed_at) > asks.moment)
        UNION ALL
        SELECT e.*
        FROM asks, episodes_episode e
        WHERE e.state = 'closed' AND e.closed_at > asks.moment AND e.reported_at <= asks.moment
          AND coalesce(e.back_at, e.located_at, e.closed_at) > asks.moment),
    reach(child, same) AS (
        SELECT DISTINCT m.child_id, m.child_id FROM missing m
        UNION
        SELECT reach.child,
               CASE WHEN l.child_id = reach.same THEN l.other_id ELSE l.child_id END
        FROM reach
        JOIN people_samepersonlink l
          ON l.parted_at IS NULL AND (l.child_id = reach.same OR l.other_id = reach.same)),
    root AS (SELECT reach.child, min(reach.same::text) AS person FROM reach GROUP BY reach.child)
    SELECT dense_rank() OVER (ORDER BY md5(root.person || current_date)),
           e.owner_agency_id,
           CASE WHEN asks.national THEN e.child_id END,
           CASE WHEN asks.national THEN e.reference::text END,
           CASE WHEN asks.national THEN coalesce(
               p.responsible_authority_id,
               (SELECT a.authority_id FROM people_childaddress a
                WHERE a.child_id = e.child_id AND a.authority_id IS NOT NULL
                  AND a.until_on IS NULL AND NOT a.confidential
                ORDER BY a.recorded_at DESC LIMIT 1)) END,
           CASE WHEN asks.national THEN p.home_id END,
           CASE WHEN asks.national THEN e.level::text END,
           CASE WHEN asks.national THEN e.seriousness::text END,
           CASE WHEN asks.national THEN e.immediacy::text END,
           CASE WHEN asks.national THEN e.category::text END,
           CASE WHEN asks.national THEN e.state::text END,
           CASE WHEN asks.national THEN
               coalesce(e.last_seen_at, e.happened_at, e.reported_at) END,
           CASE WHEN asks.national THEN
               (SELECT date_part('year', age(asks.moment::date, b.latest))::integer
                FROM people_childbirth b
                WHERE b.child_id = e.child_id AND b.believed
                ORDER BY b.recorded_at DESC LIMIT 1) END
    FROM missing e
    CROSS JOIN asks
    JOIN root ON root.child = e.child_id
    JOIN agencies_agency g ON g.id = e.owner_agency_id AND g.kind <> 'synthetic'
    LEFT JOIN placements_placement p ON p.id = e.placement_id
$$
"""

# How fresh a picture is: when a force's own system, or anybody who works in these pages for it,
# last said anything. It tells nothing of a child.
LAST_WORDS = """
CREATE OR REPLACE FUNCTION episodes_last_words()
RETURNS TABLE (force uuid, feeds boolean, word_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT g.id,
           EXISTS (SELECT 1 FROM agencies_feedtoken t
                   WHERE t.owner_agency_id = g.id AND t.revoked_at IS NULL),
           greatest(
               (SELECT max(t.last_used_at) FROM agencies_feedtoken t
                WHERE t.owner_agency_id = g.id),
               (SELECT max(m.last_login) FROM agencies_member m WHERE m.agency_id = g.id),
               (SELECT max(e.reported_at) FROM episodes_episode e
                WHERE e.owner_agency_id = g.id AND NOT (e.state IN ('closed', 'joined'))))
    FROM agencies_agency g
    WHERE g.kind IN ('police_force', 'transport_police')
$$
"""


class Migration(migrations.Migration):
    """Two functions and the index that the first reads ended episodes by."""

    dependencies = [
        ("episodes", "0001_first"),
        ("people", "0003_same_person"),
        ("placements", "0001_first"),
        ("agencies", "0001_first"),
    ]
    operations = [
        migrations.AddIndex(
            model_name="episode",
            index=models.Index(
                fields=["closed_at"],
                condition=models.Q(state="closed"),
                name="episodes_closed_by_time",
            ),
        ),
        migrations.RunSQL(MISSING_AT, "DROP FUNCTION episodes_missing_at(timestamptz)"),
        migrations.RunSQL(LAST_WORDS, "DROP FUNCTION episodes_last_words()"),
    ]
