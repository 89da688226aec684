"""What past episodes are graded again by: one pack for all, or each force's own of the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.policy import FOLLOWED, Clause, Pack
from whereabouts.engines.policy.bulk import Grades, grade_each
from whereabouts.engines.policy.own_packs import each_clause
from whereabouts.interfaces.commands.replaying.past import Past

Column = NDArray[Any]


class NoOwnPacks(ValueError):
    """Nobody worked out which pack was in force for each of the episodes."""


@dataclass(frozen=True)
class Under:
    """Packs, the place of each episode's among them, and what they make of what was known."""

    packs: tuple[Pack, ...]
    which: Column
    grades: Grades
    own: bool  # each force's own, and not one for all

    @property
    def id(self) -> str:
        """The pack's name, or what stands in its place."""
        return FOLLOWED if self.own else self.packs[0].id

    @property
    def sha256(self) -> str:
        """The pack's hash; of several the hash of theirs, one after the other by name."""
        if not self.own:
            return self.packs[0].sha256
        return sha256("".join(pack.sha256 for pack in self.packs).encode()).hexdigest()

    @cached_property
    def least(self) -> Column:
        """The lowest level of each episode that nothing in its pack forbids."""
        lowest = np.array([not pack.child_absent_allowed for pack in self.packs], np.uint8)
        return np.maximum(self.grades.floor, lowest[self.which])

    def pack_of(self, *, row: int) -> Pack:
        """Return the pack that an episode is graded by."""
        return self.packs[int(self.which[row])]

    def clauses(self) -> Iterator[tuple[Clause, Column]]:
        """Yield each clause, and the rows in which it holds."""
        for _, clause, holds in each_clause(packs=self.packs, which=self.which, grades=self.grades):
            yield clause, holds


def graded_under(*, pack: Pack | None, past: Past) -> Under:
    """Grade every episode under one pack, or under its force's own where none is named.

    :raises NoOwnPacks: none is named, and the past does not say which each was under.
    """
    if pack is not None:
        packs: tuple[Pack, ...] = (pack,)
        which = np.zeros(len(past), np.int16)
    elif past.own is not None:
        packs, which = past.own.packs, past.own.which
    else:
        raise NoOwnPacks("This past does not say which pack each force followed.")
    grades = grade_each(packs=packs, which=which, columns=past.facts)
    return Under(packs, which, grades, own=pack is None)
