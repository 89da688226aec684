"""The past of the configured database, as columns: read agency by agency."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import numpy as np

from whereabouts.engines.policy import LEVELS, PackLibrary, Vocabulary
from whereabouts.engines.policy.bulk import Columns as Facts
from whereabouts.engines.policy.bulk import columns_of, joined
from whereabouts.engines.policy.library import british_day
from whereabouts.engines.policy.own_packs import EPOCH, packs_of
from whereabouts.foundations.agencies.models import Agency
from whereabouts.insight.lookups.kept_slices import (
    Column,
    Columns,
    Keeps,
    KeepsNothing,
    kept_or_made,
    texts,
)
from whereabouts.insight.lookups.past_grades import agencies_with_a_past, past_grades, practice_of
from whereabouts.interfaces.commands.made_nation.making import FACT
from whereabouts.interfaces.commands.replaying.past import UNDECIDED, Own, Past

NOTHING = KeepsNothing()


def from_database(
    *, vocabulary: Vocabulary, at: datetime,
    tell: Callable[[int, int], None] = lambda done, of: None, keeps: Keeps = NOTHING,
    library: PackLibrary | None = None,
) -> Past:  # fmt: skip
    """Return every episode with what was known when it was last decided on.

    With a `library` it works out besides which pack was in force for each one's agency on the day
    of that assessment, from what the agency says that it followed.
    `tell` hears before each agency how many are done, of how many. `keeps` keeps what was read of
    each, and an agency that it has is not read again.
    A fact that the vocabulary no longer has is left out: no clause can read it.
    """
    agencies = agencies_with_a_past()
    whose: list[Agency] = []
    slices: list[Columns] = []
    for number, agency in enumerate(agencies):
        tell(number, len(agencies))
        read = partial(_read, agency, vocabulary, at)
        found = kept_or_made(keeps=keeps, part=agency.pk.hex, make=read)
        if len(found["decided"]):
            whose.append(agency)
            slices.append(found)
    names = [name for found in slices for name in found["name"].tolist()]
    nothing = np.zeros(0, np.int64)
    force = np.concatenate(
        [nothing, *(np.full(len(one["decided"]), place) for place, one in enumerate(slices))]
    )
    return Past(
        facts=joined(vocabulary=vocabulary, parts=[_facts(found) for found in slices]),
        decided=np.concatenate([nothing.astype(np.int8), *(one["decided"] for one in slices)]),
        force=force,
        forces=tuple(agency.code for agency in whose),
        reported_at=np.concatenate([nothing, *(one["reported_at"] for one in slices)]),
        name=names.__getitem__,
        own=_own(library, whose, slices, force) if library is not None else None,
    )


def _own(library: PackLibrary, whose: list[Agency], slices: list[Columns], force: Column) -> Own:
    day = np.concatenate([force[:0], *(one["day"] for one in slices)])
    packs, which = packs_of(
        library=library, practices=[practice_of(agency=agency) for agency in whose], whose=force,
        day=day,
    )  # fmt: skip
    # Of each agency the names that its records carry are few: each is looked up once.
    place = {pack.id: number for number, pack in enumerate(packs)}
    named = [
        np.array([place.get(name, -1) for name in one["packs"].tolist()], np.int64)[one["pack"]]
        for one in slices
    ]
    return Own(packs, which, np.concatenate([force[:0], *named]) != which)


def _read(agency: Agency, vocabulary: Vocabulary, at: datetime) -> Columns:
    grades = past_grades(agency=agency, at=at)
    facts = columns_of(
        vocabulary=vocabulary,
        cases=[_known(one.facts, vocabulary) for one in grades],
    )
    names, place = np.unique(texts([one.pack for one in grades]), return_inverse=True)
    levels = [UNDECIDED if one.level is None else LEVELS.index(one.level) for one in grades]
    return {
        "decided": np.array(levels, np.int8),
        "reported_at": np.array([int(one.reported_at.timestamp()) for one in grades], np.int64),
        "day": np.array([_day(one.assessed_at) for one in grades], np.int64),
        "pack": place,
        "packs": names,
        "name": texts([one.reference for one in grades]),
        **{FACT + name: column for name, column in facts.values.items()},
    }


def _day(at: datetime) -> int:
    return (british_day(at=at) - EPOCH).days


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
