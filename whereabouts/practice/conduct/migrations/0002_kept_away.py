"""What may be asked beyond a seal: yes or no, how many; and who may never review force."""

from django.db import migrations

# Whoever sends somebody to a child must know whether they may go, and never why not.
KEPT_AWAY = """
CREATE OR REPLACE FUNCTION conduct_kept_away(p_children uuid[], p_member uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM conduct_matter m
        JOIN agencies_member w ON w.id = p_member
        WHERE m.child_id = ANY(p_children)
          AND m.decided_at IS NULL
          AND (m.about_member_id = p_member
               OR (m.about_member_id IS NULL AND w.agency_id = ANY(m.sealed_from))))
$$
"""
NAMES = """
CREATE OR REPLACE FUNCTION conduct_names_kept_away(p_children uuid[], p_words text)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM conduct_matter m
        JOIN agencies_member w ON w.id = m.about_member_id
        WHERE m.child_id = ANY(p_children)
          AND m.decided_at IS NULL
          AND position(lower(w.display_name) IN lower(p_words)) > 0)
$$
"""
OPEN = """
CREATE OR REPLACE FUNCTION conduct_open_matters(p_episode uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM conduct_matter m
    WHERE m.episode_id = p_episode AND m.decided_at IS NULL
$$
"""
NOT_THERE = """
ALTER TABLE conduct_forceused ADD CONSTRAINT reviewed_by_somebody_who_was_not_there
CHECK (reviewed_by_id IS NULL OR NOT (reviewed_by_id = ANY(there)))
"""


class Migration(migrations.Migration):
    """Three functions and a constraint."""

    dependencies = [("conduct", "0001_first"), ("access", "0002_functions")]
    operations = [
        migrations.RunSQL(KEPT_AWAY, "DROP FUNCTION conduct_kept_away(uuid[], uuid)"),
        migrations.RunSQL(NAMES, "DROP FUNCTION conduct_names_kept_away(uuid[], text)"),
        migrations.RunSQL(OPEN, "DROP FUNCTION conduct_open_matters(uuid)"),
        migrations.RunSQL(
            NOT_THERE,
            "ALTER TABLE conduct_forceused DROP CONSTRAINT reviewed_by_somebody_who_was_not_there",
        ),
    ]
