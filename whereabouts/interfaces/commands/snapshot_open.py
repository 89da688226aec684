"""Opens a snapshot without server or browser: the passphrase is asked for, the page is printed."""

import argparse
import getpass
import sys
from pathlib import Path

from whereabouts.interfaces.commands.sealed_page import NotSealed, WrongPassphrase, open_page


def main(*, argv: list[str]) -> int:
    """Print the inside of a snapshot as HTML; 1 where it does not open."""
    parser = argparse.ArgumentParser(prog="bin/whereabouts snapshot open")
    parser.add_argument("file", type=Path)
    given = parser.parse_args(argv)
    asked = sys.stdin.isatty()
    passphrase = getpass.getpass("Passphrase: ") if asked else sys.stdin.readline().strip()
    try:
        print(open_page(page=given.file.read_text(encoding="utf-8"), passphrase=passphrase))
    except (OSError, NotSealed, WrongPassphrase) as refused:
        print(f"whereabouts: {refused}", file=sys.stderr)
        return 1
    return 0
