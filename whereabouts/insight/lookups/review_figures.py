"""How soon somebody looks again, and how often a look changes the grade: for one force, by level.

No person is shown, and no child.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups.acknowledging import Spread, spread
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.oversight.rules import Share, share_with_interval
from whereabouts.practice.supervision.models import Review
from whereabouts.records.episodes.rules import LEVEL_ORDER

LOOKED_BACK = timedelta(days=90)
LONG = ""  # the reviews of a long absence, whatever the level
CHANGES = ("higher", "lower")


@dataclass(frozen=True, kw_only=True)
class ReviewRow:
    """The reviews of one level that ran out, or were made, within the time looked back on.

    `in_time` of all of them; `after` how long one took from when a look counted for it, of those
    made; `changed` of the looks that came upon an earlier decision.
    """

    level: str
    in_time: Share
    late: int
    never: int
    half_within: Spread | None
    nine_in_ten_within: Spread | None
    changed: Share
    raised: int
    lowered: int


@lookup(needs=Permission.OVERSIGHT_LOOK)
def review_figures(*, actor: Actor, at: datetime) -> list[ReviewRow]:
    """Return a row a level, the highest first, then long absences; levels without any left out.

    A review that waits and is not yet due is not counted; one that was never made is, whether it
    waits still or the child came back first.
    """
    found = visible(Review).filter(
        episode__owner_agency=actor.agency_id, due_at__gt=at - LOOKED_BACK
    )
    by_level: dict[str, list[_Made]] = defaultdict(list)
    for level, state, opens_at, due_at, settled_at, kind, decision in found.values_list(
        "level", "state", "opens_at", "due_at", "settled_at", "decision__kind", "decision"
    ):
        made_at = settled_at if state == "done" else None
        if made_at is None and (settled_at or at) < due_at:
            continue  # nobody had to look yet
        by_level[level].append(
            _Made(
                opens_at=opens_at,
                due_at=due_at,
                made_at=made_at,
                kind=kind or "",
                decision=str(decision),
            )
        )
    order = (*reversed(LEVEL_ORDER), LONG)
    return [_row(level=level, made=by_level[level]) for level in order if by_level[level]]


@dataclass(frozen=True, kw_only=True)
class _Made:
    """One review: when a look began to count for it, its time, and what came of it."""

    opens_at: datetime
    due_at: datetime
    made_at: datetime | None
    kind: str
    decision: str


def _row(*, level: str, made: Sequence[_Made]) -> ReviewRow:
    took = [(one.made_at - one.opens_at, False) for one in made if one.made_at is not None]
    in_time = [one for one in made if one.made_at is not None and one.made_at <= one.due_at]
    # One look may settle several reviews: it changed the grade once.
    looks = {one.decision: one.kind for one in made if one.made_at is not None}
    upon_another = [kind for kind in looks.values() if kind != "first"]
    return ReviewRow(
        level=level,
        in_time=share_with_interval(part=len(in_time), n=len(made)),
        late=len(took) - len(in_time),
        never=len(made) - len(took),
        half_within=spread(waits=took, share=0.5) if took else None,
        nine_in_ten_within=spread(waits=took, share=0.9) if took else None,
        changed=share_with_interval(
            part=sum(kind in CHANGES for kind in upon_another), n=len(upon_another)
        ),
        raised=upon_another.count("higher"),
        lowered=upon_another.count("lower"),
    )
