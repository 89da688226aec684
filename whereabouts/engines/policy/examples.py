"""Worked examples beside a pack: what they claim, held against what the engine answers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from .evaluation import evaluate
from .library import PackLibrary
from .model import Pack, PackFile

A_DAY = timedelta(days=1)
_SAME = (
    "pack",
    "level",
    "possible_level",
    "floor",
    "possible_floor",
    "seriousness",
    "possible_seriousness",
    "immediacy",
    "possible_immediacy",
)
_KNOWN = {
    *_SAME,
    *("name", "at", "facts", "fires", "not_fires", "owes", "absent", "missing", "label"),
    *("first_question", "conflicts"),
}


def read_examples(*, path: Path) -> list[dict[str, Any]]:
    """Return the examples of a file."""
    return list(tomllib.loads(path.read_text(encoding="utf-8")).get("examples", []))


def failures(*, pack: Pack, example: Mapping[str, Any]) -> tuple[list[str], set[str]]:
    """Return what the example claims and is not so, and the clauses that fired."""
    strange = sorted(set(example) - _KNOWN)
    wrong = [f"{key} is nothing that an example can claim" for key in strange]
    result = evaluate(pack=pack, facts=example["facts"])
    fired = {row["clause"] for row in result["fired"]}
    owed = {row["kind"] for row in result["obligations"]}
    first = result["questions"][0]["fact"] if result["questions"] else ""
    so: dict[str, Any] = {key: result[key] for key in _SAME}
    so["absent"] = result["categories"]["absent"]["allowed"]
    so["missing"] = result["categories"]["missing"]["allowed"]
    so["label"] = pack.labels[result["level"]]
    so["first_question"] = first
    so["conflicts"] = len(result["conflicts"])
    for key, value in so.items():
        if key in example and example[key] != value:
            wrong.append(f"{key} is {value}, not {example[key]}")
    wrong += [
        f"{clause} does not fire" for clause in example.get("fires", ()) if clause not in fired
    ]
    wrong += [f"{clause} fires" for clause in example.get("not_fires", ()) if clause in fired]
    wrong += [f"{kind} is not owed" for kind in example.get("owes", ()) if kind not in owed]
    return wrong, fired


def check_examples(*, library: PackLibrary, file: PackFile, path: Path) -> list[str]:
    """Return what is wrong with a pack's examples: false claims, and clauses that none shows."""
    wrong = []
    shown: set[str] = set()
    for example in read_examples(path=path):
        local = file.partnership or None
        if "at" in example:
            pack = library.in_force(at=date.fromisoformat(example["at"]), local=local)
        else:
            base = file.id if file.layer == "base" else library.bases[-1].id
            pack = library.named(pack_id=f"{base}+{file.id}" if local else base)
        found, fired = failures(pack=pack, example=example)
        shown |= fired & set(example.get("fires", ()))
        wrong += [f"{file.id}: {example['name']}: {claim}" for claim in found]
    for rule in file.rules:
        wrong += [
            f"{file.id}: no example shows {clause.id}"
            for clause in rule.clauses
            if clause.id not in shown
        ]
    return wrong


def undated(*, library: PackLibrary, file: PackFile, path: Path) -> list[str]:
    """Return what a local pack does not say of itself, and the days that no example shows."""
    if not file.says or not file.source:
        return [f"{file.id}: a local pack says its practice, and who described it"]
    if file.in_force_from is None:
        return [f"{file.id}: a local pack has a day from which it is in force"]
    days = {file.in_force_from - A_DAY, file.in_force_from}
    last = library.last_day(file=file)
    if last is not None:
        days |= {last, last + A_DAY}
    shown = {example["at"] for example in read_examples(path=path) if "at" in example}
    return [
        f"{file.id}: no example shows {day.isoformat()}"
        for day in sorted(days)
        if day.isoformat() not in shown
    ]
