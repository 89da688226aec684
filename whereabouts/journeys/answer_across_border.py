"""The force that was asked to look in its area answers, and the answer flows back."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.accept_task import NotForYou, refuse_if_not_for
from whereabouts.journeys.door import journey
from whereabouts.practice.investigation.actions import NotOutstanding
from whereabouts.practice.investigation.gate import task_for
from whereabouts.practice.response.rules import NotInList
from whereabouts.practice.risk import borders
from whereabouts.practice.risk.borders import NeedsWords

__all__ = [
    "NeedsWords",
    "NotAcross",
    "NotForYou",
    "NotInList",
    "NotOutstanding",
    "answer_across_border",
]


class NotAcross(Exception):
    """This task was not asked across a border."""


@journey(needs=Permission.RESPONSE_GO)
def answer_across_border(
    *, actor: Actor, task_id: UUID, outcome: str, words: str, at: datetime
) -> None:
    """Answer what another force asked; whoever has not acknowledged yet does so with it.

    :raises NotVisible: there is no such task for this actor.
    :raises NotForYou: it was asked of another force.
    :raises NotAcross: it is another kind of task.
    :raises NotInList: the outcome is none of the list.
    :raises NeedsWords: there are no words.
    :raises NotOutstanding: it was answered already.
    """
    task = task_for(actor, task_id=task_id)
    refuse_if_not_for(actor=actor, agency=task.assigned_agency_id)
    if task.kind != borders.KIND:
        raise NotAcross("This was not asked across a border.")
    if task.state == "open":
        borders.acknowledge(task=task, by=actor, at=at)
    borders.answer(task=task, outcome=outcome, words=words, by=actor, at=at)
    tell_whoever_sees(child=task.child_id)
