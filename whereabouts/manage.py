"""Django's command line with our settings."""

import os
import sys


def main(argv: list[str]) -> None:
    """Run one of Django's or our commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "whereabouts.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(argv)


if __name__ == "__main__":
    main(sys.argv)
