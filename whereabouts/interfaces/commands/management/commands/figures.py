"""Make a statistical table from the configured database."""

import sys
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from whereabouts.insight.lookups.every_row import NOTHING, from_database
from whereabouts.interfaces.commands import figures
from whereabouts.interfaces.commands.kept_readings import ANEW, Readings
from whereabouts.interfaces.commands.reading import telling
from whereabouts.interfaces.commands.statistics.making import Source


class Command(BaseCommand):
    """Count, protect and write."""

    help = "A statistical table by name, as CSV with its metadata, OpenDocument or JSON."

    def run_from_argv(self, argv: list[str]) -> None:
        """Hand the arguments on: the command reads them itself, with or without a database."""
        readings = Readings(command="figures", anew=ANEW in argv)
        code = figures.main(argv[2:], read=partial(read, readings=readings))
        readings.ended()
        sys.exit(code)

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse: the arguments are read by the command itself.

        :raises CommandError: always; call it from the command line.
        """
        raise CommandError("This command reads its own arguments: call it from the command line.")


def read(ends: int, *, readings: Readings | None = None) -> Source:
    """Return a year's rows of the configured database, saying now and then how far it has come."""
    keeps = readings.keeping(made_from=ends) if readings else NOTHING
    found = from_database(
        at=timezone.now(), ends=ends, tell=telling(command="figures"), keeps=keeps
    )
    if readings:
        readings.say_what_was_kept()
    print(f"figures: counting {len(found.rows)} rows", file=sys.stderr, flush=True)
    return found
