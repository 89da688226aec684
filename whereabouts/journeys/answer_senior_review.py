"""Review, as a senior, a long-term plan under which a child went on going missing."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.support import actions as support
from whereabouts.practice.support.actions import AlreadyAnswered, ReasonMissing
from whereabouts.practice.support.gate import senior_review_for
from whereabouts.practice.support.vocabulary import REVIEW_ANSWERS

__all__ = ["AlreadyAnswered", "NotTheLead", "ReasonMissing", "answer_senior_review"]


class NotTheLead(Exception):
    """Whoever leads the plan does not review it."""


@journey(needs=Permission.SUPPORT_REVIEW)
def answer_senior_review(
    *, actor: Actor, review_id: UUID, answer: str, words: str, at: datetime
) -> None:
    """Write down what changes from now on, or why nothing does.

    :raises NotVisible: there is no such review of a plan of the actor's agency.
    :raises NotTheLead: the actor leads the plan.
    :raises ReasonMissing: it says nothing in words, or is none of the answers.
    :raises AlreadyAnswered: somebody reviewed it already.
    """
    review = senior_review_for(actor, review_id=review_id)
    if review.plan.owner_agency_id != actor.agency_id:
        raise NotVisible()
    if review.plan.lead_id == actor.member_id:
        raise NotTheLead("You lead this plan: somebody else of your agency reviews it.")
    if answer not in {code for code, _ in REVIEW_ANSWERS}:
        raise ReasonMissing("Choose what was decided.")
    support.answer_senior_review(review=review, answer=answer, words=words, by=actor, at=at)
    tell_whoever_sees(child=review.child_id)
