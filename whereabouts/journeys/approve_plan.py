"""Approve a drafted trigger plan for one's agency: with the last approval it is in force."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import actor_for, system_actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.plans import actions as plans
from whereabouts.practice.plans.actions import DraftSettled, NotYoursToApprove
from whereabouts.practice.plans.gate import draft_for

__all__ = ["DraftSettled", "NotYoursToApprove", "WhyNot", "approve_plan"]


class WhyNot(Exception):
    """An agency that does not agree says why."""


@journey(needs=Permission.PLAN_SET)
def approve_plan(
    *, actor: Actor, draft_id: UUID, agreed: bool, at: datetime, words: str = ""
) -> bool:
    """Answer for the actor's agency, and return whether the plan is in force now.

    :raises NotVisible: there is no such draft for this actor.
    :raises WhyNot: they do not agree, and do not say why.
    :raises NotYoursToApprove: their agency was not asked or has answered, or they wrote it.
    :raises DraftSettled: it waits for no approval any more.
    """
    draft = draft_for(actor, draft_id=draft_id)
    if not agreed and not words.strip():
        raise WhyNot("Say what would have to change, so that it can be written anew.")
    everybody = plans.approve(draft=draft, agreed=agreed, words=words, by=actor, at=at)
    if everybody:
        # It becomes the plan of the agency that wrote it, whoever was the last to agree.
        writer = actor_for(member_id=draft.owner_id, at=at)
        writer = writer or system_actor(agency=draft.owner_agency_id, at=at)
        with entered(actor=writer, at=at):
            plans.into_force(draft=draft_for(writer, draft_id=draft_id), by=writer, at=at)
    tell_whoever_sees(child=draft.child_id)
    return everybody
