"""How many open matters there are that whoever asks may know to exist."""

from django.db import migrations

# Whoever a matter is sealed from is not told, by a line in a list, that there is one.
OPEN_TO = """
CREATE OR REPLACE FUNCTION conduct_open_matters_not_sealed(p_episode uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM conduct_matter m
    WHERE m.episode_id = p_episode AND m.decided_at IS NULL
      AND NOT (m.sealed_from && ARRAY[
          nullif(current_setting('whereabouts.member', true), '')::uuid,
          nullif(current_setting('whereabouts.agency', true), '')::uuid,
          (SELECT w.team_id FROM agencies_member w
           WHERE w.id = nullif(current_setting('whereabouts.member', true), '')::uuid)]::uuid[])
$$
"""


class Migration(migrations.Migration):
    """One function."""

    dependencies = [("conduct", "0002_kept_away")]
    operations = [migrations.RunSQL(OPEN_TO, "DROP FUNCTION conduct_open_matters_not_sealed(uuid)")]
