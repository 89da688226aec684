"""Emptying the rows of a run into the bin, putting them back, and taking the bin away."""

from django.db import migrations

# The application may change no row that is only added to, and delete none: these functions do, of
# the agency of the scope alone, of the children of a run that a second person agreed to, and of no
# other. What each column becomes is said by kind, so that no value is ever passed in.
BIN = """
CREATE OR REPLACE FUNCTION governance_bin(
    p_run uuid, p_table text, p_children text[], p_through text, p_parent text, p_columns jsonb)
RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    run governance_retentionrun;
    agency uuid := nullif(current_setting('whereabouts.agency', true), '')::uuid;
    episodes uuid[];
    children uuid[];
    names text[];
    sets text;
    reach text;
    done integer;
BEGIN
    SELECT * INTO run FROM governance_retentionrun r
    WHERE r.id = p_run AND r.owner_agency_id = agency AND r.state = 'binned';
    IF run.id IS NULL THEN
        RAISE EXCEPTION 'There is no run of this agency that was agreed to.';
    END IF;
    SELECT coalesce(array_agg(value::uuid), '{}') INTO episodes
    FROM jsonb_array_elements_text(run.named);
    -- Every record of the agency's that is of the same person goes together.
    WITH RECURSIVE same(child) AS (
        SELECT DISTINCT e.child_id FROM episodes_episode e
        WHERE e.id = ANY (episodes) AND e.owner_agency_id = agency
        UNION
        SELECT CASE WHEN l.child_id = same.child THEN l.other_id ELSE l.child_id END
        FROM same JOIN people_samepersonlink l
             ON l.parted_at IS NULL AND same.child IN (l.child_id, l.other_id))
    SELECT coalesce(array_agg(same.child), '{}') INTO children FROM same;
    SELECT array_agg(key ORDER BY key) INTO names FROM jsonb_object_keys(p_columns) key;
    SELECT string_agg(format('%1$I = %2$s', c.key, CASE c.value
        WHEN 'text' THEN format(
            'CASE WHEN %1$I = '''' THEN '''' ELSE left(''(erased)'', %2$s) END', c.key, coalesce(
            (SELECT i.character_maximum_length FROM information_schema.columns i
             WHERE i.table_schema = 'public' AND i.table_name = p_table
               AND i.column_name = c.key), 8))
        WHEN 'key' THEN format(
            'CASE WHEN %1$I IS NULL THEN NULL ELSE left(id::text, %2$s) END', c.key, coalesce(
            (SELECT i.character_maximum_length FROM information_schema.columns i
             WHERE i.table_schema = 'public' AND i.table_name = p_table
               AND i.column_name = c.key), 36))
        WHEN 'null' THEN 'NULL'
        WHEN 'array' THEN '''{}'''
        WHEN 'bytes' THEN '''''::bytea'
        WHEN 'json' THEN format('CASE jsonb_typeof(%1$I) WHEN ''array'' THEN ''[]''::jsonb'
            ' WHEN ''object'' THEN ''{}''::jsonb ELSE ''null''::jsonb END', c.key)
        WHEN 'first_of_year' THEN format('date_trunc(''year'', %1$I)::date', c.key)
        WHEN 'last_of_year' THEN format(
            '(date_trunc(''year'', %1$I) + interval ''1 year - 1 day'')::date', c.key)
        END), ', ') INTO sets
    FROM jsonb_each_text(p_columns) c;
    IF p_through <> '' THEN
        reach := format('t.%I IN (SELECT p.id FROM %I p WHERE p.child_id = ANY ($2)'
            ' AND p.owner_agency_id = $3)', p_through, p_parent);
    ELSE
        SELECT string_agg(format('t.%I = ANY ($2)', one), ' OR ') INTO reach
        FROM unnest(p_children) one;
    END IF;
    EXECUTE format(
        'INSERT INTO governance_binnedrow (id, recorded_at, owner_agency_id, recorded_by_id,'
        ' run_id, "table", key, before)'
        ' SELECT gen_random_uuid(), $4, $3, $5, $1, %L, t.id,'
        ' (SELECT jsonb_object_agg(w.key, w.value) FROM jsonb_each(to_jsonb(t)) w'
        '  WHERE w.key = ANY ($6))'
        ' FROM %I t WHERE t.owner_agency_id = $3 AND (%s)'
        ' ON CONFLICT (run_id, "table", key) DO NOTHING', p_table, p_table, reach)
    USING p_run, children, agency, run.decided_at, run.decided_by_id, names;
    EXECUTE format(
        'UPDATE %1$I SET %2$s WHERE id IN (SELECT b.key FROM governance_binnedrow b'
        ' WHERE b.run_id = $1 AND b."table" = %3$L)', p_table, sets, p_table)
    USING p_run;
    GET DIAGNOSTICS done = ROW_COUNT;
    RETURN done;
END
$$
"""

