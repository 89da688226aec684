"""Take a proposed line into a trigger plan, leave it out, or take one out again."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.conversations import actions as conversations
from whereabouts.practice.conversations.rules import Line
from whereabouts.practice.plans import actions as plans
from whereabouts.practice.plans.actions import AlreadyDecided, NotAllowedByChild, Proposed
from whereabouts.practice.plans.gate import line_for
from whereabouts.practice.plans.vocabulary import CHILD_TOLD
from whereabouts.practice.risk.drafting import (
    key_of,
    proposed_lines,
    reached_by,
    text_of,
    told_line,
)
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
    child was told about it. It is written down with what the child told, too: whoever reads the
    conversation sees that it is shared all the same.

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
        proposed = replace(
            proposed,
            text=text_of(proposed=proposed, children=children),
            key=_override(
                proposed=proposed, children=children, because=because, first=told == "first",
                by=actor, at=at,
            ),
        )  # fmt: skip
    line = plans.decide_line(
        child=child, proposed=proposed, accepted=accepted, text=text, because=because,
        child_told=told, by=actor, at=at,
    )  # fmt: skip
    tell_whoever_sees(child=child.pk)
    return line.pk


def _override(
    *,
    proposed: Proposed,
    children: Collection[UUID],
    because: str,
    first: bool,
    by: Actor,
    at: datetime,
) -> str:
    """Say beside what the child told that it is shared all the same; return the line's new key."""
    earlier = told_line(key=proposed.key, children=children)
    if earlier is None:
        return proposed.key
    said = Line(
        kind=earlier.kind,
        words=earlier.words,
        agreed=earlier.agreed,
        audience=tuple(reached_by(audience=proposed.audience) | set(earlier.audience)),
        because=because,
        told_first=first,
    )
    return key_of(line=conversations.replace_line(earlier=earlier, line=said, by=by, at=at))


@journey(needs=Permission.PLAN_SET)
def take_line_out(*, actor: Actor, line_id: UUID, at: datetime) -> bool:
    """Take a line out of the plan; return False where it was out already.

    :raises NotVisible: there is no such line for this actor.
    """
    line = line_for(actor, line_id=line_id)
    return plans.end_line(line=line, by=actor, at=at)
