"""Migrate as the owner, then put the fences and the application's grants in place."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from whereabouts.foundations.access.fencing import put_up


class Command(Migrate):
    """Django's migrate on the owner's connection, followed by the fences."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take Django's arguments; the owner's connection unless told otherwise."""
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then fence."""
        super().handle(*args, **options)
        using = options["database"]
        role = settings.DATABASES["default"]["USER"] or connections[using].settings_dict["USER"]
        fenced = put_up(using=using, app_role=str(role))
        if options["verbosity"]:
            self.stdout.write(f"  Fences stand round {fenced} tables.")
