"""Which of a pack's deadlines begin with an episode or a return, and whose task each becomes.

Pure: a pack and plain values in, plain values out. The lengths are the pack's, but for
what Wales offers by its own guidance.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from whereabouts.engines.deadlines import length_of
from whereabouts.engines.policy.model import Deadline, Pack

PROTECTION_WARNINGS = "police_protection_warning"
# A deadline of the pack → the task that it is the clock of.
TASK_OF = {
    "pnc_entry": "pnc_entry",
    "ukmpu_notify": "ukmpu_notify",
    "ukmpu_notify_high": "ukmpu_notify_high",
    "childrens_services_told": "notify_social_care",
    "childrens_services_told_high": "notify_social_care",
    "absence_limit_wales": "absence_limit_wales",
    "regulation_40_notice": "regulation_40_notice",
}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What of an episode decides which clocks it has."""

    level: str
    country: str
    living_at: str
    looked_after: bool
    authority_known: bool


@dataclass(frozen=True, kw_only=True)
class ClockOwed:
    """A task that follows from a deadline of the pack."""

    kind: str
    to: str
    detail: str
    clock: dict[str, Any]


def owed_by_clocks(*, pack: Pack, standing: Standing) -> Iterator[ClockOwed]:
    """Yield the tasks that the pack's deadlines ask for, as an episode stands now.

    Where two are of one task, the level's own goes before the one for every level.
    """
    chosen: dict[str, Deadline] = {}
    for limit in sorted(pack.deadlines, key=lambda limit: limit.level is not None):
        kind = TASK_OF.get(limit.key)
        if kind and _applies(limit=limit, standing=standing):
            chosen[kind] = limit
    for kind, limit in chosen.items():
        yield ClockOwed(kind=kind, to=limit.to, detail=limit.text, clock=clock_of(limit=limit))


def return_clock(
    *, pack: Pack, kind: str, level: str, country: str, at: datetime
) -> dict[str, Any]:
    """Return the clock of a task that a return asks for: the level's, the country's, else any.

    What Wales offers by its own guidance has its own length, with its own day and source.
    """
    if (kind, country) == ("return_interview", "wales"):
        offered = length_of(key="return_interview_wales", at=at)
        hours = offered // timedelta(hours=1)
        return {"from": "return", "length": hours, "unit": "hours", "calendar": "wales"}
    named = {limit.key: limit for limit in pack.deadlines}
    for key in (f"{kind}_{level}", f"{kind}_{country}", kind):
        if key in named:
            return clock_of(limit=named[key])
    owed = pack.obligations[kind]
    return {
        "from": owed.since,
        "length": owed.length,
        "unit": owed.unit,
        "calendar": owed.calendar,
    }


def guidance_of(*, pack: Pack, kind: str, country: str) -> str:
    """Return what the pack says of a task in one country, or nothing where it says nothing own."""
    named = {limit.key: limit for limit in pack.deadlines}
    limit = named.get(f"{kind}_{country}")
    return limit.text if limit is not None else ""


def clock_of(*, limit: Deadline) -> dict[str, Any]:
    """Return a deadline of the pack as the clock of a task."""
    return {
        "from": limit.event,
        "length": limit.length,
        "unit": limit.unit,
        "calendar": limit.calendar,
    }


def _applies(*, limit: Deadline, standing: Standing) -> bool:
    if limit.level is not None and limit.level != standing.level:
        return False
    match limit.key:
        case "childrens_services_told" | "childrens_services_told_high":
            # Where the authority is known it is told in the same commit: see arrange_notices.
            return not standing.authority_known
        case "absence_limit_wales":
            return standing.country == "wales" and standing.looked_after
        case "regulation_40_notice":
            return standing.living_at == "childrens_home"
    return True
