"""A function that counts who was told of placements out of area, for the agency of the scope."""

from django.db import migrations

# An agency counts what it placed, hosts or polices; the national unit all of it. Counts alone: no
# child, no home, no day. What is small is hidden by whoever shows it to somebody who sees no rows.
TOLD = """
CREATE OR REPLACE FUNCTION placements_told(p_from date, p_until date, p_at timestamptz)
RETURNS TABLE (placed_by uuid, hosted_by uuid, placed bigint, given bigint, in_time bigint,
    host_authority bigint, host_police bigint, receiving_home bigint, red bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH me AS (
        SELECT g.id, g.kind FROM agencies_agency g
        WHERE g.id = nullif(current_setting('whereabouts.agency', true), '')::uuid
    )
    SELECT p.responsible_authority_id, p.host_authority_id, count(*),
        count(*) FILTER (WHERE n.given_at IS NOT NULL),
        count(*) FILTER (WHERE n.given_at <= n.due_at),
        count(*) FILTER (WHERE a.authority), count(*) FILTER (WHERE a.police),
        count(*) FILTER (WHERE a.home), count(*) FILTER (WHERE a.red)
    FROM placements_placement p
    JOIN placements_placementnotice n ON n.placement_id = p.id
    CROSS JOIN me
    CROSS JOIN LATERAL (
        SELECT coalesce(bool_or(k.acknowledged_at IS NOT NULL)
                FILTER (WHERE k.part = 'host_authority'), false) AS authority,
            coalesce(bool_or(k.acknowledged_at IS NOT NULL)
                FILTER (WHERE k.part = 'host_police'), false) AS police,
            coalesce(bool_or(k.acknowledged_at IS NOT NULL)
                FILTER (WHERE k.part = 'receiving_home'), false) AS home,
            coalesce(bool_or(k.acknowledged_at IS NULL AND k.withdrawn_at IS NULL
                AND k.due_at <= p_at), false) AS red
        FROM placements_acknowledgement k WHERE k.notice_id = n.id AND k.about = 'start'
    ) a
    WHERE p.started_on >= p_from AND p.started_on < p_until
      AND (me.kind = 'national_unit' OR me.id IN (
        p.responsible_authority_id, p.host_authority_id, p.host_force_id, p.home_id))
    GROUP BY 1, 2
$$
"""


class Migration(migrations.Migration):
    """One function."""

    dependencies = [("placements", "0003_register_and_notices")]
    operations = [migrations.RunSQL(TOLD, "DROP FUNCTION placements_told(date, date, timestamptz)")]
