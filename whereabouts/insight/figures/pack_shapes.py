"""What a pack is made of: its parts, and the lengths that it measures by."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from whereabouts.engines.deadlines import length_of, london_instant
from whereabouts.insight.figures.facts import EpisodeFact
from whereabouts.insight.figures.tables import Table

FILE = Path(__file__).with_name("pack.toml")


@dataclass(frozen=True, kw_only=True)
class Measures:
    """The lengths that a pack measures by."""

    months: int
    least_months: int
    enough_episodes: int
    independent_hours: int
    independent_hours_wales: int
    prevention_hours: int
    grade_minutes: int
    compare_days: int
    least_compared: int
    repeat: str
    hot_spot_times: int
    source: str
    status: str

    @property
    def independent_words(self) -> str:
        """Within what time the independent conversation is due, in words."""
        if self.independent_hours == self.independent_hours_wales:
            return f"within {self.independent_hours} hours"
        return f"within {self.independent_hours} hours, or {self.independent_hours_wales} in Wales"

    @property
    def independent_note(self) -> str:
        """By what right it is due, in each country."""
        return (
            f"England: {self.independent_hours} hours by statutory guidance. Wales: the"
            " conversation is no duty in law, and no source that is held here sets a time for it;"
            f" {self.independent_hours_wales} hours are a target of this service."
        )


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a pack: what is said, then its tables."""

    heading: str
    says: tuple[str, ...]
    tables: tuple[Table, ...]


@lru_cache(maxsize=1)
def _held() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8"))["measured"])


def measures(*, on: date) -> Measures:
    """Return the newest lengths that had begun by a day."""
    newest = max((one for one in _held() if one["since"] <= on), key=lambda one: one["since"])
    wales = length_of(key="return_interview_wales", at=london_instant(on=on, wall=time(0)))
    return Measures(
        independent_hours_wales=wales // timedelta(hours=1),
        **{key: value for key, value in newest.items() if key != "since"},
    )


def in_time(*, one: EpisodeFact, by: Measures) -> bool:
    """Say whether the independent conversation was held in time after the return."""
    hours = one.hours_until(one.independent.held_at, since=one.back_at)
    wales = one.independent.country == "wales"
    most = by.independent_hours_wales if wales else by.independent_hours
    return hours is not None and hours <= most
