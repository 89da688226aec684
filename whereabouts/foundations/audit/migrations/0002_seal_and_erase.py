"""Reading hashes across agencies to seal them, and erasing what is personal in an entry."""

from django.db import migrations

# Only keys, transactions and hashes leave the fence: nothing in them tells who did what.
HASHES = """
CREATE OR REPLACE FUNCTION audit_hashes(p_from bigint, p_until bigint)
RETURNS TABLE (id uuid, entry_hash bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT e.id, e.entry_hash
    FROM audit_auditentry e
    WHERE e.transaction >= p_from AND e.transaction < p_until
    ORDER BY e.id
$$
"""

# An agency erases what is personal in its own entries; the hashes stay, and go on verifying.
ERASE = """
CREATE OR REPLACE FUNCTION audit_erase(p_ids uuid[]) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    erased integer;
BEGIN
    UPDATE audit_auditentry e SET payload = NULL, salt = NULL
    WHERE e.id = ANY (p_ids)
      AND (e.payload IS NOT NULL OR e.salt IS NOT NULL)
      AND e.owner_agency_id = nullif(current_setting('whereabouts.agency', true), '')::uuid;
    GET DIAGNOSTICS erased = ROW_COUNT;
    RETURN erased;
END
$$
"""


class Migration(migrations.Migration):
    """Two functions over the audit log."""

    dependencies = [("audit", "0001_first")]
    operations = [
        migrations.RunSQL(HASHES, "DROP FUNCTION audit_hashes(bigint, bigint)"),
        migrations.RunSQL(ERASE, "DROP FUNCTION audit_erase(uuid[])"),
    ]
