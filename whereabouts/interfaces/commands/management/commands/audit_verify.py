"""Verify the audit log and say what is wrong where."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from whereabouts.foundations.audit.verifying import verify
from whereabouts.interfaces.commands.reading import telling


class Command(BaseCommand):
    """Verify the audit log."""

    help = "Check every audit entry and batch against its hashes; exit 1 where something is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--json`: one document on standard output and nothing else."""
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, print, and leave with 1 where something is wrong."""
        found = verify(tell=telling(command="audit verify", what="entries and batches looked at"))
        if options["as_json"]:
            self.stdout.write(json.dumps(found.as_json()))
        else:
            self.stdout.write(
                f"{found.entries} entries, {found.erased} of them erased; "
                f"{found.batches} batches over {found.sealed} entries."
            )
            for fault in found.wrong:
                self.stdout.write(f"  {fault.where} {fault.key}: {fault.what}")
            self.stdout.write("Nothing is wrong." if not found.wrong else "This is wrong.")
        if found.wrong:
            raise SystemExit(1)
