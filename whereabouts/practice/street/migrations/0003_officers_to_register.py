"""The officer of a school that stands on the register is named there, and there alone."""

from typing import Any

from django.db import migrations

# A school is the one on the register that has its name in the area of the same force. Of several
# beats that hold it, the one written down last keeps it: the others stay as they were named.
FOUND = """
CREATE TEMPORARY TABLE schools_found ON COMMIT DROP AS
SELECT DISTINCT ON (g.id) s.id AS school, g.id AS setting, s.officer_id AS officer,
       s.recorded_at, s.recorded_by_id, s.owner_agency_id
FROM street_school s
JOIN placements_setting g ON g.force_id = s.owner_agency_id AND g.closed_on IS NULL
     AND g.kind IN ('school', 'residential_school')
JOIN agencies_agency a ON a.id = g.agency_id AND lower(a.name) = lower(s.name)
WHERE s.ended_at IS NULL AND s.setting_id IS NULL AND s.officer_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM street_school t
                  WHERE t.setting_id = g.id AND t.ended_at IS NULL)
ORDER BY g.id, s.recorded_at DESC, s.id
"""
# Whom the register names already stays: it is the record that others rely on.
NAME = """
INSERT INTO placements_namedofficer (
    id, recorded_at, owner_agency_id, recorded_by_id, setting_id, agency_id, provider_id,
    authority_id, force_id, officer_id, phone, from_at)
SELECT f.school, f.recorded_at, f.owner_agency_id, f.recorded_by_id, g.id, g.agency_id,
       g.provider_id, g.authority_id, g.force_id, f.officer, '', f.recorded_at
FROM schools_found f JOIN placements_setting g ON g.id = f.setting
WHERE NOT EXISTS (SELECT 1 FROM placements_namedofficer n
                  WHERE n.setting_id = g.id AND n.until_at IS NULL)
ON CONFLICT (id) DO NOTHING
"""
TIE = """
UPDATE street_school s SET setting_id = f.setting, officer_id = NULL
FROM schools_found f WHERE f.school = s.id
"""


def name_on_register(apps: Any, schema_editor: Any) -> None:
    """Tie each school to its line of the register. Safe to run again: tied ones are left alone."""
    with schema_editor.connection.cursor() as cursor:
        for statement in (FOUND, NAME, TIE):
            cursor.execute(statement)


class Migration(migrations.Migration):
    """Rows alone."""

    dependencies = [("street", "0002_school_on_register")]
    operations = [migrations.RunPython(name_on_register, migrations.RunPython.noop)]
