"""Whether the years before the demonstration are there; asked at every start, so it asks little."""

from django.db import connections

from whereabouts.foundations.timers.models import Timer

MARK, FIRST_ROUND = "episode.backloaded", "figures_round"


def has_history() -> bool:
    """Return whether the slice is written: it comes whole or not at all."""
    # The log is fenced, and this is nobody's look: the owner of the tables is asked.
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM audit_auditentry WHERE kind = %s)", [MARK])
        (there,) = cursor.fetchone()
    return bool(there)


def is_told() -> bool:
    """Return whether the slice is written, and the first figures of it are made."""
    return Timer.objects.filter(kind=FIRST_ROUND).exists() and has_history()
