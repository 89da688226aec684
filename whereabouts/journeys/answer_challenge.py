"""Answer a challenge to a grade: by somebody whose name is not on the decision."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.risk.phrases import is_reason
from whereabouts.practice.supervision.actions import challenges
from whereabouts.practice.supervision.actions.challenges import AlreadyAnswered, DecidedByYou
from whereabouts.practice.supervision.gate import challenge_for

__all__ = ["AlreadyAnswered", "DecidedByYou", "NoAnswer", "answer_challenge"]


class NoAnswer(Exception):
    """An answer needs reasons: the phrases that describe harm as the child's doing are none."""


@journey(needs=Permission.CHALLENGE_ANSWER)
def answer_challenge(*, actor: Actor, challenge_id: UUID, words: str, at: datetime) -> str:
    """Keep the answer, and return the sentence that the challenger may be told.

    What they may be told follows their standing, never the answer's own words.

    :raises NotVisible: there is no such challenge for this actor.
    :raises NoAnswer: the words give no reason.
    :raises DecidedByYou: the actor decided what is challenged.
    :raises AlreadyAnswered: somebody answered it.
    """
    if not is_reason(text=words):
        raise NoAnswer("Say what you looked at again, and what you make of it.")
    made = challenge_for(actor, challenge_id=challenge_id)
    told = challenges.answer(made=made, words=words.strip(), by=actor, at=at)
    tell_whoever_sees(child=made.child_id)
    return told
