"""The past of the configured database, as columns: read agency by agency."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import numpy as np

from whereabouts.engines.policy import LEVELS, Vocabulary
from whereabouts.engines.policy.bulk import Columns as Facts
from whereabouts.engines.policy.bulk import columns_of, joined
from whereabouts.foundations.agencies.models import Agency
from whereabouts.insight.lookups.kept_slices import (
    Columns,
    Keeps,
    KeepsNothing,
    kept_or_made,
    texts,
)
from whereabouts.insight.lookups.past_grades import agencies_with_a_past, past_grades
from whereabouts.interfaces.commands.made_nation.making import FACT
from whereabouts.interfaces.commands.replaying.past import UNDECIDED, Past

NOTHING = KeepsNothing()


def from_database(
    *, vocabulary: Vocabulary, at: datetime,
    tell: Callable[[int, int], None] = lambda done, of: None, keeps: Keeps = NOTHING,
) -> Past:  # fmt: skip
    """Return every episode with what was known when it was last decided on.

    `tell` hears before each agency how many are done, of how many. `keeps` keeps what was read of
    each, and an agency that it has is not read again.
    A fact that the vocabulary no longer has is left out: no clause can read it.
    """
    agencies = agencies_with_a_past()
    codes: list[str] = []
    slices: list[Columns] = []
    for number, agency in enumerate(agencies):
        tell(number, len(agencies))
        read = partial(_read, agency, vocabulary, at)
        found = kept_or_made(keeps=keeps, part=agency.pk.hex, make=read)
        if len(found["decided"]):
            codes.append(agency.code)
            slices.append(found)
    names = [name for found in slices for name in found["name"].tolist()]
    nothing = np.zeros(0, np.int64)
    return Past(
        facts=joined(vocabulary=vocabulary, parts=[_facts(found) for found in slices]),
        decided=np.concatenate([nothing.astype(np.int8), *(one["decided"] for one in slices)]),
        force=np.concatenate(
            [nothing, *(np.full(len(one["decided"]), place) for place, one in enumerate(slices))]
        ),
        forces=tuple(codes),
        reported_at=np.concatenate([nothing, *(one["reported_at"] for one in slices)]),
        name=names.__getitem__,
    )


def _read(agency: Agency, vocabulary: Vocabulary, at: datetime) -> Columns:
    grades = past_grades(agency=agency, at=at)
    facts = columns_of(
        vocabulary=vocabulary,
        cases=[_known(one.facts, vocabulary) for one in grades],
    )
    levels = [UNDECIDED if one.level is None else LEVELS.index(one.level) for one in grades]
    return {
        "decided": np.array(levels, np.int8),
        "reported_at": np.array([int(one.reported_at.timestamp()) for one in grades], np.int64),
        "name": texts([one.reference for one in grades]),
        **{FACT + name: column for name, column in facts.values.items()},
    }


def _known(facts: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    known = {name: value for name, value in facts.items() if name in vocabulary.facts}
    if known.get("looked_after") is not None:  # said before the other had a name of its own
        known.setdefault("outside_care", not known["looked_after"])
    return known


def _facts(found: Columns) -> Facts:
    values = {
        name.removeprefix(FACT): column for name, column in found.items() if name.startswith(FACT)
    }
    return Facts(len(found["decided"]), values)
