"""`export`: a figure, or all that are not one authority's alone, in every format into a folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from whereabouts.interfaces.commands import figures
from whereabouts.interfaces.commands.figures import NAMES, OF_ONE_AUTHORITY, Read
from whereabouts.interfaces.commands.statistics.making import Source

EVERYTHING = "all"
FORMATS = "csv,ods,json"
WRONG_USAGE = 2


def main(argv: list[str], *, read: Read | None = None) -> int:
    """Write each into a folder of its own; return the worst code that any of them returned."""
    parser = argparse.ArgumentParser(prog="whereabouts export", allow_abbrev=False)
    parser.add_argument("name", choices=(*NAMES, EVERYTHING))
    parser.add_argument("--out", type=Path, required=True, help="a folder")
    try:
        options, rest = parser.parse_known_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    named = "--area" in rest or any(one.startswith("--area=") for one in rest)
    wanted = [options.name]
    if options.name == EVERYTHING:
        # Without an authority there is nobody whose own return it could be.
        wanted = [name for name in NAMES if named or name not in OF_ONE_AUTHORITY]
    once = _once(read) if read is not None else None
    worst = 0
    for number, name in enumerate(wanted, start=1):
        if len(wanted) > 1:
            print(f"export: {name}, {number} of {len(wanted)}", file=sys.stderr, flush=True)
        worst = max(worst, figures.main(_arguments(options, name, rest), read=once))
    return worst


def _once(read: Read) -> Read:
    """Return the same reading for every figure: read once, and of one and the same moment."""
    held: dict[int, Source] = {}

    def reading(ends: int) -> Source:
        if ends not in held:
            held[ends] = read(ends)
        return held[ends]

    return reading


def _arguments(options: argparse.Namespace, name: str, rest: list[str]) -> list[str]:
    folder = options.out / name if options.name == EVERYTHING else options.out
    return [name, "--out", str(folder), "--format", FORMATS, *rest]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
