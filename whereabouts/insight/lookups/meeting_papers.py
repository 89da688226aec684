"""A child's papers for a meeting, put together from the record: each reader sees what they may."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.known import shown_of, story_of
from whereabouts.insight.lookups.known_shapes import View
from whereabouts.insight.lookups.meeting_shapes import Papers
from whereabouts.insight.lookups.meetings import (
    action_lines,
    decided_before,
    meeting_line,
    why_of,
)
from whereabouts.insight.lookups.support import again_of
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.meetings import queries
from whereabouts.practice.meetings.gate import item_for
from whereabouts.practice.risk.models import Decision
from whereabouts.practice.support import queries as support
from whereabouts.practice.support import rules as support_rules
from whereabouts.records.people import queries as people

LATEST = 6


@lookup(needs=Permission.MEETING_LOOK)
def papers(*, actor: Actor, at: datetime, item_id: UUID) -> Papers:
    """Return a child's papers for a meeting, as the actor may see them, and write down the look.

    :raises NotVisible: there is no such place on an agenda for this actor.
    """
    item = item_for(actor, item_id=item_id)
    meeting = item.meeting
    story = story_of(actor=actor, at=at, child_id=item.child_id)
    children = people.same_person_set(child_id=item.child_id)
    full = story.view is View.FULL
    plans = support.live_support_plans(children=children) if full else []
    words = support.words_of(plan=plans[0]) if plans else []
    acts = queries.actions_of_items(items=[item.pk]).get(item.pk, [])
    record_look(
        kind="view", page="meeting papers", by=actor, at=at, subjects=children,
        shown=[*shown_of(story=story), "thresholds", *(["decisions", "tasks"] if full else [])],
    )  # fmt: skip
    ours = item.owner_agency_id == actor.agency_id
    waits = item.outcome == "waiting" and meeting.state == "planned"
    holds = ours and permitted(roles=actor.roles, permission=Permission.MEETING_HOLD)
    return Papers(
        item_id=item.pk,
        meeting=meeting_line(meeting=meeting, actor=actor, at=at),
        kind=meeting.kind,
        reference=item.episode.reference if item.episode else "",
        story=story,
        why=why_of(thresholds=item.thresholds, at=at),
        repeats=again_of(children=children, actor=actor, at=at).repeats if full else (),
        decisions=_decisions(children) if full else (),
        outstanding=_outstanding(children) if full else (),
        plan_lacks=tuple(support_rules.LACKS[key] for key in support.lacks_of(plan=plans[0]))
        if plans
        else None,
        childs_view=words[0].childs_view if words else "",
        before=decided_before(children=children, but=item.pk),
        actions=action_lines(actions=acts, names={item.child_id: story.name}, actor=actor, at=at),
        outcome=item.outcome,
        outcome_words=item.get_outcome_display(),
        decision=item.decision,
        no_action_because=item.no_action_because,
        enquiries=item.get_enquiries_display() if item.enquiries else "",
        enquiries_because=item.enquiries_because,
        decided_by=item.decided_by.display_name if item.decided_by else "",
        decided_at=item.decided_at,
        next_review_on=item.next_review_on,
        may_decide=holds and waits,
        may_sign=holds and waits and meeting.chair_id == actor.member_id,
    )


def _decisions(children: Iterable[UUID]) -> tuple[tuple[datetime, str, str, str], ...]:
    found = (
        visible(Decision)
        .filter(child__in=list(children))
        .select_related("recorded_by")
        .order_by("-decided_at", "pk")[:LATEST]
    )
    return tuple(
        (one.decided_at, one.level, one.recorded_by.display_name, one.rationale) for one in found
    )


def _outstanding(
    children: Iterable[UUID],
) -> tuple[tuple[str, str, datetime | None], ...]:
    found = (
        visible(Task)
        .filter(child__in=list(children), state__in=OUTSTANDING)
        .select_related("assigned_agency")
        .order_by("due_at", "created_at", "pk")[: LATEST * 2]
    )
    return tuple((one.title, one.assigned_agency.name, one.due_at) for one in found)
