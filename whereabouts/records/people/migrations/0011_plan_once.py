"""The search and the pointers are planned once a line: planning took longer than answering.

Left to itself the database plans both anew at each call, since it thinks the plan for the very
values a little better. One plan for all values must not read a whole table to see what is in
reach: so each child is looked up by its key (`OFFSET 0`), however many it reckons with. Whoever
makes one of these functions anew says so again.
"""

import importlib

from django.db import migrations

_BEFORE = importlib.import_module("whereabouts.records.people.migrations.0006_pointers")
SEARCH = (
    "people_candidates(uuid[], text[], text[], text[], date[], date, date,"
    " text, text, text, text, text, integer)"
)
POINTERS = "people_pointers(uuid[])"
_OWN = "AND c.owner_agency_id = v_agency)"
_RELATED = "(r.until_at IS NULL OR r.until_at > v_moment)))"


def _by_key(text: str) -> str:
    """Return a function's text such that what is in reach is looked up child by child."""
    own = text.replace(_OWN, f"{_OWN[:-1]} OFFSET 0)")
    return own.replace(_RELATED, f"{_RELATED[:-2]} OFFSET 0))")


def _once(function: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER FUNCTION {function} SET plan_cache_mode = force_generic_plan",
        f"ALTER FUNCTION {function} RESET plan_cache_mode",
    )


class Migration(migrations.Migration):
    """Two functions, which answer as they did."""

    dependencies = [("people", "0010_fill_settled_at")]
    operations = [
        migrations.RunSQL(_by_key(_BEFORE.CANDIDATES), _BEFORE.CANDIDATES),
        migrations.RunSQL(_by_key(_BEFORE.POINTERS), _BEFORE.POINTERS),
        _once(SEARCH),
        _once(POINTERS),
    ]
