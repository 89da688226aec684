"""Make a nation, and write its children's episodes into the configured database."""

import sys
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from whereabouts.engines.policy import load_packs
from whereabouts.foundations.agencies.models import Agency
from whereabouts.interfaces.commands import nation
from whereabouts.interfaces.commands.backload.loading import AlreadyLoaded, compare, load
from whereabouts.interfaces.commands.made_nation.making import Nation
from whereabouts.interfaces.commands.management.commands.run_finder import connect


class Command(BaseCommand):
    """Make it, and load it where that is asked for."""

    help = "A whole made-up nation: as columns, and with --into-database as rows."

    def run_from_argv(self, argv: list[str]) -> None:
        """Hand the arguments on: the command reads them itself, with or without a database."""
        try:
            if "--into-database" in argv:
                Agency.objects.exists()  # before long work: whether there are tables at all
            sys.exit(nation.main(argv[2:], load=into_database))
        except AlreadyLoaded as refusal:
            sys.exit(f"nation: {refusal}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse: the arguments are read by the command itself.

        :raises CommandError: always; call it from the command line.
        """
        raise CommandError("This command reads its own arguments: call it from the command line.")


def into_database(
    made: Nation, say: Callable[[str], None], followed: bool = False, sides: int = 1,
    check: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """Write the nation as the owner of the tables, which the fences let write for any agency.

    With `check` nothing is written: what is there is compared with the columns.
    """
    library = load_packs(settings.POLICY_PACKS_DIR)
    if check:
        with connect(writing=True) as connection:
            return compare(
                nation=made, library=library, connection=connection, at=timezone.now(),
                followed=followed,
            )  # fmt: skip
    with ExitStack() as open_lines:
        connection, *beside = [
            open_lines.enter_context(connect(writing=True)) for _ in range(sides)
        ]
        return load(
            nation=made, library=library, connection=connection, at=timezone.now(), say=say,
            followed=followed, beside=beside,
        )  # fmt: skip
