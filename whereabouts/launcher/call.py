"""Calls one of our commands that need no database by its name: `call NAME ARGUMENTS`."""

import importlib
import sys
from pathlib import Path

from whereabouts.launcher.places import CHECKOUT
from whereabouts.launcher.refusals import WrongUse

PACKAGE = "whereabouts.interfaces.commands"
INTERRUPTED = 1


def command_file(*, name: str) -> Path:
    """Return the file in which a command of that name would be."""
    return CHECKOUT.joinpath(*PACKAGE.split("."), f"{name}.py")


def call(*, name: str, argv: list[str]) -> int:
    """Run the command and return its exit code.

    :raises WrongUse: this version has no such command.
    """
    if not name.isidentifier() or not command_file(name=name).exists():
        raise WrongUse(f"this version has no command {name!r}.")
    module = importlib.import_module(f"{PACKAGE}.{name}")
    code: int | None = module.main(argv=argv)
    return code or 0


def main(argv: list[str]) -> int:
    """Run the command as a program of its own: whoever stops it reads no trace of where it was."""
    try:
        return call(name=argv[0], argv=argv[1:])
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
