"""What each force's own pack of the day made of a history's episodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.policy import Pack, PackLibrary
from whereabouts.engines.policy.bulk import Columns, Grades, grade_each
from whereabouts.engines.policy.own_packs import Practice, packs_of
from whereabouts.interfaces.commands.made_nation.columnar import facts_of
from whereabouts.interfaces.commands.made_nation.history import DAY
from whereabouts.interfaces.commands.made_nation.local import with_outside_care
from whereabouts.interfaces.commands.made_nation.making import Table

Column = NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """Episodes with what was known of each, the pack of each, and what it made of that."""

    facts: Columns
    packs: tuple[Pack, ...]
    which: Column  # places in `packs`
    grades: Grades


def graded(*, made: Table, practices: Sequence[Practice], library: PackLibrary) -> Graded:
    """Grade rows of a nation, each under what its force goes by on its day.

    The nation's moments are those of British clocks, so that a day of theirs is a British day.
    """
    known = facts_of(table=made)
    facts = Columns(known.rows, with_outside_care(facts=dict(known.values)))
    packs, which = packs_of(
        library=library, practices=practices, whose=made["force"].astype(np.int64),
        day=made["reported_at"].astype(np.int64) // DAY,
    )  # fmt: skip
    grades = grade_each(packs=packs, which=which, columns=facts)
    return Graded(facts=facts, packs=packs, which=which, grades=grades)
