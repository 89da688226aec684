"""Fill the database with the small made-up nation of the demonstration."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from whereabouts.interfaces.commands.demo.filling import fill


class Command(BaseCommand):
    """Fills once; where the nation is there already, changes nothing."""

    help = "Fill the made-up nation: agencies, staff, children, and a night under way."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many children, and the seed."""
        parser.add_argument("--children", type=int, default=60)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill, saying on standard error what is done."""
        if options["children"] < 0:
            raise CommandError("--children must be nought or more.", returncode=2)
        fill(
            children=options["children"],
            seed=options["seed"],
            at=timezone.now(),
            say=self.stderr.write,
        )
