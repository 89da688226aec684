"""Answer a referral: accepted, declined with the reason, or what was done."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_screens
from whereabouts.journeys.door import journey
from whereabouts.practice.plans import actions as plans
from whereabouts.practice.plans.actions import AnswerMissing, NotThatAnswer
from whereabouts.practice.plans.gate import referral_for
from whereabouts.practice.plans.vocabulary import REFERRAL_ANSWERS

__all__ = ["AnswerMissing", "NotThatAnswer", "answer_referral"]


@journey(needs=Permission.REFERRAL_ANSWER)
def answer_referral(
    *, actor: Actor, referral_id: UUID, answer: str, at: datetime, words: str = ""
) -> UUID:
    """Answer a referral that came to the actor's agency, and return the answer's key.

    :raises NotVisible: no such referral came to this actor's agency.
    :raises AnswerMissing: it declines, or says what was done, without words.
    :raises NotThatAnswer: it has its answer, or is not accepted yet.
    """
    decision = referral_for(actor, referral_id=referral_id)
    if decision.to_agency_id != actor.agency_id:
        raise NotVisible()
    if answer not in {code for code, _ in REFERRAL_ANSWERS}:
        raise NotThatAnswer("Choose one of the answers.")
    made = plans.answer_referral(decision=decision, answer=answer, words=words, by=actor, at=at)
    tell_screens(agencies=[decision.owner_agency_id, actor.agency_id])
    return made.pk
