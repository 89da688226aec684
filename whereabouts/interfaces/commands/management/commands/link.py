"""Link whole registers: suggest which records may be of one child; nobody is joined by it."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from whereabouts.engines.matching import Candidate
from whereabouts.engines.matching.weights import IN_USE, MODEL
from whereabouts.insight.lookups.registers import Registers, every_register
from whereabouts.interfaces.commands.linking.by_splink import EngineMissing
from whereabouts.interfaces.commands.linking.files import FileRefused, read_register, write_pairs
from whereabouts.interfaces.commands.linking.finding import (
    ENGINES,
    FoundPairs,
    Suggested,
    find_pairs,
    given_names,
)
from whereabouts.interfaces.commands.places_to_write import NotWritable, try_file
from whereabouts.interfaces.commands.reading import telling
from whereabouts.journeys.suggest_pairs import Linked, suggest_from_link

REFUSED, WRONG_USAGE = 1, 2


class Command(BaseCommand):
    """Link registers."""

    help = (
        "Compare every record with every other and keep the likely pairs as suggestions, for "
        "people to decide. With --file, compare a register in a file with the records instead."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the engine, and a file to compare with."""
        parser.add_argument("--engine", choices=ENGINES, default="duckdb")
        parser.add_argument("--file", type=Path, help="a register, .csv or .parquet")
        parser.add_argument("--out", type=Path, help="where the pairs of --file go, a .csv")
        parser.add_argument("--dry-run", action="store_true", help="count, and keep nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find the pairs, keep them, and print how many."""
        at = timezone.now()
        if (options["file"] is None) is not (options["out"] is None):
            raise CommandError("--file and --out go together.", returncode=WRONG_USAGE)
        if options["file"] is not None and options["dry_run"]:
            raise CommandError(
                "--dry-run is for the whole: of --file nothing is kept but --out.",
                returncode=WRONG_USAGE,
            )
        try:
            if options["out"] is not None:
                try_file(file=options["out"])
            said = (
                _whole(at=at, engine=options["engine"], dry=options["dry_run"])
                if options["file"] is None
                else _of_file(
                    at=at, engine=options["engine"], file=options["file"], out=options["out"]
                )
            )
        except (EngineMissing, FileRefused, NotWritable) as refusal:
            raise CommandError(str(refusal), returncode=REFUSED) from None
        self.stdout.write(json.dumps(said) if options["json"] else _in_words(said))


def _whole(*, at: datetime, engine: str, dry: bool) -> dict[str, Any]:
    held = every_register(at=at, tell=telling(command="link"))
    records = [kept.candidate for kept in held.records]
    print(f"link: comparing {len(records)} records", file=sys.stderr, flush=True)
    found = find_pairs(records=records, engine=engine, say=_say)
    apart = [pair for pair in found.suggested if not _joined(held, pair)]
    linked = [_linked(held, records, pair) for pair in apart]
    kept = (
        {}
        if dry
        else suggest_from_link(
            found=linked, at=at, tell=telling(command="link", what="suggestions kept")
        )
    )
    return _counts(engine, len(records), found) | {
        "joined_already": len(found.suggested) - len(apart),
        "suggested": len(apart),
        "kept": kept,
    }


def _of_file(*, at: datetime, engine: str, file: Path, out: Path) -> dict[str, Any]:
    keys, theirs = read_register(file=file, on=at.date())
    ours = every_register(at=at, tell=telling(command="link")).records
    records = [*theirs, *(kept.candidate for kept in ours)]
    found = find_pairs(records=records, engine=engine, say=_say)
    # Two of our own are for the whole comparison; here one at least is the file's.
    of_file = [pair for pair in found.suggested if pair.one < len(keys)]
    names = [*keys, *(str(kept.child) for kept in ours)]
    write_pairs(
        file=out,
        rows=(
            {
                "record": names[pair.one],
                "other": names[pair.other],
                "other_is": "record" if pair.other >= len(keys) else "file",
                "probability": f"{pair.match.score:.4f}",
                "sure": pair.match.sure,
                "model": IN_USE,
                "because": "; ".join(pair.match.because),
                "differs": "; ".join(pair.match.differs),
            }
            for pair in of_file
        ),
    )
    return _counts(engine, len(records), found) | {"of_file": len(keys), "suggested": len(of_file)}


def _say(words: str) -> None:
    print(f"link: {words}", file=sys.stderr, flush=True)


def _joined(held: Registers, pair: Suggested) -> bool:
    one, other = sorted((held.records[pair.one].child, held.records[pair.other].child), key=str)
    return (one, other) in held.joined


def _linked(held: Registers, records: Sequence[Candidate], pair: Suggested) -> Linked:
    one, other = held.records[pair.one], held.records[pair.other]
    return Linked(
        one=one.child,
        other=other.child,
        agency=one.agency,
        score=pair.match.score,
        because=pair.match.because,
        differs=pair.match.differs,
        given=(given_names(records[pair.one]), given_names(records[pair.other])),
    )


def _counts(engine: str, records: int, found: FoundPairs) -> dict[str, Any]:
    return {
        "engine": engine,
        "model": IN_USE,
        "model_sha256": MODEL.sha256,
        "records": records,
        "weighed": found.weighed,
        "likely": found.likely,
        "not_enough": found.not_enough,
    }


def _in_words(said: dict[str, Any]) -> str:
    lines = [
        (
            f"{said['records']} records; {said['weighed']} pairs weighed by {said['model']}"
            f" (candidates by {said['engine']}); {said['likely']} likely."
        ),
        f"{said['not_enough']} of them share no more than brothers and sisters do: left out.",
        f"{said['suggested']} suggested. Nobody is joined: people decide.",
    ]
    if said.get("kept"):
        counts = ", ".join(f"{count} {what}" for what, count in sorted(said["kept"].items()))
        lines.append(f"Of these: {counts}.")
    return "\n".join(lines)
