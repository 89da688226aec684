"""Two functions beyond the fences: opening a code for nobody in particular, and counting answers."""

from django.db import migrations

# Before anybody is known there is no scope. The function tells whose page it is only to whoever has
# the code itself, and of a wrong, used, ended or old one the same: nothing. One statement, by one
# unique index, whatever was typed.
OPEN = """
CREATE OR REPLACE FUNCTION voice_open(p_hash text, p_at timestamptz, p_closes timestamptz)
RETURNS TABLE (link uuid, reader uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE voice_childlink
    SET opened = true, closes_at = least(closes_at, p_closes)
    WHERE code_hash = p_hash AND revoked_at IS NULL AND NOT answered AND closes_at > p_at
    RETURNING id, reader_agency_id
$$
"""

# How children were treated, counted for the agency of the scope, which is read and never given: as
# the one it is about, or the one that reads it. No words, no child, no moment.
TREATED = """
CREATE OR REPLACE FUNCTION voice_treated(p_from timestamptz, p_until timestamptz)
RETURNS TABLE (force uuid, team uuid, question text, answer text, number bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT w.about_agency_id, w.about_team_id, a.question, a.answer, count(*)
    FROM voice_childswords w
    CROSS JOIN LATERAL (VALUES
        ('listened', w.listened), ('kindly', w.kindly), ('asked_where', w.asked_where),
        ('told_why', w.told_why), ('offered_help', w.offered_help)) AS a(question, answer)
    WHERE w.recorded_at >= p_from AND w.recorded_at < p_until
      AND nullif(current_setting('whereabouts.agency', true), '')::uuid
          IN (w.about_agency_id, w.owner_agency_id)
    GROUP BY 1, 2, 3, 4
$$
"""


class Migration(migrations.Migration):
    """Two functions; taking them back takes nothing else away."""

    dependencies = [("voice", "0001_first")]
    operations = [
        migrations.RunSQL(OPEN, "DROP FUNCTION voice_open(text, timestamptz, timestamptz)"),
        migrations.RunSQL(TREATED, "DROP FUNCTION voice_treated(timestamptz, timestamptz)"),
    ]
