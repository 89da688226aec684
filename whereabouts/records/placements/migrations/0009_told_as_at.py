"""The figure of placements out of area is as it was known at its moment, whatever was told later."""

from django.db import migrations

# As at a moment in the past nothing of it changes any more: of other agencies' placements a count
# that rose by one the day that somebody was told would tell which day that was.
TOLD = """
CREATE OR REPLACE FUNCTION placements_told(p_from date, p_until date, p_at timestamptz)
RETURNS TABLE (placed_by uuid, hosted_by uuid, placed bigint, given bigint, in_time bigint,
    host_authority bigint, host_police bigint, receiving_home bigint, red bigint,
    police_rung bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH me AS (
        SELECT g.id, g.kind FROM agencies_agency g
        WHERE g.id = nullif(current_setting('whereabouts.agency', true), '')::uuid
    )
    SELECT p.responsible_authority_id, p.host_authority_id, count(*),
        count(*) FILTER (WHERE n.given_at <= p_at),
        count(*) FILTER (WHERE n.given_at <= least(n.due_at, p_at)),
        count(*) FILTER (WHERE a.authority), count(*) FILTER (WHERE a.police),
        count(*) FILTER (WHERE a.home),
        count(*) FILTER (WHERE a.red OR (n.id IS NULL
            AND coalesce(p.ended_on > (p_at AT TIME ZONE 'Europe/London')::date, true)
            AND p.started_on <= (p_at AT TIME ZONE 'Europe/London')::date)),
        count(*) FILTER (WHERE a.rung AND NOT a.police)
    FROM placements_placement p
    LEFT JOIN placements_placementnotice n ON n.placement_id = p.id AND n.recorded_at <= p_at
    CROSS JOIN me
    CROSS JOIN LATERAL (
        SELECT coalesce(bool_or(k.acknowledged_at <= p_at)
                FILTER (WHERE k.part = 'host_authority'), false) AS authority,
            coalesce(bool_or(k.acknowledged_at <= p_at)
                FILTER (WHERE k.part = 'host_police'), false) AS police,
            coalesce(bool_or(k.acknowledged_at <= p_at)
                FILTER (WHERE k.part = 'receiving_home'), false) AS home,
            coalesce(bool_or(coalesce(k.acknowledged_at > p_at, true)
                AND coalesce(k.withdrawn_at > p_at, true) AND k.due_at <= p_at), false) AS red,
            coalesce(bool_or(k.part = 'host_police' AND EXISTS (
                SELECT 1 FROM placements_telephonetold t
                WHERE t.acknowledgement_id = k.id AND t.told_at <= p_at)), false) AS rung
        FROM placements_acknowledgement k WHERE k.notice_id = n.id AND k.about = 'start'
    ) a
    WHERE p.started_on >= p_from AND p.started_on < p_until AND p.recorded_at <= p_at
      AND (p.out_of_area OR n.id IS NOT NULL)
      AND (me.kind = 'national_unit' OR me.id IN (
        p.responsible_authority_id, p.host_authority_id, p.host_force_id, p.home_id))
    GROUP BY 1, 2
$$
"""


class Migration(migrations.Migration):
    """One function, with the columns that it had: as at now it says what it said."""

    dependencies = [("placements", "0008_why_it_ended")]
    operations = [migrations.RunSQL(TOLD, migrations.RunSQL.noop)]
