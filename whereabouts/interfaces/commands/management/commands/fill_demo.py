"""Fill the database with the small made-up nation of the demonstration."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from whereabouts.interfaces.commands.demo.filling import fill
from whereabouts.interfaces.commands.demo.told import is_told


class Command(BaseCommand):
    """Fills once; where the nation is there already, changes nothing."""

    help = "Fill the made-up nation: agencies, staff, children, and a night under way."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many children, the seed, and what to do before and after."""
        parser.add_argument("--children", type=int, default=60)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--migrate", action="store_true", help="first, as the owner")
        parser.add_argument("--history", action="store_true", help="and the years before it")
        parser.add_argument("--sign-ins", type=Path, help="a file to write them to, at the end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill, saying on standard error what is done."""
        if options["children"] < 0:
            raise CommandError("--children must be nought or more.", returncode=2)
        if options["migrate"]:
            call_command("migrate", verbosity=0, skip_checks=True)
        fill(
            children=options["children"],
            seed=options["seed"],
            at=timezone.now(),
            say=self.stderr.write,
        )
        if options["history"] and not is_told():
            # What makes a nation is long to import: only where there is something to make.
            from whereabouts.interfaces.commands.demo.history import tell

            tell(seed=options["seed"], at=timezone.now(), say=self.stderr.write)
        if options["sign_ins"]:
            with options["sign_ins"].open("w", encoding="utf-8") as written:
                call_command("demo_sign_ins", as_json=True, stdout=written, skip_checks=True)
