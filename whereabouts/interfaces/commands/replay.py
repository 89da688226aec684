"""`replay`: past episodes graded again under another pack, from the facts known at the time.

With `--pack followed` each is graded under the pack that its own force followed on the day.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from whereabouts.engines.policy import (
    FOLLOWED,
    NoPackInForce,
    Pack,
    PackLibrary,
    PackRefused,
    UnknownPack,
    VocabularyRefused,
    load_packs,
)
from whereabouts.engines.policy.bulk import check_columns
from whereabouts.interfaces.commands.made_nation.columnar import NotColumns
from whereabouts.interfaces.commands.replaying.columns import from_columns
from whereabouts.interfaces.commands.replaying.past import Past
from whereabouts.interfaces.commands.replaying.report import SHOWN, below_what_was_known, replayed
from whereabouts.interfaces.commands.replaying.words import in_words

PACKS = Path(__file__).resolve().parents[3] / "policy_packs"
REFUSED, WRONG_USAGE = 1, 2

Read = Callable[[argparse.Namespace, PackLibrary], Past]
# Takes the references of each force, and the pack's name; returns how many are new on each list.
LookAgain = Callable[[dict[str, list[str]], str], dict[str, int]]
# Takes a pack; returns who approved it as it stands, and when.
Approvals = Callable[[Pack], list[dict[str, str]]]


def main(
    argv: list[str], *, read: Read | None = None, look_again: LookAgain | None = None,
    approvals: Approvals | None = None,
) -> int:  # fmt: skip
    """Print the replay; return 0, 1 where there is nothing to grade again, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="whereabouts replay", allow_abbrev=False)
    parser.add_argument(
        "--pack", required=True,
        help=f"a pack by name, such as app-2026; {FOLLOWED}: what each force itself followed then",
    )  # fmt: skip
    parser.add_argument("--local", help="with local packs too, as one or one+another")
    parser.add_argument("--from", dest="first", type=_day, help="reported from this day")
    parser.add_argument("--to", dest="last", type=_day, help="up to and with this day")
    parser.add_argument("--file", type=Path, help="a nation's folder, in place of the database")
    parser.add_argument("--examples", type=int, default=SHOWN)
    parser.add_argument(
        "--second-look", type=int, default=0, metavar="N",
        help="put so many of each force that were graded below what was known on its list",
    )  # fmt: skip
    parser.add_argument(
        "--anew", action="store_true", help="keep nothing of what a stopped run had read"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    if options.first and options.last and options.first > options.last:
        print("replay: the last day lies before the first.", file=sys.stderr)
        return WRONG_USAGE
    if options.examples < 0:
        print("replay: so many examples cannot be shown: 0 or more.", file=sys.stderr)
        return WRONG_USAGE
    if options.second_look < 0 or (options.second_look and (options.file or not look_again)):
        print("replay: second looks are for the episodes of a database.", file=sys.stderr)
        return WRONG_USAGE
    if options.file is None and read is None:
        print("replay: name a folder with --file, or ask a database.", file=sys.stderr)
        return WRONG_USAGE
    own = options.pack == FOLLOWED
    if own and options.local is not None:
        print("replay: what each force followed has local packs of its own.", file=sys.stderr)
        return WRONG_USAGE
    try:
        library = load_packs(PACKS)
        pack = None if own else library.named(pack_id=options.pack, local=options.local)
    except (UnknownPack, NoPackInForce) as refusal:
        print(f"replay: {refusal}", file=sys.stderr)
        return WRONG_USAGE
    except (PackRefused, VocabularyRefused) as refusal:
        print(f"replay: {refusal}", file=sys.stderr)
        return REFUSED
    try:
        past = (read or from_file)(options, library)
    except (NotColumns, NoPackInForce, UnknownPack) as refusal:
        print(f"replay: {refusal}", file=sys.stderr)
        return REFUSED
    past = past.between(first=options.first, last=options.last)
    if not len(past):
        print("replay: there is no episode of those days.", file=sys.stderr)
        return REFUSED
    began = time.perf_counter()
    document = {
        "from": options.first.isoformat() if options.first else None,
        "to": options.last.isoformat() if options.last else None,
        **replayed(pack=pack, past=past, shown=options.examples),
    }
    if options.second_look and look_again:
        below = below_what_was_known(pack=pack, past=past, most=options.second_look)
        document["second_look"]["put_on_lists"] = look_again(below, options.pack)
    if approvals and options.file is None:
        _add_approvals(document["approval"], pack, past, approvals)
    document["seconds"] = round(time.perf_counter() - began, 3)
    print(
        json.dumps(document, ensure_ascii=False, indent=1)
        if options.json
        else in_words(document=document)
    )
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a day is written as 2024-03-31") from None


def from_file(options: argparse.Namespace, library: PackLibrary) -> Past:
    """Return the past of a folder of columns, checked against the vocabulary."""
    past = from_columns(folder=options.file, own=options.pack == FOLLOWED)
    check_columns(vocabulary=library.vocabulary, columns=past.facts)
    return past


def _add_approvals(
    approval: dict[str, Any], pack: Pack | None, past: Past, approvals: Approvals
) -> None:
    """Add who approved the pack, or each of those that were followed, as it stands."""
    if pack is not None:
        approval["given"] = approvals(pack)
    held = {one.id: one for one in past.own.packs} if past.own else {}
    for one in approval.get("by_pack", ()):
        one["given"] = approvals(held[one["pack"]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
