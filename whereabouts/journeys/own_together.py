"""Own something together with another agency: agree it, take it on, and settle it."""

from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_screens
from whereabouts.journeys.decide_in_meeting import owner_at
from whereabouts.journeys.door import journey
from whereabouts.practice.meetings import actions as meetings
from whereabouts.practice.meetings.actions import (
    AlreadySettled,
    DayGoneBy,
    NotTakenOn,
    OwnerMissing,
    ResultMissing,
    TakenOnAlready,
)
from whereabouts.practice.meetings.gate import agreed_action_for
from whereabouts.practice.meetings.models import Action
from whereabouts.records.people.gate import person_for

__all__ = [
    "AlreadySettled", "DayGoneBy", "NotTakenOn", "OwnerMissing", "ResultMissing", "TakenOnAlready",
    "agree_joint_task", "settle_meeting_action", "take_on_meeting_action",
]  # fmt: skip


@journey(needs=Permission.TASK_DO)
def agree_joint_task(
    *,
    actor: Actor,
    child_id: UUID,
    what: str,
    who: str,
    with_agency: UUID,
    with_who: str,
    due_on: date,
    at: datetime,
) -> UUID:
    """Ask another agency to own something together with the actor's, and return its key.

    Both take it on; from then on either may settle it, and the other is told.

    :raises NotVisible: there is no such child for this actor.
    :raises OwnerMissing: an owner has no name, or both are of one agency.
    :raises DayGoneBy: its day lies before today.
    """
    child, _ = person_for(actor, child_id=child_id)
    owners = [owner_at(agency=actor.agency_id, who=who), owner_at(agency=with_agency, who=with_who)]
    action = meetings.add_action(
        child_id=child.pk, what=what, owners=owners, due_on=due_on, by=actor, at=at
    )
    tell_screens(agencies=[actor.agency_id, with_agency])
    return action.pk


@journey(needs=Permission.TASK_DO)
def take_on_meeting_action(*, actor: Actor, action_id: UUID, at: datetime) -> None:
    """Take on an action of the actor's agency; for a referral onward this is the receipt.

    :raises NotVisible: there is no such action of the actor's agency.
    :raises TakenOnAlready: the agency has taken it on, or it is settled.
    """
    action = _ours(actor, action_id=action_id)
    meetings.accept_action(action=action, by=actor, at=at)
    _tell(action)


@journey(needs=Permission.TASK_DO)
def settle_meeting_action(
    *, actor: Actor, action_id: UUID, done: bool, result: str, at: datetime
) -> None:
    """Say what came of an action of the actor's agency, or why it is not done.

    :raises NotVisible: there is no such action of the actor's agency.
    :raises ResultMissing: nothing is said in words.
    :raises NotTakenOn: it has two owners, and one has not taken it on.
    :raises AlreadySettled: somebody settled it.
    """
    action = _ours(actor, action_id=action_id)
    meetings.settle_action(action=action, done=done, result=result, by=actor, at=at)
    _tell(action)


def _ours(actor: Actor, *, action_id: UUID) -> Action:
    action = agreed_action_for(actor, action_id=action_id)
    if actor.agency_id not in (action.first_agency_id, action.second_agency_id):
        raise NotVisible()
    return action


def _tell(action: Action) -> None:
    owners = [action.owner_agency_id, action.first_agency_id, action.second_agency_id]
    tell_screens(agencies=[one for one in owners if one is not None])
