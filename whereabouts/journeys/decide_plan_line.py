"""Take a proposed line into a trigger plan, leave it out, or take one out again."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import agencies_reached
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_screens
from whereabouts.journeys.door import journey
from whereabouts.practice.plans import actions as plans
from whereabouts.practice.plans.actions import AlreadyDecided, NotAllowedByChild
from whereabouts.practice.plans.gate import line_for
from whereabouts.practice.plans.vocabulary import CHILD_TOLD
from whereabouts.practice.risk.drafting import proposed_lines, text_of
from whereabouts.records.people.gate import person_for

__all__ = ["AlreadyDecided", "NotAllowedByChild", "decide_plan_line", "take_line_out"]


@journey(needs=Permission.PLAN_SET)
def decide_plan_line(
    *,
    actor: Actor,
    child_id: UUID,
    key: str,
    accepted: bool,
    at: datetime,
    text: str = "",
    because: str = "",
    child_told: str = "",
) -> UUID:
    """Decide on a line that a source proposes, and return what was kept.

    What the child did not allow is used only with a reason, in somebody's name, and with what the
    child was told about it.

    :raises NotVisible: there is no such child, or nothing proposes that line to this actor.
    :raises NotAllowedByChild: the child's no is overridden without reason or telling.
    :raises AlreadyDecided: somebody decided on it meanwhile.
    """
    child, children = person_for(actor, child_id=child_id)
    proposed = next((one for one in proposed_lines(children=children) if one.key == key), None)
    if proposed is None:
        raise NotVisible()
    told = child_told if child_told in {code for code, _ in CHILD_TOLD} else ""
    if accepted and not proposed.allowed and because.strip() and told:
        proposed = replace(proposed, text=text_of(proposed=proposed, children=children))
    line = plans.decide_line(
        child=child, proposed=proposed, accepted=accepted, text=text, because=because,
        child_told=told, by=actor, at=at,
    )  # fmt: skip
    tell_screens(agencies=agencies_reached(subject=child.pk))
    return line.pk


@journey(needs=Permission.PLAN_SET)
def take_line_out(*, actor: Actor, line_id: UUID, at: datetime) -> bool:
    """Take a line out of the plan; return False where it was out already.

    :raises NotVisible: there is no such line for this actor.
    """
    line = line_for(actor, line_id=line_id)
    return plans.end_line(line=line, by=actor, at=at)
