"""Take a matter to somebody above, answer it, find the answer lacking, or settle it."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.timers.actions import stand_down
from whereabouts.journeys.door import journey
from whereabouts.practice.escalation import actions as escalation
from whereabouts.practice.escalation import rules
from whereabouts.practice.escalation.actions import (
    AlreadyAnswered,
    Matter,
    NoAnswerYet,
    NotYours,
)
from whereabouts.practice.escalation.gate import raised_for, standing_for
from whereabouts.practice.escalation.rules import NoLadder
from whereabouts.records.episodes.gate import episode_for

__all__ = [
    "AlreadyAnswered",
    "Matter",
    "NoAnswerYet",
    "NoLadder",
    "NotVisible",
    "NotYours",
    "SomethingMissing",
    "answer_matter",
    "find_answer_lacking",
    "settle_matter",
    "take_matter_up",
]


class SomethingMissing(Exception):
    """Something that it needs is not said; `field` names it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@journey(needs=Permission.ESCALATE)
def take_matter_up(
    *, actor: Actor, matter: Matter, at: datetime, to_agency: UUID | None = None,
    reference: str = "",
) -> UUID:  # fmt: skip
    """Take a matter up at one's own agency or another; it climbs until it has an answer.

    :raises SomethingMissing: what it is, or what is wanted, is not said.
    :raises NoLadder: that agency has no ladder.
    :raises NotVisible: no episode that the actor sees has the reference.
    """
    if matter.kind not in dict(rules.KINDS):
        raise SomethingMissing("kind", "Choose what it is.")
    if not matter.words.strip():
        raise SomethingMissing("words", "Write what the matter is.")
    if not matter.wanted.strip():
        raise SomethingMissing("wanted", "Write what you want to happen.")
    episode = episode_for(actor, reference=reference) if reference else None
    agency = Agency.objects.filter(pk=to_agency or actor.agency_id).first()
    if agency is None:
        raise SomethingMissing("to_agency", "Choose the agency.")
    made = escalation.take_up(
        matter=matter, to_agency=agency, child=episode.child if episode else None,
        episode=episode, by=actor, at=at,
    )  # fmt: skip
    return made.pk


@journey(needs=Permission.ESCALATION_ANSWER)
def answer_matter(*, actor: Actor, escalation_id: UUID, words: str, at: datetime) -> None:
    """Answer a matter that stands on one's step, or beneath it.

    :raises NotVisible: there is none for this actor.
    :raises SomethingMissing: there are no words.
    :raises NotYours: it stands on another's step, or the actor raised it.
    :raises AlreadyAnswered: it has its answer.
    """
    found = standing_for(actor, escalation_id=escalation_id)
    if not words.strip():
        raise SomethingMissing("words", "Write what is done, by whom and until when.")
    escalation.answer(escalation=found, words=words, by=actor, at=at)


@journey(needs=Permission.ESCALATE)
def find_answer_lacking(*, actor: Actor, escalation_id: UUID, because: str, at: datetime) -> bool:
    """Say that an answer is not enough: it climbs; return whether there was a step above.

    :raises NotVisible: the actor's agency did not raise it.
    :raises SomethingMissing: there is no reason.
    :raises NoAnswerYet: there is no answer.
    """
    found = raised_for(actor, escalation_id=escalation_id)
    if not because.strip():
        raise SomethingMissing("because", "Write what the answer lacks.")
    if found.state != "answered":
        raise NoAnswerYet("There is no answer yet.")
    stand_down(subject=f"escalation:{found.pk}", at=at)
    said = f"{found.answer}\n{because.strip()}"
    return escalation.climb(escalation=found, why="not_enough", words=said, by=actor, at=at)


@journey(needs=Permission.ESCALATE)
def settle_matter(*, actor: Actor, escalation_id: UUID, at: datetime) -> None:
    """Say that a matter is settled by its answer.

    :raises NotVisible: the actor's agency did not raise it.
    :raises NoAnswerYet: there is no answer that could settle it.
    """
    escalation.settle(escalation=raised_for(actor, escalation_id=escalation_id), by=actor, at=at)
