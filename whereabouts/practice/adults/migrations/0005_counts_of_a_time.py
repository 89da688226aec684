"""Notices counted by force as they stood at the end of a time, whatever became of them afterwards."""

from django.db import migrations

# By force over the whole nation, as at the end of the time: nothing but counts, and of those the
# caller shows only what the engine of disclosure control lets be shown. A count that changed as
# something was done would tell whoever watches it what was done that day.
COUNTS = """
CREATE FUNCTION adults_notice_counts_of(p_from timestamptz, p_until timestamptz)
RETURNS TABLE (agency uuid, served bigint, followed bigint, lapsed bigint, breached bigint,
               visited bigint, arrested bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT n.owner_agency_id, count(*),
           count(*) FILTER (WHERE EXISTS (
               SELECT 1 FROM adults_noticereview r
               WHERE r.notice_id = n.id AND r.recorded_at < p_until)),
           count(*) FILTER (WHERE n.state = 'lapsed' AND n.ended_at < p_until),
           count(*) FILTER (WHERE EXISTS (
               SELECT 1 FROM adults_breach b
               WHERE b.notice_id = n.id AND b.recorded_at < p_until)),
           count(*) FILTER (WHERE EXISTS (
               SELECT 1 FROM adults_breach b
               WHERE b.notice_id = n.id AND b.recorded_at < p_until
                 AND b.visited_at < p_until)),
           count(*) FILTER (WHERE EXISTS (
               SELECT 1 FROM adults_breach b
               WHERE b.notice_id = n.id AND b.recorded_at < p_until
                 AND b.decided_at < p_until AND b.decision = 'arrested'))
    FROM adults_warningnotice n
    WHERE n.served_at >= p_from AND n.served_at < p_until AND n.recorded_at < p_until
    GROUP BY n.owner_agency_id
$$
"""


class Migration(migrations.Migration):
    """One function more; the one that old code reads stays until it is gone."""

    dependencies = [("adults", "0004_children_at_visits")]
    operations = [
        migrations.RunSQL(COUNTS, "DROP FUNCTION adults_notice_counts_of(timestamptz, timestamptz)")
    ]
