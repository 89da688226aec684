"""What the rules answered, and what was known, as the texts that an assessment keeps."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.policy import IMMEDIACY, LEVELS, SERIOUSNESS, Vocabulary
from whereabouts.engines.policy.bulk import Columns, case_of
from whereabouts.interfaces.commands.backload.text import escaped

Column = NDArray[Any]


def answered(*, kept: tuple[Any, ...]) -> str:
    """Return an answer as JSON: of what the rules said then, the grade alone is kept."""
    level, floor, possible_level, possible_floor, seriousness, immediacy, pack = kept
    return json.dumps({
        "level": LEVELS[level],
        "floor": LEVELS[floor],
        "possible_level": LEVELS[possible_level],
        "possible_floor": LEVELS[possible_floor],
        "seriousness": SERIOUSNESS[seriousness],
        "immediacy": IMMEDIACY[immediacy],
        "pack": pack,
        "fired": [], "undecided": [], "questions": [], "obligations": [], "conflicts": [],
    })  # fmt: skip


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
