"""Agree a late return for a child, and end it: whoever takes a call sees it. It lowers nothing."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.practice.partners import actions as partners
from whereabouts.practice.partners.actions import (
    Agreed,
    AlreadySettled,
    EndsBeforeItBegins,
    NothingSaid,
)
from whereabouts.practice.partners.gate import late_return_for
from whereabouts.records.people.gate import child_for

__all__ = [
    "Agreed",
    "AlreadySettled",
    "EndsBeforeItBegins",
    "NothingSaid",
    "agree_late_return",
    "end_late_return",
]


@journey(needs=Permission.LATE_RETURN_AGREE)
def agree_late_return(*, actor: Actor, child_id: UUID, agreed: Agreed, at: datetime) -> UUID:
    """Keep what is agreed, and return its key; what the agency agreed before holds no more.

    :raises NotVisible: there is no such child for this actor.
    :raises NothingSaid: it does not say what, on which days, or with whom.
    :raises EndsBeforeItBegins: the last day lies before the first.
    """
    child = child_for(actor, child_id=child_id)
    return partners.agree_late_return(child=child, agreed=agreed, by=actor, at=at).pk


@journey(needs=Permission.LATE_RETURN_AGREE)
def end_late_return(*, actor: Actor, late_return_id: UUID, because: str, at: datetime) -> None:
    """Say that an agreed late return holds no more, and why.

    :raises NotVisible: there is none for this actor.
    :raises NothingSaid: there is no reason.
    :raises AlreadySettled: it was ended.
    """
    kept = late_return_for(actor, late_return_id=late_return_id)
    partners.end_late_return(late_return=kept, because=because, by=actor, at=at)
