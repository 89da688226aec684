"""Meetings not closed, and their actions not taken on or not settled: who hears."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import actor_of, colleague
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import Handler
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.clock.frame import for_the_agency, key_of
from whereabouts.practice.investigation.vocabulary import FOLLOWS_UP
from whereabouts.practice.meetings import events
from whereabouts.practice.meetings.models import Action, Meeting
from whereabouts.practice.meetings.vocabulary import OUTSTANDING


@for_the_agency
def meeting_open(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell the chair, and whoever follows up, that a meeting was held and is not closed."""
    meeting = visible(Meeting).select_related("owner_agency").get(pk=key_of(timer))
    if meeting.state != "planned":
        return
    audit.record(kind=events.LEFT_OPEN, subject=timer.subject, by=by, at=at)
    told: list[tuple[str, UUID | None]] = [
        (FOLLOWS_UP.get(meeting.owner_agency.kind, "missing_coordinator"), None)
    ]
    chair = colleague(agency=meeting.owner_agency_id, member_id=meeting.chair_id)
    # A notice is for a role and, where it names somebody, for them in it.
    roles = sorted(actor_of(member=chair, at=at).roles) if chair else []
    told += [(role, meeting.chair_id) for role in roles[:1]]
    for role, member in told:
        promise(
            key=f"timer:{timer.pk}:{role}:{member or ''}",
            kind=timer.kind,
            subject=timer.subject,
            from_agency=by.agency_id,
            to_agency=meeting.owner_agency_id,
            to_role=role,
            to_member=member,
            text="A meeting was held and is not closed: a child on it waits for a decision.",
            at=at,
            loudness="interrupt",
        )


@for_the_agency
def meeting_action_due(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell everybody who owns an action, and whoever agreed it, that its day is over."""
    action = _action(timer)
    if action.state in OUTSTANDING:
        audit.record(kind=events.ACTION_LATE, subject=timer.subject, by=by, at=at)
        _tell_all(
            timer=timer, action=action, by=by, at=at,
            text="An action of a meeting was not settled by its day: say what came of it.",
        )  # fmt: skip


@for_the_agency
def meeting_action_unaccepted(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell everybody who owns an action that it is not taken on by all."""
    action = _action(timer)
    if action.state == "open":
        audit.record(kind=events.ACTION_UNACCEPTED, subject=timer.subject, by=by, at=at)
        text = (
            "A child was referred onward, and nobody has confirmed it."
            if action.kind == "referral"
            else "An action of a meeting is not taken on by everybody who owns it."
        )
        _tell_all(timer=timer, action=action, by=by, at=at, text=text)


def _action(timer: Timer) -> Action:
    return (
        visible(Action)
        .select_related("owner_agency", "first_agency", "second_agency")
        .get(pk=key_of(timer))
    )


def _tell_all(*, timer: Timer, action: Action, text: str, by: Actor, at: datetime) -> None:
    told = {action.first_agency_id: action.first_role}
    if action.second_agency_id is not None:
        told[action.second_agency_id] = action.second_role
    told.setdefault(
        action.owner_agency_id, FOLLOWS_UP.get(action.owner_agency.kind, "missing_coordinator")
    )
    for agency, role in told.items():
        promise(
            key=f"timer:{timer.pk}:{agency}",
            kind=timer.kind,
            subject=timer.subject,
            from_agency=by.agency_id,
            to_agency=agency,
            to_role=role,
            text=text,
            at=at,
            loudness="interrupt",
            child=action.child_id,
        )


HANDLERS: dict[str, Handler] = {
    "meeting_open": meeting_open,
    "meeting_action_due": meeting_action_due,
    "meeting_action_unaccepted": meeting_action_unaccepted,
}
