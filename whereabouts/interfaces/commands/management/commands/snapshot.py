"""Snapshots by hand: make an agency's passphrase, or take them now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from whereabouts.interfaces.commands.snapshots import (
    NoSuchAgency,
    make_passphrase,
    take_snapshots,
)


class Command(BaseCommand):
    """Snapshots."""

    help = "passphrase CODE makes an agency's passphrase, shown once; take takes snapshots now."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do, and for whom."""
        parser.add_argument("what", choices=["passphrase", "take"])
        parser.add_argument("code", nargs="?", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        at = timezone.now()
        if options["what"] == "take":
            for file in take_snapshots(at=at):
                self.stdout.write(str(file))
            return
        try:
            self.stdout.write(make_passphrase(code=options["code"], at=at))
        except NoSuchAgency:
            raise CommandError("No agency has that code.") from None
        self.stderr.write("Shown once: seal it in an envelope at the duty inspector's desk.")