UNBIN = """
CREATE OR REPLACE FUNCTION governance_unbin(p_run uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    agency uuid := nullif(current_setting('whereabouts.agency', true), '')::uuid;
    one record;
    done integer := 0;
    back integer;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM governance_retentionrun r
                   WHERE r.id = p_run AND r.owner_agency_id = agency AND r.state = 'undone') THEN
        RAISE EXCEPTION 'There is no run of this agency that is being undone.';
    END IF;
    FOR one IN
        SELECT b."table" AS name,
               (SELECT array_agg(k ORDER BY k) FROM jsonb_object_keys(min(b.before::text)::jsonb) k)
               AS columns
        FROM governance_binnedrow b WHERE b.run_id = p_run GROUP BY b."table"
    LOOP
        EXECUTE format(
            'UPDATE %1$I t SET %2$s FROM governance_binnedrow b,'
            ' LATERAL jsonb_populate_record(NULL::%1$I, b.before) r'
            ' WHERE b.run_id = $1 AND b."table" = %3$L AND t.id = b.key',
            one.name,
            (SELECT string_agg(format('%1$I = r.%1$I', c), ', ') FROM unnest(one.columns) c),
            one.name)
        USING p_run;
        GET DIAGNOSTICS back = ROW_COUNT;
        done := done + back;
    END LOOP;
    DELETE FROM governance_binnedrow b WHERE b.run_id = p_run;
    RETURN done;
END
$$
"""

# What the audit log says of the emptied rows goes with them: payload and salt. Its hashes stay.
TAKE = """
CREATE OR REPLACE FUNCTION governance_take_bin(p_run uuid)
RETURNS TABLE (rows integer, lines integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    agency uuid := nullif(current_setting('whereabouts.agency', true), '')::uuid;
    emptied integer;
    erased integer;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM governance_retentionrun r
                   WHERE r.id = p_run AND r.owner_agency_id = agency AND r.state = 'erased') THEN
        RAISE EXCEPTION 'There is no run of this agency whose day has come.';
    END IF;
    UPDATE audit_auditentry e SET payload = NULL, salt = NULL
    WHERE e.owner_agency_id = agency AND (e.payload IS NOT NULL OR e.salt IS NOT NULL)
      AND right(e.subject, 36) IN (
          SELECT b.key::text FROM governance_binnedrow b WHERE b.run_id = p_run);
    GET DIAGNOSTICS erased = ROW_COUNT;
    DELETE FROM governance_binnedrow b WHERE b.run_id = p_run;
    GET DIAGNOSTICS emptied = ROW_COUNT;
    RETURN QUERY SELECT emptied, erased;
END
$$
"""


class Migration(migrations.Migration):
    """Three functions; in lists, so that nobody cuts them at their semicolons."""

    dependencies = [("governance", "0002_bin")]
    operations = [
        migrations.RunSQL(
            [BIN], "DROP FUNCTION governance_bin(uuid, text, text[], text, text, jsonb)"
        ),
        migrations.RunSQL([UNBIN], "DROP FUNCTION governance_unbin(uuid)"),
        migrations.RunSQL([TAKE], "DROP FUNCTION governance_take_bin(uuid)"),
    ]
