"""Play a file of cases through the real journeys on the database, and judge each."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from whereabouts.interfaces.commands.playing.judging import Played
from whereabouts.interfaces.commands.playing.playing import play_all
from whereabouts.interfaces.commands.playing.reading import NotACase, read_cases
from whereabouts.interfaces.commands.reading import telling

WRONG_FILE = 2


class Command(BaseCommand):
    """Plays cases; exits 1 where one disagrees with what it expects, 2 for a wrong file."""

    help = "Play a file of cases (a JSON object a line) through the real journeys."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and whether to answer in JSON."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Play, print, and end with 1 where a case disagrees."""
        try:
            cases = read_cases(path=options["file"])
        except NotACase as fault:
            raise CommandError(str(fault), returncode=WRONG_FILE) from None
        played = play_all(
            cases=cases, at=timezone.now(), tell=telling(command="cases", what="cases played")
        )
        held = sum(not one.disagrees for one in played)
        if options["as_json"]:
            document = {
                "cases": [one.as_json() for one in played],
                "held": held,
                "of": len(played),
            }
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(table(played=played))
            self.stdout.write(f"{held} of {len(played)} hold.")
        if held < len(played):
            sys.exit(1)


def table(*, played: list[Played]) -> str:
    """Return what came of each case as lines to read."""
    lines = ["case  then   now       in the name of   floor    what differs"]
    for one in played:
        by = (one.steps.override_by or "").replace("_", " ")
        differs = "; ".join(one.disagrees) or "nothing"
        lines.append(
            f"{one.case.id:<5} {one.case.tag:<6} {one.steps.outcome:<9} {by:<16} "
            f"{one.first.floor:<8} {differs}"
        )
    return "\n".join(lines)
