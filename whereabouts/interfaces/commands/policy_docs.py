"""`policy_docs`: prints the packs and the vocabulary as tables for the manual."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from whereabouts.engines.policy import (
    IMMEDIACY,
    SERIOUSNESS,
    Clause,
    PackLibrary,
    PackRefused,
    Vocabulary,
    VocabularyRefused,
    load_packs,
)
from whereabouts.engines.policy.model import Deadline, Obligation, PackFile, Task

ROOT = Path(__file__).resolve().parents[3]
REFUSED, WRONG_USAGE = 1, 2
_NOTE = "*Printed from the packs by `policy_docs`: change the pack, not this page.*"


def main(argv: list[str]) -> int:
    """Write the tables, or with --check say which are stale; return 0, 1 where any is."""
    parser = argparse.ArgumentParser(prog="whereabouts policy_docs")
    parser.add_argument("--root", type=Path, default=ROOT / "policy_packs")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs" / "policy")
    parser.add_argument("--check", action="store_true", help="write nothing")
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    try:
        library = load_packs(options.root)
    except (PackRefused, VocabularyRefused) as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    if options.check:
        wrong = stale(library=library, docs=options.docs)
        print("\n".join(wrong) or "The tables are fresh.")
        return REFUSED if wrong else 0
    options.docs.mkdir(parents=True, exist_ok=True)
    for name, text in pages(library=library).items():
        (options.docs / name).write_text(text, encoding="utf-8")
    return 0


def stale(*, library: PackLibrary, docs: Path) -> list[str]:
    """Return a sentence for each page that is not what the packs would print now."""
    wrong = []
    for name, text in pages(library=library).items():
        path = docs / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            wrong.append(f"{name} is stale: run `policy_docs`.")
    return wrong


def pages(*, library: PackLibrary) -> dict[str, str]:
    """Return the pages of the manual by file name."""
    made = {"vocabulary.md": "\n".join(_vocabulary(library.vocabulary)) + "\n"}
    for file in library.files:
        made[f"{file.id}.md"] = "\n".join(_pack(library, file)) + "\n"
    return made


def _pack(library: PackLibrary, file: PackFile) -> Iterator[str]:
    yield from (f"# {file.title} (`{file.id}`)", "", _NOTE, "")
    if file.in_force_from is not None:
        last = library.last_day(file=file)
        end = f"to {last}" if last else "with no end yet"
        proposed = " [PROPOSED day]" if file.commencement_status == "proposed" else ""
        where = "" if file.jurisdiction == "england_and_wales" else f"{file.jurisdiction.title()}: "
        yield from (f"{where}In force from {file.in_force_from}{proposed} {end}.", "")
    elif file.commencement_status == "unknown":
        yield from ("[UNKNOWN day]: in force on no day by itself, only where it is named.", "")
    if file.says:
        yield from (f"{file.says} *{file.source}*", "")
    if not file.child_absent_allowed:
        yield from ("Absent is never allowed for a child.", "")
    if file.definitions:
        yield from ("## Definitions", "", "| name | meaning |", "|---|---|")
        yield from (_row(name, text) for name, text in file.definitions.items())
        yield ""
    if file.labels:
        yield from ("## Labels", "", "| level | label |", "|---|---|")
        yield from (_row(level, label) for level, label in file.labels.items())
        yield ""
    if file.table:
        yield from ("## Where the two axes meet", "")
        yield _row("seriousness", *(name.replace("_", " ") for name in IMMEDIACY))
        yield "|---|---|---|---|---|"
        for seriousness in SERIOUSNESS:
            cells = (file.table[seriousness, immediacy] for immediacy in IMMEDIACY)
            yield _row(seriousness.replace("_", " "), *cells)
        yield ""
    if file.rules:
        yield from ("## Rules", "", "| rule | holds when | effects | because | source |")
        yield "|---|---|---|---|---|"
        for rule in file.rules:
            for clause in rule.clauses:
                source = _marked(clause.source, clause.status)
                effects = " · ".join(_effects(clause))
                yield _row(clause.id, clause.said, effects, clause.because, source)
        yield ""
    yield from _timed("Obligations", file.obligations)
    yield from _timed("Deadlines", file.deadlines)
    yield from _timed("First tasks", file.tasks)


def _effects(clause: Clause) -> Iterator[str]:
    if clause.bar:
        rank = clause.pass_by.replace("_", " ")
        yield f"bar {clause.bar}" + ("" if rank == "duty inspector" else f" (passed by: {rank})")
    for scale, position in clause.prompt.items():
        yield f"prompt {scale} {position.replace('_', ' ')}"
    if clause.consider:
        yield "consider high"
    if clause.owes:
        yield "owes " + ", ".join(clause.owes)


def _timed(title: str, items: tuple[Obligation | Deadline | Task, ...]) -> Iterator[str]:
    if not items:
        return
    yield from (f"## {title}", "", "| what | to | clock | says | source |", "|---|---|---|---|---|")
    for item in items:
        if isinstance(item, Deadline):
            name, since = item.key, item.event
            level = f" ({item.level})" if item.level else ""
            again = ", and again" if item.repeats else ""
        else:
            name, since, again, level = item.kind, item.since, "", ""
            if isinstance(item, Task):
                level = f" ({', '.join(item.levels)})"
                again = _again(item)
        length = f"{item.length:g} {item.unit.replace('_', ' ')} from {since}{again}"
        if item.unit == "working_days" and not isinstance(item, Task):
            length += f", {item.calendar.title()}'s calendar"
        yield _row(name + level, item.to, length, item.text, _marked(item.source, item.status))
    yield ""


def _again(task: Task) -> str:
    hours = task.again_after_hours
    return "" if hours is None else f", and again {hours:g} hours after it was done"


def _vocabulary(vocabulary: Vocabulary) -> Iterator[str]:
    yield from ("# The facts", "", _NOTE, "")
    heads = ("fact", "group", "kind", "worse", "question", "why it matters", "who can answer")
    yield _row(*heads, "derived from")
    yield "|---|---|---|---|---|---|---|---|"
    for fact in vocabulary.facts.values():
        kind = " < ".join(fact.values) if fact.worse == "last" else ", ".join(fact.values)
        question = fact.question
        if fact.not_to_caller_who_may_harm:
            question += " *(not to a caller who may be the cause)*"
        who = ", ".join(name.replace("_", " ") for name in fact.who_can_answer)
        why = f"{fact.why} *{fact.why_source}*"
        yield _row(
            fact.name, fact.group, kind or fact.kind, fact.worse, question, why, who,
            fact.derived_from,
        )  # fmt: skip


def _marked(source: str, status: str) -> str:
    return f"{source} **[PROPOSED]**" if status == "proposed" else source


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
