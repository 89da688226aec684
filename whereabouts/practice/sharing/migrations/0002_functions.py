"""Opening a pack by its code, for nobody in particular and beyond the fence."""

from django.db import migrations

# Before anybody is known there is no scope. A wrong, used, ended or old code is told alike: nothing.
# That a sharing or the agreement over it was ended is asked here, at the moment of reading.
OPEN = """
CREATE OR REPLACE FUNCTION sharing_open(p_hash text, p_at timestamptz, p_closes timestamptz)
RETURNS TABLE (slip uuid, shared_by uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE sharing_slip s
    SET opened_at = coalesce(s.opened_at, p_at), closes_at = least(s.closes_at, p_closes)
    FROM sharing_sharing g
    LEFT JOIN sharing_agreement a ON a.id = g.agreement_id
    WHERE s.code_hash = p_hash AND g.id = s.sharing_id AND s.closes_at > p_at
      AND g.from_at <= p_at AND g.until_at > p_at
      AND (g.ended_at IS NULL OR g.ended_at > p_at)
      AND (a.id IS NULL OR (a.ends_at > p_at AND (a.withdrawn_at IS NULL OR a.withdrawn_at > p_at)))
    RETURNING s.id, s.owner_agency_id
$$
"""


class Migration(migrations.Migration):
    """One function; taking it back takes nothing else away."""

    dependencies = [("sharing", "0001_first")]
    operations = [
        migrations.RunSQL(OPEN, "DROP FUNCTION sharing_open(text, timestamptz, timestamptz)")
    ]
