"""What the rules answered, and what was known, as the texts that an assessment keeps."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.policy import (
    IMMEDIACY,
    LEVELS,
    SERIOUSNESS,
    Clause,
    Pack,
    Vocabulary,
    grade,
)
from whereabouts.engines.policy.bulk import Columns, case_of
from whereabouts.engines.policy.own_packs import each_clause
from whereabouts.interfaces.commands.backload.grading import Graded
from whereabouts.interfaces.commands.backload.text import escaped

Column = NDArray[Any]


def answers(*, graded: Graded) -> list[str]:
    """Return each answer as JSON: of what the rules said then, the grade and what fired are kept.

    What was unknown and what was asked is not: nobody is there any more to be asked.
    """
    grades = graded.grades
    columns = (
        grades.level, grades.floor, grades.possible_level, grades.possible_floor,
        grades.seriousness, grades.immediacy, graded.which,
    )  # fmt: skip
    begun: dict[tuple[int, ...], str] = {}
    found = []
    for shown, fired in zip(
        zip(*(column.tolist() for column in columns), strict=True), _fired(graded), strict=True
    ):
        if shown not in begun:
            begun[shown] = _begun(shown, graded.packs[shown[-1]])
        found.append(f"{begun[shown]}{', '.join(fired)}]}}")
    return found


def _begun(shown: tuple[int, ...], pack: Pack) -> str:
    """Return an answer up to its first reason."""
    level, floor, possible_level, possible_floor, seriousness, immediacy, _ = shown
    text = json.dumps({
        "level": LEVELS[level],
        "floor": LEVELS[floor],
        "possible_level": LEVELS[possible_level],
        "possible_floor": LEVELS[possible_floor],
        "seriousness": SERIOUSNESS[seriousness],
        "immediacy": IMMEDIACY[immediacy],
        "pack": pack.id,
        "undecided": [], "questions": [], "obligations": [], "conflicts": [],
        "fired": [],
    })  # fmt: skip
    return text.removesuffix("]}")


def _fired(graded: Graded) -> list[list[str]]:
    """Return for each row the reasons that fired, in the order of a single evaluation.

    A clause says the same of all who have the same facts among those that it reads: it is asked
    once for each such lot, and all others are given its words.
    """
    found: list[list[str]] = [[] for _ in range(graded.facts.rows)]
    for pack, clause, holds in each_clause(
        packs=graded.packs, which=graded.which, grades=graded.grades
    ):
        rows = np.flatnonzero(holds)
        if not len(rows):
            continue
        reads = {
            name: graded.facts.values[name][rows]
            for name in clause.reads
            if name in graded.facts.values
        }
        first, lot = _lots(reads, len(rows))
        texts = [
            _said(clause, pack, Columns(1, {name: col[at : at + 1] for name, col in reads.items()}))
            for at in first.tolist()
        ]
        for row, place in zip(rows.tolist(), lot.tolist(), strict=True):
            found[row].append(texts[place])
    return found


def _lots(columns: dict[str, Column], number: int) -> tuple[Column, Column]:
    """Return the first row of each lot that is alike in every column, and each row's lot."""
    lot = np.zeros(number, np.int64)
    first = np.zeros(1, np.int64)
    for column in columns.values():
        values, places = np.unique(column, return_inverse=True)
        together = lot * len(values) + places
        _, first, lot = np.unique(together, return_index=True, return_inverse=True)
    return first, lot


def _said(clause: Clause, pack: Pack, columns: Columns) -> str:
    """Return what a clause puts into a result, as the engine itself says it of one case."""
    case = case_of(vocabulary=pack.vocabulary, columns=columns, number=0)
    fired = grade(pack=pack, facts=case)["fired"]
    return escaped(json.dumps([row for row in fired if row["clause"] == clause.id])[1:-1])


def facts_as_json(*, facts: Columns, vocabulary: Vocabulary) -> list[str]:
    """Return what was known of each row as JSON; what is unknown is left out."""
    columns = []
    for name, column in facts.values.items():
        values, places = np.unique(column, return_inverse=True)
        texts = np.array(
            [_fact(name, values[at : at + 1], vocabulary) for at in range(len(values))], object
        )
        columns.append(texts[places].tolist())
    return [
        "{" + ", ".join([text for text in row if text]) + "}" for row in zip(*columns, strict=True)
    ]


def _fact(name: str, value: Column, vocabulary: Vocabulary) -> str:
    case = case_of(vocabulary=vocabulary, columns=Columns(1, {name: value}), number=0)
    return escaped(json.dumps(case)[1:-1])
