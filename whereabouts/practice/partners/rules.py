"""Decisions about what partners bring, from plain values: expectations, gradings side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

LEVELS = ("absent", "low", "medium", "high")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that a carer is expected to try."""

    key: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Protocol:
    """What a protocol expects from a day on, with who says so."""

    key: str
    since: date
    source: str
    urgent: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Graded:
    """How one agency graded a child, when, and by whom."""

    agency: str
    level: str
    at: datetime
    decides: bool = False
    tool: str = ""
    because: str = ""
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class SideBySide:
    """Every agency's latest grading, the police's first; and whether they differ."""

    gradings: tuple[Graded, ...]
    differ: bool
    lower_than_a_partner: bool


def side_by_side(*, gradings: Iterable[Graded]) -> SideBySide:
    """Return the latest grading of each agency beside the others'. None is made of the others.

    What stands is beside what the same agency, or a part of it, says for itself.
    `lower_than_a_partner`: what stands is lower than what somebody, for themselves, would say.
    """
    latest: dict[tuple[str, bool], Graded] = {}
    for one in sorted(gradings, key=lambda one: one.at):
        latest[one.agency, one.decides] = one
    shown = sorted(latest.values(), key=lambda one: (not one.decides, one.agency))
    levels = {one.level for one in shown}
    stands = [LEVELS.index(one.level) for one in shown if one.decides]
    others = [LEVELS.index(one.level) for one in shown if not one.decides]
    return SideBySide(
        gradings=tuple(shown),
        differ=len(levels) > 1,
        lower_than_a_partner=bool(stands and others and max(others) > max(stands)),
    )
