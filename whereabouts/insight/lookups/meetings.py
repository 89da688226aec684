"""Meetings that somebody has a part in: what is planned and owed, an agenda, an action."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from whereabouts.engines.repeats import episodes_in_force
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import members_with
from whereabouts.foundations.agencies.rules import AGENCY_KINDS
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups import age_words
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.meeting_shapes import (
    ActionLine,
    AgendaLine,
    InvitedLine,
    MeetingLine,
    MeetingPage,
    MeetingsNow,
    OwedLine,
    OwnerLine,
)
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.investigation.vocabulary import TITLES
from whereabouts.practice.meetings import queries, rules
from whereabouts.practice.meetings.gate import agreed_action_for, meeting_for
from whereabouts.practice.meetings.models import Action, Item, Meeting
from whereabouts.practice.meetings.vocabulary import (
    ASKED_BY_TASK,
    ENQUIRIES,
    KINDS,
    PRESENCE,
    STRATEGY,
)
from whereabouts.practice.meetings.vocabulary import OUTSTANDING as TO_DO
from whereabouts.records.people import queries as people

__all__ = [
    "ENQUIRIES", "KINDS", "PRESENCE", "STRATEGY", "action_page", "chairs", "meeting_page",
    "meetings_now",
]  # fmt: skip

A_PAGE = 50
CLOSED_LATELY = timedelta(days=60)
MOST = 100


@lookup(needs=Permission.MEETING_LOOK)
def meetings_now(*, actor: Actor, at: datetime) -> MeetingsNow:
    """Return the meetings that the actor's agency has a part in, and what is owed; a look."""
    found = list(
        visible(Meeting)
        .filter(state="planned")
        .select_related("owner_agency", "chair")
        .order_by("held_at", "pk")[:MOST]
    )
    closed = list(
        visible(Meeting)
        .filter(state__in=("closed", "cancelled"), closed_at__gt=at - CLOSED_LATELY)
        .select_related("owner_agency", "chair")
        .order_by("-closed_at", "pk")[:MOST]
    )
    owed = list(
        visible(Task)
        .filter(kind__in=ASKED_BY_TASK, state__in=OUTSTANDING)
        .select_related("episode", "assigned_agency")
        .order_by("due_at", "created_at", "pk")[:MOST]
    )
    to_do = queries.outstanding_actions(agency=actor.agency_id)[:MOST]
    children = {one.child_id for one in owed} | {one.child_id for one in to_do}
    names = people.display_names(child_ids=children)
    record_look(
        kind="view", page="meetings", by=actor, at=at, subjects=sorted(children),
        shown=["name", "actions", "tasks"],
    )  # fmt: skip
    waiting = 0
    if permitted(roles=actor.roles, permission=Permission.MEETING_HOLD):
        waiting = len(queries.panel_items_waiting(agency=actor.agency_id))
    return MeetingsNow(
        planned=tuple(meeting_line(meeting=one, actor=actor, at=at) for one in found),
        closed=tuple(meeting_line(meeting=one, actor=actor, at=at) for one in closed),
        owed=tuple(
            OwedLine(
                reference=one.episode.reference,
                child_id=one.child_id,
                name=names.get(one.child_id, ""),
                title=one.title,
                due_at=one.due_at,
                late=one.due_at is not None and one.due_at < at,
                agency=one.assigned_agency.name,
            )
            for one in owed
        ),
        actions=action_lines(actions=to_do, names=names, actor=actor, at=at),
        waiting=waiting,
    )


@lookup(needs=Permission.MEETING_LOOK)
def meeting_page(*, actor: Actor, at: datetime, meeting_id: UUID, start: int = 0) -> MeetingPage:
    """Return a meeting with a page of its agenda, as far as the actor may see it; a look.

    :raises NotVisible: there is no such meeting for this actor.
    """
    meeting = meeting_for(actor, meeting_id=meeting_id)
    total, undecided = queries.counted_items(meeting=meeting)
    start = start if 0 <= start < total else 0
    shown = queries.items_of(meeting=meeting, start=start, most=A_PAGE)
    children = {one.child_id for one in shown}
    names = people.display_names(child_ids=children)
    ages = age_words.ages(children=children, at=at)
    acts = queries.actions_of_items(items=[one.pk for one in shown])
    record_look(
        kind="view", page="meeting", by=actor, at=at, subjects=sorted(children),
        shown=["name", "age", "thresholds"],
    )  # fmt: skip
    ours = meeting.owner_agency_id == actor.agency_id
    holds = ours and permitted(roles=actor.roles, permission=Permission.MEETING_HOLD)
    kinds = dict(AGENCY_KINDS)
    invited = queries.invitations_of(meeting=meeting)
    return MeetingPage(
        meeting=meeting_line(meeting=meeting, actor=actor, at=at),
        place=meeting.place,
        kind=meeting.kind,
        closed_at=meeting.closed_at,
        moved_from=meeting.moved_from,
        moved_because=meeting.moved_because,
        cancelled_because=meeting.cancelled_because,
        invited=tuple(
            InvitedLine(
                agency_id=one.agency_id,
                agency=one.agency.name,
                presence=one.presence,
                presence_words=one.get_presence_display(),
                who=one.who,
            )
            for one in invited
        ),
        wanted=tuple(kinds[kind] for kind in rules.wanted(kind=meeting.kind, on=at.date())),
        agenda=tuple(
            AgendaLine(
                item_id=one.pk,
                child_id=one.child_id,
                name=names.get(one.child_id, ""),
                age=ages.get(one.child_id, ""),
                why=why_of(thresholds=one.thresholds, at=at),
                outcome=one.outcome,
                outcome_words=one.get_outcome_display(),
                actions=len(acts.get(one.pk, ())),
                decided_by=one.decided_by.display_name if one.decided_by else "",
            )
            for one in shown
        ),
        start=start,
        total=total,
        undecided=undecided,
        may_hold=holds and meeting.state == "planned",
        may_close=holds
        and meeting.state == "planned"
        and meeting.chair_id == actor.member_id
        and total > 0
        and not undecided,
        may_answer=not ours
        and meeting.state == "planned"
        and meeting.held_at > at
        and any(one.agency_id == actor.agency_id for one in invited),
    )


