"""What look-ups and journeys read once from files, read before anybody asks."""

from datetime import date, timedelta

from whereabouts.engines.deadlines import is_working_day
from whereabouts.practice.risk import packs


def read_ahead(*, on: date) -> None:
    """Read every policy pack, the vocabulary, and when offices are closed in the year of a day."""
    packs.library()
    packs.vocabulary()
    for calendar in ("england", "wales"):
        # Of a Saturday or Sunday nothing has to be read.
        for days in range(3):
            is_working_day(on=on + timedelta(days=days), calendar=calendar)
