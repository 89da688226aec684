"""The search and the pointers are planned once a line: planning took longer than answering.

Left to itself the database plans both anew at each call, since it thinks the plan for the very
values a little better. Whoever makes one of these functions anew says so again.
"""

from django.db import migrations

SEARCH = (
    "people_candidates(uuid[], text[], text[], text[], date[], date, date,"
    " text, text, text, text, text, integer)"
)
POINTERS = "people_pointers(uuid[])"


def _once(function: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER FUNCTION {function} SET plan_cache_mode = force_generic_plan",
        f"ALTER FUNCTION {function} RESET plan_cache_mode",
    )


class Migration(migrations.Migration):
    """Two functions, otherwise as they were."""

    dependencies = [("people", "0010_fill_settled_at")]
    operations = [_once(SEARCH), _once(POINTERS)]
