"""The past of the configured database, as columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import numpy as np

from whereabouts.engines.policy import LEVELS, Vocabulary
from whereabouts.engines.policy.bulk import columns_of
from whereabouts.insight.lookups.past_grades import every_past_grade
from whereabouts.interfaces.commands.replaying.past import UNDECIDED, Past


def from_database(
    *, vocabulary: Vocabulary, at: datetime,
    tell: Callable[[int, int], None] = lambda done, of: None,
) -> Past:  # fmt: skip
    """Return every episode with what was known when it was last decided on.

    `tell` hears before each agency how many are done, of how many.
    A fact that the vocabulary no longer has is left out: no clause can read it.
    """
    cases: list[dict[str, Any]] = []
    decided, forces, reported, names = [], [], [], []
    for grade in every_past_grade(at=at, tell=tell):
        known = {name: v for name, v in grade.facts.items() if name in vocabulary.facts}
        if known.get("looked_after") is not None:  # said before the other had a name of its own
            known.setdefault("outside_care", not known["looked_after"])
        cases.append(known)
        decided.append(UNDECIDED if grade.level is None else LEVELS.index(grade.level))
        forces.append(grade.agency)
        reported.append(int(grade.reported_at.timestamp()))
        names.append(grade.reference)
    codes = tuple(dict.fromkeys(forces))
    place = {code: number for number, code in enumerate(codes)}
    return Past(
        facts=columns_of(vocabulary=vocabulary, cases=cases),
        decided=np.array(decided, dtype=np.int8),
        force=np.array([place[code] for code in forces], dtype=np.int64),
        forces=codes,
        reported_at=np.array(reported, dtype=np.int64),
        name=names.__getitem__,
    )
