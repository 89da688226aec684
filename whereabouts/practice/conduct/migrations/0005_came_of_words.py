"""What may be known of the matters that a child's words led to: for the child, and how many wait."""

from django.db import migrations

# For the agency that passed the words on, and of no matter that is sealed from whoever asks.
CAME_OF = """
CREATE OR REPLACE FUNCTION conduct_came_of_words(p_words uuid)
RETURNS TABLE (decided_at timestamptz, for_child text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT m.decided_at, m.for_child FROM conduct_matter m
    WHERE m.from_words = p_words
      AND m.owner_agency_id = nullif(current_setting('whereabouts.agency', true), '')::uuid
      AND NOT (m.sealed_from && ARRAY[
          nullif(current_setting('whereabouts.member', true), '')::uuid,
          nullif(current_setting('whereabouts.agency', true), '')::uuid,
          (SELECT w.team_id FROM agencies_member w
           WHERE w.id = nullif(current_setting('whereabouts.member', true), '')::uuid)]::uuid[])
    ORDER BY m.recorded_at, m.id
$$
"""
# Whoever decides on one of two must know whether the child can hear of both yet: a number alone.
OPEN = """
CREATE OR REPLACE FUNCTION conduct_open_of_words(p_words uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM conduct_matter m WHERE m.from_words = p_words AND m.decided_at IS NULL
$$
"""


class Migration(migrations.Migration):
    """Two functions."""

    dependencies = [("conduct", "0004_what_the_child_hears")]
    operations = [
        migrations.RunSQL(CAME_OF, "DROP FUNCTION conduct_came_of_words(uuid)"),
        migrations.RunSQL(OPEN, "DROP FUNCTION conduct_open_of_words(uuid)"),
    ]
