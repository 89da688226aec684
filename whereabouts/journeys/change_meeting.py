"""Move a meeting or cancel it, with the reason; say for one's agency whether somebody comes."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_screens
from whereabouts.journeys.door import journey
from whereabouts.practice.meetings import actions as meetings
from whereabouts.practice.meetings.actions import (
    AlreadyAnswered,
    AlreadyDecided,
    MeetingClosed,
    NotAhead,
    OwnerMissing,
    ReasonMissing,
)
from whereabouts.practice.meetings.gate import meeting_for, own_meeting_for
from whereabouts.practice.meetings.models import Invitation, Meeting

__all__ = [
    "AlreadyAnswered", "AlreadyDecided", "MeetingClosed", "NotAhead", "OwnerMissing",
    "ReasonMissing", "answer_invitation", "cancel_meeting", "move_meeting",
]  # fmt: skip


@journey(needs=Permission.MEETING_HOLD)
def move_meeting(
    *, actor: Actor, meeting_id: UUID, held_at: datetime, because: str, at: datetime
) -> None:
    """Move a meeting to another time; a task that asked for it keeps its clock.

    :raises NotVisible: there is no such meeting of the actor's agency.
    :raises ReasonMissing: nobody says why.
    :raises NotAhead: the time does not lie ahead.
    :raises MeetingClosed: it is closed or cancelled.
    """
    meeting = own_meeting_for(actor, meeting_id=meeting_id)
    meetings.move_meeting(meeting=meeting, held_at=held_at, because=because, by=actor, at=at)
    _tell(meeting)


@journey(needs=Permission.MEETING_HOLD)
def cancel_meeting(*, actor: Actor, meeting_id: UUID, because: str, at: datetime) -> None:
    """Cancel a meeting; its children wait again, and a task that asked for it keeps its clock.

    :raises NotVisible: there is no such meeting of the actor's agency.
    :raises ReasonMissing: nobody says why.
    :raises AlreadyDecided: it has decided on a child: it is closed.
    :raises MeetingClosed: it is closed or cancelled.
    """
    meeting = own_meeting_for(actor, meeting_id=meeting_id)
    meetings.cancel_meeting(meeting=meeting, because=because, by=actor, at=at)
    _tell(meeting)


@journey(needs=Permission.MEETING_LOOK)
def answer_invitation(
    *, actor: Actor, meeting_id: UUID, coming: bool, at: datetime, who: str = ""
) -> None:
    """Say whether somebody of the actor's agency comes, and who.

    :raises NotVisible: the actor's agency is not invited to such a meeting.
    :raises OwnerMissing: somebody comes, and it is not said who.
    :raises AlreadyAnswered: it was held.
    :raises MeetingClosed: it is closed or cancelled.
    """
    meeting = meeting_for(actor, meeting_id=meeting_id)
    found = visible(Invitation).filter(meeting=meeting, agency=actor.agency_id).first()
    if found is None:
        raise NotVisible()
    if coming and not who.strip():
        raise OwnerMissing("Say who comes.")
    meetings.answer_invitation(invitation=found, coming=coming, who=who, by=actor, at=at)
    _tell(meeting)


def _tell(meeting: Meeting) -> None:
    tell_screens(agencies=[meeting.owner_agency_id, *meeting.involved])