@lookup(needs=Permission.TASK_DO)
def action_page(*, actor: Actor, at: datetime, action_id: UUID) -> ActionLine:
    """Return an action that the actor's agency owns, with the child's name where it may see it.

    :raises NotVisible: there is no such action of the actor's agency.
    """
    action = agreed_action_for(actor, action_id=action_id)
    if actor.agency_id not in (action.first_agency_id, action.second_agency_id):
        raise NotVisible()
    names = people.display_names(child_ids=[action.child_id])
    record_look(
        kind="view", page="meeting action", by=actor, at=at, subjects=[action.child_id],
        shown=["name", "actions"],
    )  # fmt: skip
    return action_lines(actions=[action], names=names, actor=actor, at=at)[0]


@lookup(needs=Permission.MEETING_HOLD)
def chairs(*, actor: Actor, at: datetime) -> list[tuple[UUID, str]]:
    """Return who of the actor's agency may chair a meeting, by name."""
    holders = ("superintendent", "duty_inspector", "missing_coordinator", "social_worker")
    found = {
        one.pk: one.display_name
        for role in holders
        for one in members_with(agency=actor.agency_id, role=role, at=at)
    }
    return sorted(found.items(), key=lambda pair: pair[1])


def meeting_line(*, meeting: Meeting, actor: Actor, at: datetime) -> MeetingLine:
    """Return a meeting in plain values; the caller is in a scope."""
    return MeetingLine(
        meeting_id=meeting.pk,
        kind=meeting.get_kind_display(),
        held_at=meeting.held_at,
        agency=meeting.owner_agency.name,
        chair=meeting.chair.display_name,
        ours=meeting.owner_agency_id == actor.agency_id,
        closed=meeting.state == "closed",
        late=meeting.state == "planned" and meeting.held_at < at,
        cancelled=meeting.state == "cancelled",
        moved=meeting.moved_from is not None,
    )


def why_of(*, thresholds: Iterable[str], at: datetime) -> tuple[str, ...]:
    """Return in words why a child is on an agenda."""
    words = {one.id: one.label for one in episodes_in_force(on=at.date())}
    words |= {one.id: one.label for one in rules.reasons(on=at.date())}
    words |= TITLES | {"asked_for": "Put on the agenda by a person"}
    return tuple(words.get(one, one.replace("_", " ").capitalize()) for one in thresholds)


def action_lines(
    *, actions: Iterable[Action], names: dict[UUID, str], actor: Actor, at: datetime
) -> tuple[ActionLine, ...]:
    """Return actions in plain values; the caller is in a scope."""
    return tuple(_action(one, names.get(one.child_id, ""), actor, at) for one in actions)


def decided_before(*, children: Iterable[UUID], but: UUID) -> tuple[tuple[datetime, str, str], ...]:
    """Return what earlier meetings decided on a child: when, how it ended, in which words."""
    found = (
        visible(Item)
        .filter(child__in=list(children), decided_at__isnull=False)
        .exclude(pk=but)
        .order_by("-decided_at", "pk")[:10]
    )
    return tuple(
        (one.decided_at, one.get_outcome_display(), one.decision or one.no_action_because)
        for one in found
        if one.decided_at is not None
    )


def _action(one: Action, name: str, actor: Actor, at: datetime) -> ActionLine:
    owners = [_owner(one, "first", actor)]
    if one.second_agency is not None:
        owners.append(_owner(one, "second", actor))
    mine = next((owner for owner in owners if owner.ours), None)
    to_do = one.state in TO_DO
    return ActionLine(
        action_id=one.pk,
        child_id=one.child_id,
        name=name,
        kind=one.kind,
        kind_words=one.get_kind_display(),
        what=one.what,
        owners=tuple(owners),
        due_on=one.due_on,
        state=one.state,
        state_words=one.get_state_display(),
        late=to_do and one.due_at < at,
        settled_at=one.settled_at,
        settled_by=one.settled_by.display_name if one.settled_by else "",
        result=one.result,
        may_take_on=to_do and mine is not None and mine.accepted_at is None,
        may_settle=to_do and mine is not None and (len(owners) == 1 or one.state == "accepted"),
    )


def _owner(one: Action, side: str, actor: Actor) -> OwnerLine:
    by = getattr(one, f"{side}_accepted_by")
    return OwnerLine(
        agency=getattr(one, f"{side}_agency").name,
        who=getattr(one, f"{side}_who"),
        ours=getattr(one, f"{side}_agency_id") == actor.agency_id,
        accepted_at=getattr(one, f"{side}_accepted_at"),
        accepted_by=by.display_name if by else "",
    )
