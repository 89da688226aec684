"""What is due stands at the head of an index through which every fired timer has passed."""

from django.db import migrations

OFTEN = """
ALTER TABLE timers_timer SET (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
    autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0)
"""
AS_EVER = """
ALTER TABLE timers_timer RESET (
    autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold,
    autovacuum_analyze_scale_factor, autovacuum_vacuum_cost_delay)
"""


class Migration(migrations.Migration):
    """However many wait, a few thousand that fired are reason enough to tidy the index."""

    dependencies = [("timers", "0002_find_what_is_due")]

    operations = [migrations.RunSQL(OFTEN, AS_EVER)]
