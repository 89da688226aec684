"""Grade every past episode of the database again under another pack."""

import argparse
import sys
import time
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from whereabouts.engines.policy import FOLLOWED, Pack, PackLibrary
from whereabouts.insight.lookups.packs import approvals_of
from whereabouts.insight.lookups.past_grades import clock_of
from whereabouts.interfaces.commands import replay
from whereabouts.interfaces.commands.kept_readings import ANEW, Readings
from whereabouts.interfaces.commands.reading import say_next, telling
from whereabouts.interfaces.commands.replaying.past import Past
from whereabouts.interfaces.commands.replaying.rows import NOTHING, from_database
from whereabouts.journeys.look_again_at import look_again_at


class Command(BaseCommand):
    """Grade again, and print what would have been otherwise."""

    help = "Every past episode graded again under another pack, from the facts known at the time."

    def run_from_argv(self, argv: list[str]) -> None:
        """Hand the arguments on: the command reads them itself, with or without a database."""
        readings = Readings(command="replay", anew=ANEW in argv)
        code = replay.main(
            argv[2:], read=partial(read, readings=readings), look_again=look_again,
            approvals=approvals,
        )  # fmt: skip
        readings.ended()
        sys.exit(code)

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse: the arguments are read by the command itself.

        :raises CommandError: always; call it from the command line.
        """
        raise CommandError("This command reads its own arguments: call it from the command line.")


def look_again(below: dict[str, list[str]], pack: str) -> dict[str, int]:
    """Put episodes on the list of second looks of each agency, as its clock."""
    at = timezone.now()
    return {
        code: look_again_at(
            actor=clock_of(code=code, at=at), references=references, pack=pack, at=at
        )
        for code, references in below.items()
    }


def approvals(pack: Pack) -> list[dict[str, str]]:
    """Return who approved a pack as it stands, and when."""
    return [
        {"by": name, "at": at.isoformat()}
        for name, at in approvals_of(pack=pack.id, sha256=pack.sha256)
    ]


def read(
    options: argparse.Namespace, library: PackLibrary, *, readings: Readings | None = None
) -> Past:
    """Return the past: of the file, where one is named, else of the database."""
    if options.file is not None:
        return replay.from_file(options, library)
    began = time.monotonic()
    vocabulary = library.vocabulary
    keeps = readings.keeping(made_from=vocabulary.sha256) if readings else NOTHING
    past = from_database(
        vocabulary=vocabulary, at=timezone.now(), tell=telling(command="replay"), keeps=keeps,
        library=library if options.pack == FOLLOWED else None,
    )  # fmt: skip
    if readings:
        readings.say_what_was_kept()
    say_next(command="replay", what=f"grading {len(past)} episodes", began=began)
    return past
