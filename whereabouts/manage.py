"""Django's command line with our settings."""

import os
import sys

NAME, INTERRUPTED = "whereabouts", 1


def main(argv: list[str]) -> None:
    """Run one of Django's or our commands; say so where the database has to be migrated first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "whereabouts.config.settings")
    from django.core.management import execute_from_command_line
    from django.db import ProgrammingError

    try:
        # Called by this name whoever calls: usage and complaints are read by people.
        execute_from_command_line([NAME, *argv[1:]])
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)  # whoever stopped it reads no trace of where it was
    except ProgrammingError:
        from whereabouts.insight.lookups.health import migrations_missing

        if not (missing := migrations_missing()):
            raise
        sys.exit(
            f"whereabouts: the database lacks {missing} of this version's migrations."
            " Call `bin/whereabouts migrate` first, with --demo for the demonstration's."
        )


if __name__ == "__main__":
    main(sys.argv)
