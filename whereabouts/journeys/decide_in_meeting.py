"""Agree actions, refer onward, decide on each child of an agenda, and close the meeting."""

from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.gate import agencies_reached, visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.outbox.actions import tell_screens
from whereabouts.journeys.door import journey
from whereabouts.practice.meetings import actions as meetings
from whereabouts.practice.meetings.actions import (
    AlreadyDecided,
    ChairAlone,
    DayGoneBy,
    EnquiriesUnsaid,
    MeetingClosed,
    NobodyActs,
    NotEverybodyDecided,
    NotEverybodyThere,
    NotHeldYet,
    Owner,
    OwnerMissing,
    ReasonMissing,
)
from whereabouts.practice.meetings.gate import own_item_for, own_meeting_for
from whereabouts.practice.meetings.models import Invitation, Item

__all__ = [
    "AlreadyDecided", "ChairAlone", "DayGoneBy", "EnquiriesUnsaid", "MeetingClosed", "NobodyActs",
    "NotEverybodyDecided", "NotEverybodyThere", "NotHeldYet", "OwnerMissing", "ReasonMissing",
    "agree_action", "close_meeting", "decide_on_child", "note_presence", "refer_onward",
    "sign_no_action",
]  # fmt: skip


@journey(needs=Permission.MEETING_HOLD)
def note_presence(
    *, actor: Actor, meeting_id: UUID, agency: UUID, presence: str, at: datetime, who: str = ""
) -> None:
    """Note who was there for an agency that was invited, or that it sent apologies.

    :raises NotVisible: there is no such meeting of the actor's, or the agency is not invited.
    :raises OwnerMissing: it is not said who was there.
    :raises NotHeldYet, MeetingClosed: the meeting lies ahead, or is closed.
    """
    meeting = own_meeting_for(actor, meeting_id=meeting_id)
    found = visible(Invitation).filter(meeting=meeting, agency=agency).first()
    if found is None:
        raise NotVisible()
    if presence == "attended" and not who.strip():
        raise OwnerMissing("Say who was there.")
    meetings.note_presence(invitation=found, presence=presence, who=who, by=actor, at=at)


@journey(needs=Permission.MEETING_HOLD)
def agree_action(
    *,
    actor: Actor,
    item_id: UUID,
    what: str,
    agency: UUID,
    who: str,
    due_on: date,
    at: datetime,
    second_agency: UUID | None = None,
    second_who: str = "",
) -> UUID:
    """Agree an action for a child of the agenda, with one owner or two, and return its key.

    :raises NotVisible: there is no such place on an agenda of the actor's agency.
    :raises AlreadyDecided: the meeting has decided on this child.
    :raises OwnerMissing, DayGoneBy: nobody owns it, or its day lies before today.
    """
    item = _waiting(actor, item_id=item_id)
    owners = [owner_at(agency=agency, who=who)]
    if second_agency is not None:
        owners.append(owner_at(agency=second_agency, who=second_who))
    action = meetings.add_action(
        child_id=item.child_id, item=item, what=what, owners=owners, due_on=due_on, by=actor, at=at
    )
    tell_screens(agencies=[owner.agency for owner in owners])
    return action.pk


@journey(needs=Permission.MEETING_HOLD)
def refer_onward(
    *, actor: Actor, item_id: UUID, to_agency: UUID, because: str, due_on: date, at: datetime
) -> UUID:
    """Refer a child onward in one step; the addressee may see the child, and confirms the receipt.

    :raises NotVisible: there is no such place on an agenda of the actor's agency.
    :raises AlreadyDecided: the meeting has decided on this child.
    :raises OwnerMissing: it is not said why, or there is no such agency.
    :raises DayGoneBy: the day lies before today.
    """
    item = _waiting(actor, item_id=item_id)
    to = owner_at(agency=to_agency, who="Whoever takes referrals")
    action = meetings.add_action(
        child_id=item.child_id, item=item, what=because, owners=[to], due_on=due_on,
        kind="referral", by=actor, at=at,
    )  # fmt: skip
    tell_screens(agencies=[to_agency])
    return action.pk


@journey(needs=Permission.MEETING_HOLD)
def decide_on_child(
    *,
    actor: Actor,
    item_id: UUID,
    decision: str,
    at: datetime,
    enquiries: str = "",
    enquiries_because: str = "",
    next_review_on: date | None = None,
) -> None:
    """Decide on a child of the agenda, with the actions that were agreed.

    :raises NotVisible: there is no such place on an agenda of the actor's agency.
    :raises NobodyActs: no action is agreed.
    :raises ReasonMissing: the decision is not said.
    :raises EnquiriesUnsaid: a strategy discussion does not say whether enquiries are made.
    :raises AlreadyDecided, MeetingClosed: it is decided, or the meeting is closed.
    """
    item = own_item_for(actor, item_id=item_id)
    meetings.decide_with_actions(
        item=item, decision=decision, enquiries=enquiries, enquiries_because=enquiries_because,
        next_review_on=next_review_on, by=actor, at=at,
    )  # fmt: skip
    tell_screens(agencies=agencies_reached(subject=item.child_id))


@journey(needs=Permission.MEETING_HOLD)
def sign_no_action(
    *,
    actor: Actor,
    item_id: UUID,
    because: str,
    at: datetime,
    enquiries: str = "",
    enquiries_because: str = "",
) -> None:
    """Sign, as the chair, why nothing is done for a child of the agenda.

    :raises NotVisible: there is no such place on an agenda of the actor's agency.
    :raises ChairAlone: somebody else chairs the meeting.
    :raises ReasonMissing: the reason is not said.
    :raises EnquiriesUnsaid, AlreadyDecided, MeetingClosed: as deciding.
    """
    item = own_item_for(actor, item_id=item_id)
    meetings.sign_no_action(
        item=item, because=because, enquiries=enquiries, enquiries_because=enquiries_because,
        by=actor, at=at,
    )  # fmt: skip
    tell_screens(agencies=agencies_reached(subject=item.child_id))


@journey(needs=Permission.MEETING_HOLD)
def close_meeting(*, actor: Actor, meeting_id: UUID, at: datetime) -> None:
    """Close a meeting whose every child is decided on.

    :raises NotVisible: there is no such meeting of the actor's agency.
    :raises ChairAlone, MeetingClosed, NotEverybodyDecided, NotEverybodyThere: it cannot be closed.
    """
    meeting = own_meeting_for(actor, meeting_id=meeting_id)
    meetings.close_meeting(meeting=meeting, by=actor, at=at)
    tell_screens(agencies=[actor.agency_id, *meeting.involved])


def owner_at(*, agency: UUID, who: str) -> Owner:
    """Return an owner at an agency.

    :raises OwnerMissing: there is no such agency.
    """
    kind = Agency.objects.filter(pk=agency).values_list("kind", flat=True).first()
    if kind is None:
        raise OwnerMissing("Choose an agency.")
    return Owner(agency=agency, agency_kind=kind, who=who)


def _waiting(actor: Actor, *, item_id: UUID) -> Item:
    item = own_item_for(actor, item_id=item_id)
    if item.outcome != "waiting":
        raise AlreadyDecided("The meeting has decided on this child.")
    return item
