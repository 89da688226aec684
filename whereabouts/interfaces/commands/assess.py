"""`assess`: the policy engine alone on a case, or on a file of cases, without a database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from whereabouts.engines.policy import (
    BadValue,
    NoPackInForce,
    Pack,
    PackRefused,
    UnknownFact,
    UnknownPack,
    VocabularyRefused,
    evaluate,
    load_packs,
    record_text,
)

PACKS = Path(__file__).resolve().parents[3] / "policy_packs"
REFUSED, WRONG_USAGE = 1, 2
_CASE_KEYS = {"facts", "sources", "id", "name", "note"}


class CaseRefused(ValueError):
    """A case is not what `assess` takes; the message names the line and what is wrong with it."""


def main(argv: list[str]) -> int:
    """Print what the rules make of each case; return 0, 1 where refused, 2 for wrong usage."""
    parser = argparse.ArgumentParser(
        prog="whereabouts assess", description="Grade one case (.json) or a case a line (.jsonl)."
    )
    parser.add_argument("file", type=Path, help="the case, or the cases")
    parser.add_argument("--pack", help="a pack by name, such as app-2017+safeguards-1")
    parser.add_argument("--local", help="local packs that apply too, as one or one+another")
    parser.add_argument("--at", help="the moment, as ISO 8601: the pack in force then is used")
    parser.add_argument("--json", action="store_true", help="print the whole result as JSON")
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    try:
        moment = _moment(options.at) if options.at else datetime.now(UTC)
        at = options.at or datetime.now(UTC).isoformat(timespec="seconds")
        pack = _pack(options.pack, options.local, moment, dated=options.at is not None)
        # Everything is answered before anything is printed: one refused case, no output.
        answers = [_answer(pack, case, at, where) for where, case in _cases(options.file)]
    except (CaseRefused, UnknownPack) as refusal:
        print(refusal, file=sys.stderr)
        return WRONG_USAGE
    except (NoPackInForce, PackRefused, VocabularyRefused) as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    for answer in answers:
        if options.json:
            print(json.dumps(answer, ensure_ascii=False))
        else:
            print("\n".join(_trace(pack, answer)))
    return 0


def _moment(text: str) -> date | datetime:
    """Return the day or moment that is asked for."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError as error:
        raise CaseRefused("--at is not a moment: write it like 2024-05-01T21:30+01:00.") from error


def _pack(name: str | None, local: str | None, moment: date | datetime, *, dated: bool) -> Pack:
    library = load_packs(PACKS)
    if name is None:
        return library.in_force(at=moment, local=local)
    try:
        # A base that is named applies on whatever day, and with it the newest local additions.
        return library.named(pack_id=name, local=local, at=moment if dated else None)
    except NoPackInForce:
        return library.named(pack_id=name, local=local, at=moment)


def _cases(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each case with the words that say where it stands."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseRefused("The file cannot be read as UTF-8 text: check its path.") from error
    if path.suffix != ".jsonl":
        yield "The case", _parsed(text, "The case")
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield f"Line {number}", _parsed(line, f"Line {number}")


def _parsed(text: str, where: str) -> dict[str, Any]:
    try:
        case = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise CaseRefused(f"{where}: it is not JSON with each name once.") from error
    if not isinstance(case, dict) or not isinstance(case.get("facts"), dict):
        raise CaseRefused(f'{where}: a case is {{"facts": {{…}}, "sources": {{…}}}}.')
    strange = sorted(set(case) - _CASE_KEYS)
    if strange:
        raise CaseRefused(f"{where}: a case has no {strange[0]!r}.")
    sources = case.get("sources") or {}
    if not isinstance(sources, dict) or not all(
        source is None or isinstance(source, str) for source in sources.values()
    ):
        raise CaseRefused(f"{where}: sources give a text for each fact named.")
    return {**case, "sources": sources}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _answer(pack: Pack, case: dict[str, Any], at: str, where: str) -> dict[str, Any]:
    try:
        return evaluate(pack=pack, facts=case["facts"], sources=case["sources"], at=at)
    except (UnknownFact, BadValue) as refusal:
        raise CaseRefused(f"{where}: {refusal}") from refusal


def _trace(pack: Pack, answer: dict[str, Any]) -> Iterator[str]:
    """Yield the answer in words: why, what else is owed, what to ask."""
    yield from record_text(pack=pack, result=answer)
    for name, category in answer["categories"].items():
        because = f" ({', '.join(category['because'])})" if category["because"] else ""
        yield f"Category {name}: {category['allowed']}{because}"
    for row in answer["obligations"]:
        clock = row["clock"]
        length = f"{clock['length']:g} {clock['unit'].replace('_', ' ')}"
        yield f"Owed by {row['because']}: {row['kind']}, {row['to']}, {length} from {clock['from']}"
    for question in answer["questions"]:
        could = question["could_raise_to"]
        yield f"Ask: {question['text']} [{f'up to {could}' if could else 'duties only'}]"
    yield ""
