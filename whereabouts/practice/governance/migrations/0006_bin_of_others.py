"""Emptying what is not a child's: adults, reports, meetings and operations, by runs of their own."""

from django.db import migrations

# As the function of before, and reaching only rows of the scope's agency that hang on what a run of
# its own names: whatever is asked, nothing of anybody else's.
BIN = """
CREATE OR REPLACE FUNCTION governance_bin(
    p_run uuid, p_table text, p_children text[], p_through text, p_parent text, p_columns jsonb,
    p_unless text[])
RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    run governance_retentionrun;
    agency uuid := nullif(current_setting('whereabouts.agency', true), '')::uuid;
    named uuid[];
    roots uuid[];
    root text;
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
    SELECT coalesce(array_agg(value::uuid), '{}') INTO named
    FROM jsonb_array_elements_text(run.named);
    IF run.subject = 'children' THEN
        -- Every record of the agency's that is of the same person goes together.
        WITH RECURSIVE same(child) AS (
            SELECT DISTINCT e.child_id FROM episodes_episode e
            WHERE e.id = ANY (named) AND e.owner_agency_id = agency
            UNION
            SELECT CASE WHEN l.child_id = same.child THEN l.other_id ELSE l.child_id END
            FROM same JOIN people_samepersonlink l
                 ON l.parted_at IS NULL AND same.child IN (l.child_id, l.other_id))
        SELECT coalesce(array_agg(same.child), '{}') INTO roots FROM same;
    ELSE
        root := CASE run.subject
            WHEN 'adults' THEN 'people_adult'
            WHEN 'community' THEN 'community_communityreport'
            WHEN 'meetings' THEN 'meetings_meeting'
            WHEN 'operations' THEN 'adults_operation' END;
        EXECUTE format('SELECT coalesce(array_agg(r.id), ''{}'') FROM %I r'
            ' WHERE r.id = ANY ($1) AND r.owner_agency_id = $2', root)
        INTO roots USING named, agency;
    END IF;
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
        -- A row that is somebody else's too goes with them, and not with this.
        SELECT '(' || reach || ')' || coalesce(string_agg(format(' AND t.%I IS NULL', one), ''), '')
        INTO reach FROM unnest(p_unless) one;
    END IF;
    EXECUTE format(
        'INSERT INTO governance_binnedrow (id, recorded_at, owner_agency_id, recorded_by_id,'
        ' run_id, "table", key, before)'
        ' SELECT gen_random_uuid(), $4, $3, $5, $1, %L, t.id,'
        ' (SELECT jsonb_object_agg(w.key, w.value) FROM jsonb_each(to_jsonb(t)) w'
        '  WHERE w.key = ANY ($6))'
        ' FROM %I t WHERE t.owner_agency_id = $3 AND (%s)'
        ' ON CONFLICT (run_id, "table", key) DO NOTHING', p_table, p_table, reach)
    USING p_run, roots, agency, run.decided_at, run.decided_by_id, names;
    EXECUTE format(
        'UPDATE %1$I SET %2$s WHERE id IN (SELECT b.key FROM governance_binnedrow b'
        ' WHERE b.run_id = $1 AND b."table" = %3$L)', p_table, sets, p_table)
    USING p_run;
    GET DIAGNOSTICS done = ROW_COUNT;
    RETURN done;
END
$$
"""

# What code of before calls, until it is gone.
AS_BEFORE = """
CREATE OR REPLACE FUNCTION governance_bin(
    p_run uuid, p_table text, p_children text[], p_through text, p_parent text, p_columns jsonb)
RETURNS integer
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT governance_bin(
        p_run, p_table, p_children, p_through, p_parent, p_columns, '{}'::text[])
$$
"""


class Migration(migrations.Migration):
    """Two functions; in lists, so that nobody cuts them at their semicolons."""

    dependencies = [
        ("adults", "0004_children_at_visits"),
        ("community", "0001_first"),
        ("governance", "0005_subjects"),
        ("meetings", "0001_first"),
    ]
    operations = [
        migrations.RunSQL(
            [BIN], "DROP FUNCTION governance_bin(uuid, text, text[], text, text, jsonb, text[])"
        ),
        migrations.RunSQL([AS_BEFORE], migrations.RunSQL.noop),
    ]
