"""The tiles of the 43 forces, and after how long without a word one counts as silent."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

FORCES = Path(__file__).with_name("forces.toml")
FRESHNESS = Path(__file__).with_name("freshness.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A force's place on the map."""

    code: str
    name: str
    column: int
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """How long a force, or another agency whose system feeds this one, may say nothing."""

    fed: timedelta
    by_hand: timedelta
    others_fed: timedelta
    source: str

    def holds(
        self, *, word_at: datetime | None, feeds: bool, at: datetime, force: bool = True
    ) -> bool:
        """Return whether an agency is silent: it never said anything, or not for too long."""
        if word_at is None:
            return True
        fed = self.fed if force else self.others_fed
        return at - word_at > (fed if feeds else self.by_hand)


@lru_cache(maxsize=1)
def tiles() -> tuple[Tile, ...]:
    """Return the tiles in the order of the map, row by row."""
    held = tomllib.loads(FORCES.read_text(encoding="utf-8"))["forces"]
    return tuple(sorted((Tile(**one) for one in held), key=lambda one: (one.row, one.column)))


def silence(*, at: date) -> Silence:
    """Return the newest lengths that had begun by that day."""
    held = tomllib.loads(FRESHNESS.read_text(encoding="utf-8"))["silent"]
    newest = max((one for one in held if one["since"] <= at), key=lambda one: one["since"])
    return Silence(
        fed=timedelta(minutes=newest["fed_minutes"]),
        by_hand=timedelta(minutes=newest["by_hand_minutes"]),
        others_fed=timedelta(minutes=newest["others_fed_minutes"]),
        source=newest["source"],
    )
