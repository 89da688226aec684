"""What was given until a day may be taken back before it: exactly that one, and from now on."""

from importlib import import_module

from django.db import migrations

earlier = import_module("whereabouts.foundations.access.migrations.0004_end_relation")
OPEN_ENDED = "AND r.until_at IS NULL"
STANDING = (
    "AND (r.until_at IS NULL OR r.until_at"
    " > nullif(current_setting('whereabouts.moment', true), '')::timestamptz)"
)
END_EARLY = earlier.END.replace(OPEN_ENDED, STANDING)


class Migration(migrations.Migration):
    """One function, over the same arguments as before."""

    dependencies = [("access", "0004_end_relation")]
    operations = [migrations.RunSQL(END_EARLY, earlier.END)]
