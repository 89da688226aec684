"""How often a second look overturns a grade, and when absent is used: for one force, about grades.

Nothing of the practice room is counted here, and no person is shown.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.oversight.actions.sampling import BELOW
from whereabouts.practice.oversight.models import Finding, SecondLook
from whereabouts.practice.oversight.rules import Share, share_with_interval
from whereabouts.practice.risk.models import Decision
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import State

FINDINGS_OF = timedelta(days=365)
GRADES_OF = timedelta(days=90)
NO_UNIT = "No unit on record"
LONDON = ZoneInfo("Europe/London")
# From so many other open episodes on, to below the next.
BANDS = ((0, "0 to 4"), (5, "5 to 9"), (10, "10 to 19"), (20, "20 or more"))


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """A unit's second looks: how many grades were overturned of those graded blind."""

    unit: str
    overturned: Share
    higher: int
    lower: int
    not_blind: int


@dataclass(frozen=True, kw_only=True)
class Band:
    """A part of the grades: how many there were, and which share was absent."""

    label: str
    absent: Share


@dataclass(frozen=True, kw_only=True)
class OversightFigures:
    """Overturn rates by unit, and the absent share by queue length and by hour of day."""

    at: datetime
    units: list[UnitRow]
    every: UnitRow
    waiting: int
    late: int
    grades: int
    by_queue: list[Band]
    by_hour: list[Band]


@lookup(needs=Permission.OVERSIGHT_LOOK)
def oversight_figures(*, actor: Actor, at: datetime) -> OversightFigures:
    """Return the figures of the actor's force: findings of a year, first grades of 90 days."""
    found = list(
        visible(Finding)
        .filter(owner_agency=actor.agency_id, found_at__gt=at - FINDINGS_OF, found_at__lte=at)
        # Chosen because they are low: among those drawn by chance they would tell of no unit.
        .exclude(second_look__standing=BELOW)
        .values_list(
            "second_look__unit__name", "finding", "second_look__blind_grade__opened_before"
        )
    )
    by_unit: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for unit, finding, opened in found:
        by_unit[unit or NO_UNIT].append((finding, opened))
    waiting = visible(SecondLook).filter(owner_agency=actor.agency_id).exclude(state="answered")
    grades = _first_grades(actor=actor, at=at)
    return OversightFigures(
        at=at,
        units=[_unit(unit, rows) for unit, rows in sorted(by_unit.items())],
        every=_unit("Every unit", [(finding, opened) for _, finding, opened in found]),
        waiting=waiting.count(),
        late=waiting.filter(due_at__lt=at).count(),
        grades=len(grades),
        by_queue=_by_queue(grades),
        by_hour=_by_hour(grades),
    )


def _unit(name: str, rows: Iterable[tuple[str, bool]]) -> UnitRow:
    every = list(rows)
    blind = [finding for finding, opened in every if not opened]
    return UnitRow(
        unit=name,
        overturned=share_with_interval(
            part=sum(finding != "agrees" for finding in blind), n=len(blind)
        ),
        higher=blind.count("higher"),
        lower=blind.count("lower"),
        not_blind=len(every) - len(blind),
    )


def _first_grades(*, actor: Actor, at: datetime) -> list[tuple[datetime, bool, int]]:
    """Return (when, whether absent, how many others were open then) of each first grade."""
    spans = list(
        visible(Episode)
        .filter(owner_agency=actor.agency_id)
        .exclude(state=State.JOINED)
        .values_list("reported_at", "back_at", "located_at", "closed_at", "state")
    )
    starts = sorted(reported for reported, *_ in spans)
    ends = sorted(
        end for _, back, located, closed, state in spans
        if (end := _ended(back, located, closed, state)) is not None
    )  # fmt: skip
    first = (
        visible(Decision)
        .filter(
            owner_agency=actor.agency_id, kind="first", decided_at__gt=at - GRADES_OF,
            decided_at__lte=at, episode__owner_agency=actor.agency_id,
        )
        .exclude(episode__state=State.JOINED)
        .values_list(
            "decided_at", "category", "episode__reported_at", "episode__back_at",
            "episode__located_at", "episode__closed_at", "episode__state",
        )
    )  # fmt: skip
    grades = []
    for when, category, reported, back, located, closed, state in first:
        end = _ended(back, located, closed, state)
        itself = reported <= when and (end is None or end > when)
        open_then = bisect_right(starts, when) - bisect_right(ends, when) - itself
        grades.append((when, category == "absent", open_then))
    return grades


def _ended(
    back: datetime | None, located: datetime | None, closed: datetime | None, state: str
) -> datetime | None:
    return back or closed or (located if state == State.FOUND_DEAD else None)


def _by_queue(grades: list[tuple[datetime, bool, int]]) -> list[Band]:
    floors = [floor for floor, _ in BANDS]
    found: dict[int, list[bool]] = defaultdict(list)
    for _, absent, queue in grades:
        found[bisect_right(floors, queue) - 1].append(absent)
    return [
        Band(label=label, absent=share_with_interval(part=sum(found[place]), n=len(found[place])))
        for place, (_, label) in enumerate(BANDS)
    ]


def _by_hour(grades: list[tuple[datetime, bool, int]]) -> list[Band]:
    found: dict[int, list[bool]] = defaultdict(list)
    for when, absent, _ in grades:
        found[when.astimezone(LONDON).hour].append(absent)
    return [
        Band(
            label=f"{hour:02}",
            absent=share_with_interval(part=sum(found[hour]), n=len(found[hour])),
        )
        for hour in range(24)
    ]
