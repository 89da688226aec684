"""`replay`: past episodes graded again under another pack, from the facts known at the time."""

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
    NoPackInForce,
    Pack,
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

PACKS = Path(__file__).resolve().parents[3] / "policy_packs"
REFUSED, WRONG_USAGE = 1, 2
OF_HIGH = ("episodes", "recommended", "considered", "declined", "overridden")

Read = Callable[[argparse.Namespace, Pack], Past]
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
    parser.add_argument("--pack", required=True, help="a pack by name, such as app-2026")
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
    try:
        library = load_packs(PACKS)
        pack = library.named(pack_id=options.pack, local=options.local)
    except (UnknownPack, NoPackInForce) as refusal:
        print(f"replay: {refusal}", file=sys.stderr)
        return WRONG_USAGE
    except (PackRefused, VocabularyRefused) as refusal:
        print(f"replay: {refusal}", file=sys.stderr)
        return REFUSED
    try:
        past = (read or from_file)(options, pack)
    except NotColumns as refusal:
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
        document["approval"]["given"] = approvals(pack)
    document["seconds"] = round(time.perf_counter() - began, 3)
    print(json.dumps(document, ensure_ascii=False, indent=1) if options.json else _words(document))
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a day is written as 2024-03-31") from None


def from_file(options: argparse.Namespace, pack: Pack) -> Past:
    """Return the past of a folder of columns, checked against the vocabulary."""
    past = from_columns(folder=options.file)
    check_columns(vocabulary=pack.vocabulary, columns=past.facts)
    return past


def _words(document: dict[str, Any]) -> str:
    differs, high, approval = document["different"], document["high"], document["approval"]
    lines = [
        f"{document['episodes']:,} episodes under {document['pack']}, in {document['seconds']} s",
        (
            f"graded higher than was decided: {differs['higher']:,}; lower: {differs['lower']:,};"
            f" the same: {differs['same']:,}; nobody had decided: {differs['not_decided']:,}"
        ),
        (
            f"HIGH: recommended {high['recommended']:,}, considered {high['considered']:,},"
            f" declined {high['declined']:,}, overridden {high['overridden']:,}"
        ),
        "",
        "rule: recommended, considered, declined, overridden",
    ]
    lines += [
        f"  {rule}: {row['recommended']:,}, {row['considered']:,}, {row['declined']:,},"
        f" {row['overridden']:,}"
        for rule, row in high["by_rule"].items()
    ]
    for title, part in (("force", "by_force"), ("age", "by_age"), ("care", "by_care")):
        lines += ["", f"HIGH by {title}: episodes, recommended, considered, declined, overridden"]
        lines += [
            f"  {name}: " + ", ".join(f"{row[one]:,}" for one in OF_HIGH)
            for name, row in high[part].items()
        ]
    lines += ["", "force: episodes, higher, lower, high decided, high graded"]
    lines += [
        f"  {row['force']}: {row['episodes']:,}, {row['higher']:,}, {row['lower']:,},"
        f" {row['high_decided']:,}, {row['high_graded']:,}"
        for row in document["by_force"]
    ]
    for which in ("higher", "lower"):
        for one in document["examples"][which]:
            lines += [
                "",
                (
                    f"{one['episode']} ({one['force']}, {one['reported_at'][:10]}):"
                    f" decided {one['decided']}, graded {one['graded']}"
                ),
                *(f"  {reason}" for reason in one["because"]),
            ]
    lines += ["", "This pack needs approval:" if approval["needed"] else "No approval is needed."]
    lines += [f"  {reason}" for reason in approval["because"]]
    if approval["needed"] and "given" in approval:
        lines += [f"  approved by {one['by']} at {one['at']}" for one in approval["given"]]
        lines += [] if approval["given"] else ["  nobody has approved it as it stands"]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
