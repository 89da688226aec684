"""Say that a child's words were read, and what was done about them."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_screens
from whereabouts.foundations.timers.actions import stand_down
from whereabouts.journeys.door import journey
from whereabouts.practice.voice import actions as voice
from whereabouts.practice.voice.actions import AlreadyRead
from whereabouts.practice.voice.gate import words_for
from whereabouts.practice.voice.vocabulary import SETTLED

__all__ = ["AlreadyRead", "OutcomeNeeded", "read_childs_words"]


class OutcomeNeeded(Exception):
    """Nobody said what was done, or it is none of the list."""


@journey(needs=Permission.VOICE_READ)
def read_childs_words(
    *, actor: Actor, words_id: UUID, outcome: str, at: datetime, outcome_words: str = ""
) -> None:
    """Say that they were read by the actor, and what was done. The clock stands down.

    More than having read them needs words: what was done, and by whom.

    :raises NotVisible: there are none for this actor.
    :raises OutcomeNeeded: what was done is not said.
    :raises AlreadyRead: somebody else has read them.
    """
    if outcome not in dict(SETTLED):
        raise OutcomeNeeded("Say what was done")
    if outcome != "read" and not outcome_words.strip():
        raise OutcomeNeeded("Say in words what was done, and by whom")
    words = words_for(actor, words_id=words_id)
    voice.settle_words(words=words, outcome=outcome, outcome_words=outcome_words, by=actor, at=at)
    stand_down(subject=f"child_words:{words.pk}", at=at)
    tell_screens(agencies=[actor.agency_id])
