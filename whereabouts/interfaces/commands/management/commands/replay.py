"""Grade every past episode of the database again under another pack."""

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from whereabouts.engines.policy import Pack
from whereabouts.interfaces.commands import replay
from whereabouts.interfaces.commands.replaying.past import Past
from whereabouts.interfaces.commands.replaying.rows import from_database


class Command(BaseCommand):
    """Grade again, and print what would have been otherwise."""

    help = "Every past episode graded again under another pack, from the facts known at the time."

    def run_from_argv(self, argv: list[str]) -> None:
        """Hand the arguments on: the command reads them itself, with or without a database."""
        sys.exit(replay.main(argv[2:], read=read))

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse: the arguments are read by the command itself.

        :raises CommandError: always; call it from the command line.
        """
        raise CommandError("This command reads its own arguments: call it from the command line.")


def read(options: argparse.Namespace, pack: Pack) -> Past:
    """Return the past: of the file, where one is named, else of the database."""
    if options.file is not None:
        return replay.from_file(options, pack)
    return from_database(vocabulary=pack.vocabulary, at=timezone.now())
