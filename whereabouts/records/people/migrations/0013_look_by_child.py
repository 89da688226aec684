"""Whether a child who is found has a plan or a flag is looked up by the child, not in all of them.

The database may answer EXISTS by reading every flag of the nation once, and reckons that cheap while
there are few: after ten years each search read half a million of them. `OFFSET 0` forbids it.
"""

import importlib

from django.db import migrations

_PLACE = "whereabouts.records.people.migrations"
_ONCE = importlib.import_module(f"{_PLACE}.0011_plan_once")
_FIRST = importlib.import_module(f"{_PLACE}.0006_pointers")
_PLAN, _FLAG = "AND t.ended_at IS NULL)", "AND f.state = 'active')"
BEFORE = _ONCE._by_key(_FIRST.CANDIDATES)
AFTER = BEFORE
for _end in (_PLAN, _FLAG):
    AFTER = AFTER.replace(_end, f"{_end[:-1]} OFFSET 0)")
ONCE = f"ALTER FUNCTION {_ONCE.SEARCH} SET plan_cache_mode = force_generic_plan"


class Migration(migrations.Migration):
    """One function, which answers as it did."""

    dependencies = [("people", "0012_same_person_planned")]
    operations = [migrations.RunSQL([AFTER, ONCE], [BEFORE, ONCE])]
