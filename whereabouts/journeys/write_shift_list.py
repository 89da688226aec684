"""Leave everything open to the next duty inspector, as it stands now, with one's own words."""

from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups.shift_parts import counts_of, open_lines
from whereabouts.journeys.door import journey
from whereabouts.practice.oversight.actions import shifts
from whereabouts.practice.oversight.actions.shifts import Line

__all__ = ["write_shift_list"]


@journey(needs=Permission.SHIFT_HAND_OVER)
def write_shift_list(*, actor: Actor, words: str, at: datetime) -> str:
    """Freeze what is open in the actor's force and return the list's key; the next one accepts."""
    lines = open_lines(actor=actor, at=at)
    made = shifts.write_list(
        lines=[
            Line(child_id=line.child, episode_id=line.key, shown=line.frozen()) for line in lines
        ],
        counts=counts_of(lines),
        words=words,
        by=actor,
        at=at,
    )
    return str(made.pk)
