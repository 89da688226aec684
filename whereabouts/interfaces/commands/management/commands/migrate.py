"""Migrate as the owner, then put the fences and the application's grants in place."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from whereabouts.foundations.access.fencing import put_up
from whereabouts.interfaces.commands.own_table_only import own_table_only

# What asks for more than "bring everything up to date".
ASKS_FOR_MORE = ("app_label", "migration_name", "fake", "fake_initial", "plan", "check_unapplied")


class Command(Migrate):
    """Django's migrate on the owner's connection, followed by the fences."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take Django's arguments; the owner's connection unless told otherwise."""
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then fence."""
        using = options["database"]
        if any(options.get(name) for name in ASKS_FOR_MORE) or not _up_to_date(using=using):
            with own_table_only():
                super().handle(*args, **options)
        elif options["verbosity"]:
            self.stdout.write("  No migrations to apply.")
        role = settings.DATABASES["default"]["USER"] or connections[using].settings_dict["USER"]
        fenced = put_up(using=using, app_role=str(role))
        if options["verbosity"]:
            self.stdout.write(f"  Fences stand round {fenced} tables.")


def _up_to_date(*, using: str) -> bool:
    """Return whether every migration is applied: Django takes seconds to do nothing then."""
    executor = MigrationExecutor(connections[using])
    executor.loader.check_consistent_history(connections[using])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
