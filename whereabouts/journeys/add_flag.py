"""Raise a flag, or propose one where the role may not raise it."""

from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.records.people import actions as people
from whereabouts.records.people.gate import child_for
from whereabouts.records.people.rules import ReasonNeeded, reason_given

__all__ = ["ReasonNeeded", "add_flag"]


@journey(needs=Permission.CHILD_UPDATE)
def add_flag(
    *,
    actor: Actor,
    child_id: UUID,
    kind: str,
    strength: str,
    source: str,
    review_on: date,
    at: datetime,
    detail: str = "",
) -> str:
    """Raise a flag and return "active"; for a role that may only propose it, "proposed".

    Concerns of violence, forced marriage or trafficking leave relatives with nothing to be told
    until a named senior decides, proposed or not.

    :raises NotVisible: there is no such child for this actor.
    :raises ReasonNeeded: nobody is named who says so.
    """
    source = reason_given(text=source)
    child = child_for(actor, child_id=child_id)
    may_raise = permitted(roles=actor.roles, permission=Permission.FLAG_SET)
    write = people.raise_flag if may_raise else people.propose_flag
    flag = write(
        child=child, kind=kind, strength=strength, source=source, review_on=review_on,
        detail=detail, by=actor, at=at,
    )  # fmt: skip
    return flag.state
