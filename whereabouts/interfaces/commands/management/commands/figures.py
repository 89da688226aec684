"""Make a statistical table from the configured database."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from whereabouts.insight.lookups.every_row import from_database
from whereabouts.interfaces.commands import figures
from whereabouts.interfaces.commands.statistics.making import Source

EVERY_SECONDS = 2.0


class Command(BaseCommand):
    """Count, protect and write."""

    help = "A statistical table by name, as CSV with its metadata, OpenDocument or JSON."

    def run_from_argv(self, argv: list[str]) -> None:
        """Hand the arguments on: the command reads them itself, with or without a database."""
        sys.exit(figures.main(argv[2:], read=read))

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse: the arguments are read by the command itself.

        :raises CommandError: always; call it from the command line.
        """
        raise CommandError("This command reads its own arguments: call it from the command line.")


def read(ends: int) -> Source:
    """Return a year's rows of the configured database, saying now and then how far it has come."""
    said = time.monotonic()

    def tell(done: int, of: int) -> None:
        nonlocal said
        if time.monotonic() - said >= EVERY_SECONDS:
            said = time.monotonic()
            print(f"figures: {done} of {of} agencies read", file=sys.stderr, flush=True)

    return from_database(at=timezone.now(), ends=ends, tell=tell)
