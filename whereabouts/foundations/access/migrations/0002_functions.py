"""The audited look-ups that see beyond the fence, each limited to what its caller may ask."""

from django.db import migrations

REACHED = """
CREATE OR REPLACE FUNCTION access_agencies_reached(p_subject uuid)
RETURNS TABLE (agency_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT r.agency_id
    FROM access_relation r
    WHERE r.subject = p_subject
      AND r.from_at <= nullif(current_setting('whereabouts.moment', true), '')::timestamptz
      AND (r.until_at IS NULL
           OR r.until_at > nullif(current_setting('whereabouts.moment', true), '')::timestamptz)
      AND EXISTS (
          SELECT 1 FROM access_relation mine
          WHERE mine.subject = p_subject
            AND mine.agency_id = nullif(current_setting('whereabouts.agency', true), '')::uuid)
$$
"""

RELATIONS = """
CREATE OR REPLACE FUNCTION access_relations_of(p_subject uuid)
RETURNS TABLE (agency_id uuid, member_id uuid, kind text, from_at timestamptz,
               until_at timestamptz, because text, via_link boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT r.agency_id, r.member_id, r.kind::text, r.from_at, r.until_at, r.because::text,
           r.via_link
    FROM access_relation r
    WHERE r.subject = p_subject
      AND EXISTS (
          SELECT 1 FROM access_relation mine
          WHERE mine.subject = p_subject
            AND mine.agency_id = nullif(current_setting('whereabouts.agency', true), '')::uuid)
$$
"""

IS_RELATED = """
CREATE OR REPLACE FUNCTION access_is_related(p_subject uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM access_relation mine
        WHERE mine.subject = p_subject
          AND mine.agency_id = nullif(current_setting('whereabouts.agency', true), '')::uuid)
$$
"""


class Migration(migrations.Migration):
    """Three functions over the relations of one child."""

    dependencies = [("access", "0001_first")]
    operations = [
        migrations.RunSQL(IS_RELATED, "DROP FUNCTION access_is_related(uuid)"),
        migrations.RunSQL(REACHED, "DROP FUNCTION access_agencies_reached(uuid)"),
        migrations.RunSQL(RELATIONS, "DROP FUNCTION access_relations_of(uuid)"),
    ]
