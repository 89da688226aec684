"""Write figures of the configured database into a folder, in every format."""

import sys
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from whereabouts.interfaces.commands import export
from whereabouts.interfaces.commands.kept_readings import ANEW, Readings
from whereabouts.interfaces.commands.management.commands.figures import read


class Command(BaseCommand):
    """Count, protect and write, each figure with its metadata."""

    help = "A figure or all of them, in every format, with their metadata."

    def run_from_argv(self, argv: list[str]) -> None:
        """Hand the arguments on: the command reads them itself, with or without a database."""
        readings = Readings(command="figures", anew=ANEW in argv)
        code = export.main(argv[2:], read=partial(read, readings=readings))
        readings.ended()
        sys.exit(code)

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse: the arguments are read by the command itself.

        :raises CommandError: always; call it from the command line.
        """
        raise CommandError("This command reads its own arguments: call it from the command line.")
