"""Write a trigger plan, and send it to be approved: until then it binds nobody."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.plans import actions as plans
from whereabouts.practice.plans.actions import DayGoneBy, DraftSettled, PlanLacks
from whereabouts.practice.plans.gate import draft_for
from whereabouts.practice.plans.rules import Addressee, Contents
from whereabouts.practice.risk.around import approvers, around
from whereabouts.records.people.gate import person_for
from whereabouts.records.people.queries import same_person_set

__all__ = [
    "Addressee", "Contents", "DayGoneBy", "DraftSettled", "PlanLacks", "draft_plan", "send_plan",
]  # fmt: skip


@journey(needs=Permission.PLAN_SET)
def draft_plan(
    *,
    actor: Actor,
    child_id: UUID,
    contents: Contents,
    at: datetime,
    recipients: Sequence[Addressee] = (),
) -> UUID:
    """Keep a plan that is being written and return its key; the open draft is set aside.

    :raises NotVisible: there is no such child for this actor.
    :raises DayGoneBy: a day does not lie ahead.
    """
    child, _ = person_for(actor, child_id=child_id)
    draft = plans.write_draft(
        child=child, contents=contents, recipients=recipients, by=actor, at=at
    )
    return draft.pk


@journey(needs=Permission.PLAN_SET)
def send_plan(*, actor: Actor, draft_id: UUID, at: datetime) -> None:
    """Send a draft to be approved by the agency itself, the child's authority and their police.

    :raises NotVisible: there is no such draft of this actor's agency.
    :raises PlanLacks: the plan leaves out what it must say.
    :raises DraftSettled: somebody sent it already, or set it aside.
    """
    draft = draft_for(actor, draft_id=draft_id)
    if draft.owner_agency_id != actor.agency_id:
        raise NotVisible()
    children = same_person_set(child_id=draft.child_id)
    known = around(children=children, actor=actor, at=at)
    plans.send_for_approval(
        draft=draft, approvers=approvers(known=known, actor=actor), by=actor, at=at
    )
    tell_whoever_sees(child=draft.child_id)
