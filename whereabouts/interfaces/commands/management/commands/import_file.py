"""Bring in a bulk file: good rows are in, bad ones come back with their line and every reason."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DataError
from django.utils import timezone

from whereabouts.foundations.access.permissions import permitted
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups.feed import feed_called
from whereabouts.interfaces.commands.places_to_write import NotWritable, try_file
from whereabouts.interfaces.commands.reading import telling
from whereabouts.interfaces.exchange.imports import reports
from whereabouts.interfaces.exchange.imports.tables import (
    Fault,
    NotATable,
    Row,
    refused_as_text,
    rows_of,
)

PROFILES = {"reports": reports}
FOUND_WRONG = 1


class Command(BaseCommand):
    """Import a file in the name of an agency's own system."""

    help = "Import a CSV file of many rows; the same file again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the profile, the file, and in whose name."""
        parser.add_argument("profile", choices=sorted(PROFILES))
        parser.add_argument("file", type=Path, help="CSV in UTF-8, column names in its first line")
        parser.add_argument(
            "--feed", required=True, metavar="AGENCY/NAME", help="the token in whose name: `token`"
        )
        parser.add_argument("--refused", type=Path, help="where to write the rows that are refused")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take row after row, each by itself, and say what became of them."""
        profile = PROFILES[options["profile"]]
        actor = _actor(feed=options["feed"], profile=profile).for_purpose(
            profile.PURPOSE, route=f"import {options['profile']}"
        )
        try:
            if options["refused"]:
                try_file(file=options["refused"])
            names, rows = rows_of(
                body=options["file"].read_bytes(), columns=profile.columns(),
                needed=[profile.REFERENCE],
            )  # fmt: skip
        except OSError:
            raise CommandError("The file cannot be read.") from None
        except (NotATable, NotWritable) as fault:
            raise CommandError(str(fault)) from None
        said, refused = _take_all(actor=actor, rows=rows, profile=profile)
        if options["refused"]:
            back = refused_as_text(names=names, refused=refused)
            options["refused"].write_text(back, encoding="utf-8")
        self.stdout.write(
            json.dumps(said, ensure_ascii=False) if options["as_json"] else _told(said)
        )
        if said["refused"]:
            sys.exit(FOUND_WRONG)


def _actor(*, feed: str, profile: Any) -> Actor:
    agency, _, name = feed.partition("/")
    held = feed_called(agency=agency, name=name, at=timezone.now())
    if held is None:
        raise CommandError("No token that stands is called so: bin/whereabouts token list.")
    token, actor = held
    if profile.SCOPE not in token.scopes.split() or not permitted(
        roles=actor.roles, permission=profile.NEEDS
    ):
        raise CommandError(f"It needs a token for {profile.SCOPE}.")
    return actor


def _take_all(
    *, actor: Actor, rows: list[Row], profile: Any
) -> tuple[dict[str, Any], list[tuple[Row, list[Fault]]]]:
    """Take the rows in order; each is a transaction, so that an interruption loses none."""
    taken = again = 0
    refused: list[tuple[Row, list[Fault]]] = []
    left_out: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    tell = telling(command="import", what="rows taken or refused")
    for number, row in enumerate(rows):
        tell(number, len(rows))
        faults = list(row.faults)
        reference = row.cells.get(profile.REFERENCE, "").strip()
        if reference in seen:
            faults.append((profile.REFERENCE, f"line {seen[reference]} has the same"))
        if not faults:
            try:
                new, unread = profile.take(actor=actor, cells=row.cells, at=timezone.now())
            except profile.RowRefused as fault:
                faults += fault.faults
            except DataError:
                faults.append(("row", "a value is too long or out of range"))
            else:
                taken, again = taken + new, again + (not new)
                left_out += [
                    {"line": row.line, "field": field, "why": why} for field, why in unread
                ]
        if reference:
            seen.setdefault(reference, row.line)
        if faults:
            refused.append((row, faults))
    said = {
        "rows": len(rows),
        "taken": taken,
        "again": again,
        "refused": [
            {"line": row.line, "errors": [{"field": field, "why": why} for field, why in faults]}
            for row, faults in refused
        ],
        "left_out": left_out,
    }
    return said, refused


def _told(said: dict[str, Any]) -> str:
    counts = f"{said['rows']} rows: {said['taken']} taken, {said['again']} here already"
    lines = [f"{counts}, {len(said['refused'])} refused."]
    for row in said["refused"]:
        why = "; ".join(f"{one['field']}: {one['why']}" for one in row["errors"])
        lines.append(f"line {row['line']}: {why}")
    lines += [
        f"line {one['line']}: left out {one['field']}: {one['why']}" for one in said["left_out"]
    ]
    return "\n".join(lines)
