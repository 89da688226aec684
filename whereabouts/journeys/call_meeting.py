"""Call a panel with its agenda made from thresholds, or a strategy discussion; invite agencies."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import actor_of, colleague
from whereabouts.foundations.outbox.actions import tell_screens
from whereabouts.journeys.door import journey
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.meetings import actions as meetings
from whereabouts.practice.meetings import queries
from whereabouts.practice.meetings.actions import AlreadyOnAgenda, MeetingClosed
from whereabouts.practice.meetings.gate import own_meeting_for
from whereabouts.practice.meetings.models import Meeting
from whereabouts.practice.meetings.vocabulary import ASKED_BY_TASK, STRATEGY
from whereabouts.practice.support.actions import open_panel
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.gate import person_for
from whereabouts.records.people.queries import same_person_set

__all__ = [
    "AlreadyOnAgenda", "MeetingClosed", "NoChair", "NotThatKind", "call_panel",
    "call_strategy_discussion", "invite_to_meeting", "make_agenda", "put_child_on_agenda",
]  # fmt: skip


class NoChair(Exception):
    """Whoever chairs a meeting works for the agency that calls it, and may hold one."""


class NotThatKind(Exception):
    """A strategy discussion is a call or a meeting."""


@journey(needs=Permission.MEETING_HOLD)
def call_panel(
    *, actor: Actor, held_at: datetime, chair: UUID, at: datetime, place: str = ""
) -> UUID:
    """Call a panel and put on its agenda everybody whom a threshold brings before it.

    :raises NoChair: the chair is nobody of the actor's agency who may hold a meeting.
    """
    _check_chair(actor=actor, chair=chair, at=at)
    meeting = meetings.call_meeting(
        kind="panel", held_at=held_at, chair=chair, place=place, by=actor, at=at
    )
    _fill(meeting=meeting, by=actor, at=at)
    return meeting.pk


@journey(needs=Permission.MEETING_HOLD)
def make_agenda(*, actor: Actor, meeting_id: UUID, at: datetime) -> int:
    """Put on a panel's agenda whom a threshold has brought before it since; return how many.

    :raises NotVisible: there is no such panel of the actor's agency.
    :raises MeetingClosed: it is closed.
    """
    meeting = own_meeting_for(actor, meeting_id=meeting_id)
    if meeting.kind != "panel":
        raise NotVisible()
    if meeting.state != "planned":
        raise MeetingClosed("This meeting is closed or cancelled: call another for what is new.")
    return _fill(meeting=meeting, by=actor, at=at)


@journey(needs=Permission.MEETING_HOLD)
def put_child_on_agenda(*, actor: Actor, meeting_id: UUID, child_id: UUID, at: datetime) -> UUID:
    """Put a child on an agenda whom no threshold brings there, and return the key of the place.

    :raises NotVisible: there is no such meeting of the actor's agency, or no such child.
    :raises MeetingClosed, AlreadyOnAgenda: it is closed, or the child is on it.
    """
    meeting = own_meeting_for(actor, meeting_id=meeting_id)
    child, children = person_for(actor, child_id=child_id)
    waiting = next(
        (
            one for one in queries.panel_items_waiting(agency=actor.agency_id)
            if one.child_id in children
        ),
        None,
    )  # fmt: skip
    item = meetings.put_on_agenda(
        meeting=meeting, child_id=child.pk, panel_item=waiting, by=actor, at=at,
        thresholds=waiting.thresholds if waiting else ["asked_for"],
        episode=waiting.episode if waiting else None,
    )  # fmt: skip
    return item.pk


@journey(needs=Permission.MEETING_HOLD)
def call_strategy_discussion(
    *,
    actor: Actor,
    reference: str,
    kind: str,
    held_at: datetime,
    chair: UUID,
    at: datetime,
    invited: Iterable[UUID] = (),
    place: str = "",
) -> UUID:
    """Call a strategy discussion about the child of an episode; whoever is invited may see them.

    The task that asked for it is settled when it decides.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotThatKind: it is neither a call nor a meeting.
    :raises NoChair: as calling a panel.
    """
    if kind not in STRATEGY:
        raise NotThatKind("Choose a telephone discussion or a meeting.")
    episode = episode_for(actor, reference=reference)
    _check_chair(actor=actor, chair=chair, at=at)
    meeting = meetings.call_meeting(
        kind=kind, held_at=held_at, chair=chair, place=place, by=actor, at=at
    )
    task = _asked_for(episode=episode)
    meetings.put_on_agenda(
        meeting=meeting, child_id=episode.child_id, episode=episode, task=task, by=actor, at=at,
        thresholds=[task.kind if task else "asked_for"],
    )  # fmt: skip
    _invite(meeting=meeting, agencies=invited, share=True, by=actor, at=at)
    return meeting.pk


@journey(needs=Permission.MEETING_HOLD)
def invite_to_meeting(
    *, actor: Actor, meeting_id: UUID, agencies: Iterable[UUID], at: datetime
) -> int:
    """Invite agencies to a meeting, and return how many are new.

    To a strategy discussion they are let in for a time; at a panel each sees whom it may see.

    :raises NotVisible: there is no such meeting of the actor's agency.
    :raises MeetingClosed: it is closed.
    """
    meeting = own_meeting_for(actor, meeting_id=meeting_id)
    return _invite(
        meeting=meeting, agencies=agencies, share=meeting.kind in STRATEGY, by=actor, at=at
    )


def _invite(
    *, meeting: Meeting, agencies: Iterable[UUID], share: bool, by: Actor, at: datetime
) -> int:
    wanted = list(Agency.objects.filter(pk__in=list(agencies)).order_by("name"))
    new = meetings.invite(meeting=meeting, agencies=wanted, share=share, by=by, at=at)
    tell_screens(agencies=[one.pk for one in wanted])
    return new


def _fill(*, meeting: Meeting, by: Actor, at: datetime) -> int:
    """Let every child with a reason wait before the panel, and put all who wait on its agenda."""
    for episode, reasons in queries.children_by_reason(agency=by.agency_id, at=at):
        open_panel(episode=episode, thresholds=reasons, by=by, at=at)
    put = 0
    for waiting in queries.panel_items_waiting(agency=by.agency_id):
        try:
            meetings.put_on_agenda(
                meeting=meeting, child_id=waiting.child_id, episode=waiting.episode,
                panel_item=waiting, thresholds=waiting.thresholds, by=by, at=at,
            )  # fmt: skip
        except AlreadyOnAgenda:
            continue
        put += 1
    return put


def _check_chair(*, actor: Actor, chair: UUID, at: datetime) -> None:
    member = colleague(agency=actor.agency_id, member_id=chair)
    if member is None or not permitted(
        roles=actor_of(member=member, at=at).roles, permission=Permission.MEETING_HOLD
    ):
        raise NoChair("Choose somebody of your agency who may hold a meeting.")


def _asked_for(*, episode: Episode) -> Task | None:
    """Return the task that asked for a strategy discussion of the child, due first; or None."""
    return (
        visible(Task)
        .filter(
            child__in=same_person_set(child_id=episode.child_id),
            kind__in=ASKED_BY_TASK,
            state__in=OUTSTANDING,
        )
        .order_by("due_at", "created_at")
        .first()
    )
