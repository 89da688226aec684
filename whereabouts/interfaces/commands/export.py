"""`export`: a figure, or all that are not one authority's alone, in every format into a folder."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from whereabouts.interfaces.commands import figures
from whereabouts.interfaces.commands.figures import NAMES, OF_ONE_AUTHORITY, OF_THE_NATION, Read
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
        # Without an authority there is nobody whose own return it could be, and what is of all
        # forces together is of no area.
        left_out = OF_THE_NATION if named else OF_ONE_AUTHORITY
        wanted = [name for name in NAMES if name not in left_out]
    once = _once(read) if read is not None else None
    made: list[dict[str, Any]] = []
    tell = made.append if "--json" in rest else None
    codes = []
    for number, name in enumerate(wanted, start=1):
        if len(wanted) > 1:
            print(f"export: {name}, {number} of {len(wanted)}", file=sys.stderr, flush=True)
        arguments = _arguments(options, name, rest)
        codes.append(figures.main(arguments, read=once, tell=tell))
    if tell is not None and made:
        print(json.dumps({"figures": made}, ensure_ascii=False, indent=1))
    # Of an area there is what there is: what is of areas of another kind has said so.
    fits = [code for code in codes if code != WRONG_USAGE] if named else codes
    return max(fits or codes)


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
