"""Who is missing now is asked of those looked at, not of everybody: it cost by every open case.

The function before it goes once no running code calls it any more.
"""

import importlib

from django.db import migrations

_BEFORE = importlib.import_module("whereabouts.records.pairs.migrations.0002_functions")
SCOPE = _BEFORE.SCOPE
# One plan for all values must not read a whole table to see what is in reach: child by child.
IN_REACH = _BEFORE.IN_REACH.replace("= v_agency)", "= v_agency OFFSET 0)").replace(
    "> v_moment)))", "> v_moment) OFFSET 0))"
)

# Police see that a child is missing anywhere, as by a search; others only children in reach. Where
# somebody protected was last seen says nothing to anybody, as with places in the search. The words
# of the place asked about are taken apart once.
MISSING_OF = f"""
CREATE OR REPLACE FUNCTION pairs_missing_of(
    p_lately timestamptz, p_since timestamptz, p_children uuid[], p_place text)
RETURNS TABLE (child uuid, agency uuid, reported_at timestamptz, same_place boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    {SCOPE}
    v_police boolean;
    v_words tsvector := to_tsvector('simple'::regconfig, p_place);
    v_query tsquery := plainto_tsquery('simple'::regconfig, p_place);
BEGIN
    SELECT g.kind IN ('police_force', 'transport_police') INTO v_police
    FROM agencies_agency g WHERE g.id = v_agency;
    IF v_police IS NULL OR v_moment IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH wanted AS (
        SELECT e.id FROM episodes_episode e
        WHERE e.state IN ('open', 'located') AND e.reported_at >= p_lately
        UNION
        SELECT e.id FROM episodes_episode e
        WHERE e.state IN ('open', 'located') AND e.reported_at >= p_since
          AND e.child_id = ANY(p_children)),
    missing AS (
        SELECT e.child_id AS child, e.owner_agency_id AS agency, e.reported_at AS reported_at,
               p_place <> '' AND e.last_seen_place <> '' AND (
                   to_tsvector('simple'::regconfig, e.last_seen_place) @@ v_query
                   OR v_words @@ plainto_tsquery('simple'::regconfig, e.last_seen_place)
               ) AS same_place
        FROM wanted JOIN episodes_episode e ON e.id = wanted.id
        JOIN agencies_agency g ON g.id = e.owner_agency_id AND g.kind <> 'synthetic'
        WHERE v_police OR {IN_REACH.format(child="e.child_id")})
    SELECT m.child, m.agency, m.reported_at, m.same_place AND NOT people_protected(m.child)
    FROM missing m
    ORDER BY m.reported_at DESC
    LIMIT 1000;
END
$$
"""


class Migration(migrations.Migration):
    """One function, limited to the caller's scope inside."""

    dependencies = [("pairs", "0002_functions")]
    operations = [
        migrations.RunSQL(
            MISSING_OF, "DROP FUNCTION pairs_missing_of(timestamptz, timestamptz, uuid[], text)"
        )
    ]
