"""A feed's own last call says how fresh it is, and so it does of every agency that has one."""

from django.db import migrations

# Where an agency's own system feeds this one, its last call alone counts: that somebody signed in
# meanwhile says nothing of what the system would have sent.
LAST_WORDS = """
CREATE OR REPLACE FUNCTION episodes_last_words()
RETURNS TABLE (force uuid, feeds boolean, word_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT g.id, fed.at IS NOT NULL, coalesce(fed.at, greatest(
        (SELECT max(m.last_login) FROM agencies_member m WHERE m.agency_id = g.id),
        (SELECT max(e.reported_at) FROM episodes_episode e
         WHERE e.owner_agency_id = g.id AND NOT (e.state IN ('closed', 'joined')))))
    FROM agencies_agency g
    LEFT JOIN LATERAL (SELECT max(t.last_used_at) AS at FROM agencies_feedtoken t
                       WHERE t.owner_agency_id = g.id AND t.revoked_at IS NULL) fed ON true
    WHERE g.kind IN ('police_force', 'transport_police')
       OR (g.kind <> 'synthetic' AND fed.at IS NOT NULL)
$$
"""
BEFORE = """
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
    """One function, put in the place of the one before."""

    dependencies = [("episodes", "0002_missing_at")]
    operations = [migrations.RunSQL(LAST_WORDS, BEFORE)]
