"""Facts that follow from records: counts, plans, placements, flags; pure, from plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
NIGHT_FROM, NIGHT_UNTIL = 22, 5  # hours of local time; [PROPOSED]

# (flag kind, strength or "" for either) → (fact, value)
FLAG_FACTS: dict[tuple[str, str], tuple[str, Any]] = {
    ("cse", "suspected"): ("cse_flag", "suspected"),
    ("cse", "confirmed"): ("cse_flag", "confirmed"),
    ("cce", "suspected"): ("cce_flag", "suspected"),
    ("cce", "confirmed"): ("cce_flag", "confirmed"),
    ("highest_risk_cohort", ""): ("highest_risk_cohort", True),
    ("trafficking", ""): ("trafficking_concern", True),
    ("unaccompanied", ""): ("unaccompanied", True),
    ("online_contact", ""): ("online_contact_concern", True),
    ("impairs_keeping_safe", ""): ("impairs_keeping_safe", True),
    ("communication_need", ""): ("communication_need", True),
    ("medical_ongoing", ""): ("medical_need", "ongoing"),
    ("medical_time_critical", ""): ("medical_need", "time_critical"),
    ("mental_health", ""): ("mental_health_need", True),
    ("self_harm_past", ""): ("self_harm", "past"),
    ("self_harm_current", ""): ("self_harm", "current"),
    ("suicide", ""): ("suicide_concern", True),
    ("substance", ""): ("substance", "uses"),
    ("substance_dependent", ""): ("substance", "dependent"),
    ("excluded_from_school", ""): ("excluded_from_school", True),
    ("violence_at_home", ""): ("violence_at_home", True),
    ("forced_marriage_or_fgm", ""): ("forced_marriage_or_fgm_concern", True),
    ("exploitation_cue", ""): ("exploitation_cue_in_history", True),
    ("harmed_before", ""): ("harmed_before", True),
    ("found_with_adult", ""): ("found_with_adult_of_concern_before", True),
}


@dataclass(frozen=True, kw_only=True)
class History:
    """What our registers know of the child before this episode."""

    reported_at: tuple[datetime, ...] = ()  # of each earlier episode
    highest_level: str = "none"
    help_sought: int = 0
    silent_agencies: bool = False


@dataclass(frozen=True, kw_only=True)
class Lives:
    """Where the child lives now, as a placement says; None where no placement is known."""

    living_at: str
    looked_after: bool | None
    out_of_area: bool | None
    started_on: date


@dataclass(kw_only=True)
class Derived:
    """Facts with the source of each."""

    facts: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    def know(self, fact: str, value: Any, source: str) -> None:
        """Add a fact; None is not knowing, and adds nothing."""
        if value is not None:
            self.facts[fact] = value
            self.sources[fact] = source


def from_flags(*, flags: Iterable[tuple[str, str, str]]) -> list[tuple[str, Any, str]]:
    """Return (fact, value, source) for each active flag, given as (kind, strength, source)."""
    found = []
    for kind, strength, source in flags:
        fact = FLAG_FACTS.get((kind, strength)) or FLAG_FACTS.get((kind, ""))
        if fact:
            found.append((fact[0], fact[1], f"flag, {strength}: {source}"))
    return found


def from_history(*, history: History, at: datetime) -> Derived:
    """Return the counts over every force and category, the present episode left out.

    While an agency that feeds us is silent the counts are at least so much, and said as such: a
    count can then be known to have reached a threshold, never known to be nought.
    """
    derived = Derived()
    source = "registers of every force"
    total = len(history.reported_at)
    if history.silent_agencies and not total:
        return derived
    for fact, days in (("episodes_30d", 30), ("episodes_90d", 90), ("episodes_180d", 180)):
        within = sum(1 for when in history.reported_at if at - when <= timedelta(days=days))
        derived.know(fact, within, source)
    derived.know("episodes_ever", total, source)
    derived.know("highest_previous_level", history.highest_level, source)
    derived.know("first_time", total == 0, source)
    derived.know("help_sought_before", history.help_sought, "contacts on record")
    return derived


def from_placement(
    *, lives: Lives | None, reported_at: Iterable[datetime], at: datetime
) -> Derived:
    """Return what a placement says: who looks after the child, where, since when."""
    derived = Derived()
    if lives is None:
        return derived
    source = "placement register"
    derived.know("living_at", lives.living_at, source)
    derived.know("looked_after", lives.looked_after, source)
    if lives.looked_after is not None:
        derived.know("outside_care", not lives.looked_after, source)
    derived.know("placed_out_of_area", lives.out_of_area, source)
    today = at.astimezone(LONDON).date()
    derived.know("days_since_placement", max((today - lives.started_on).days, 0), source)
    since = sum(1 for when in reported_at if when.astimezone(LONDON).date() >= lives.started_on)
    derived.know("episodes_since_placement", since, source)
    return derived


def from_times(*, last_seen_at: datetime | None, reported_at: datetime, at: datetime) -> Derived:
    """Return what the clock says; last seen may be unknown."""
    derived = Derived()
    if last_seen_at is not None:
        derived.know(
            "hours_since_last_seen", max((at - last_seen_at) / timedelta(hours=1), 0.0), "report"
        )
    derived.know(
        "hours_since_reported", max((at - reported_at) / timedelta(hours=1), 0.0), "report"
    )
    hour = reported_at.astimezone(LONDON).hour
    derived.know("late_night", hour >= NIGHT_FROM or hour < NIGHT_UNTIL, "time of the report")
    return derived


def capped_age(*, age: int | None) -> int | None:
    """Return an age for the rules: who turns 18 while missing keeps 17."""
    return None if age is None else min(age, 17)


def age_that_protects(*, believed: int | None, youngest: int | None, disputed: bool) -> int | None:
    """Return the age that the rules go by: a dispute never makes a child older.

    `believed` is the youngest by the dates of birth that are believed, `youngest` by every one on
    record: while the age is disputed, that somebody believes the child's own no more counts for
    nothing.
    """
    ages = [believed, youngest] if disputed else [believed]
    return capped_age(age=min((age for age in ages if age is not None), default=None))


def carries_on(*, group: str) -> bool:
    """Return whether a "yes" of an earlier episode stands until it is reviewed.

    What is true of the child carries on; what was true of that night does not.
    """
    return group in {"child", "exploitation", "history"}


def merged(*, parts: Iterable[Derived]) -> Derived:
    """Return all parts as one; later parts only add."""
    whole = Derived()
    for part in parts:
        for fact, value in part.facts.items():
            whole.facts.setdefault(fact, value)
            whole.sources.setdefault(fact, part.sources[fact])
    return whole


def as_plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts ready to be kept as JSON: floats to two places."""
    return {
        name: round(value, 2) if isinstance(value, float) else value
        for name, value in values.items()
    }
