"""Grade an episode again from the facts, before the recorded grade is seen."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.practice.oversight.actions import looking_again
from whereabouts.practice.oversight.actions.looking_again import AlreadyGraded, NothingSaid
from whereabouts.practice.oversight.gate import second_look_to_grade
from whereabouts.practice.oversight.rules import CONFIDENCES
from whereabouts.records.episodes.rules import LEVEL_ORDER

__all__ = ["AlreadyGraded", "NotVisible", "NothingSaid", "UnknownGrade", "grade_second_look"]


class UnknownGrade(Exception):
    """There is no such level, or no such confidence."""


@journey(needs=Permission.SECOND_LOOK)
def grade_second_look(
    *, actor: Actor, look_id: UUID, level: str, confidence: str, words: str, at: datetime
) -> None:
    """Keep what the reviewer makes of the facts; from now on they may see the grade.

    :raises NotVisible: there is none for this actor, or they or their unit graded it.
    :raises UnknownGrade: there is no such level or confidence.
    :raises NothingSaid: there are no words.
    :raises AlreadyGraded: somebody graded it.
    """
    if level not in LEVEL_ORDER or confidence not in dict(CONFIDENCES):
        raise UnknownGrade("Choose a level, and say how sure you are.")
    look = second_look_to_grade(actor, look_id=look_id)
    looking_again.grade_blind(
        look=look, level=level, confidence=confidence, words=words, by=actor, at=at
    )
