"""Say, with the recorded grade beside one's own, whether it should have been another."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.journeys.grade_second_look import UnknownGrade
from whereabouts.practice.oversight.actions import looking_again
from whereabouts.practice.oversight.actions.looking_again import (
    AlreadyAnswered,
    NotGradedYet,
    NothingSaid,
)
from whereabouts.practice.oversight.gate import second_look_for
from whereabouts.records.episodes.rules import LEVEL_ORDER

__all__ = [
    "AlreadyAnswered",
    "NotGradedYet",
    "NotVisible",
    "NothingSaid",
    "UnknownGrade",
    "answer_second_look",
]


@journey(needs=Permission.SECOND_LOOK)
def answer_second_look(
    *, actor: Actor, look_id: UUID, level: str, because: str, at: datetime
) -> tuple[str, bool]:
    """Record the level that it should have had; return (finding, whether an alarm was raised).

    :raises NotVisible: there is none for this actor, or somebody else graded it.
    :raises UnknownGrade: there is no such level.
    :raises NothingSaid: there is no reason.
    :raises NotGradedYet: it was not graded blind first.
    :raises AlreadyAnswered: the finding is recorded.
    """
    if level not in LEVEL_ORDER:
        raise UnknownGrade("Choose the level that it should have had.")
    look = second_look_for(actor, look_id=look_id, lock=True)
    found = looking_again.record_finding(look=look, level=level, because=because, by=actor, at=at)
    return found.finding, found.alarmed
