"""Say what came of an allegation: the crime's reference or the reason why none, the discussion."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import agencies_reached
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_screens
from whereabouts.journeys.door import journey
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.actions import NeedsCode, NotOutstanding
from whereabouts.practice.investigation.gate import task_for
from whereabouts.practice.investigation.vocabulary import ALLEGATION_KINDS
from whereabouts.practice.return_home.rules import NotInList

__all__ = ["DispositionMissing", "NeedsCode", "NotInList", "NotOutstanding", "record_disposition"]


class DispositionMissing(Exception):
    """What came of it must be said in words: a reference, a decision, or the reason why not."""


@journey(needs=Permission.TASK_DO)
def record_disposition(
    *, actor: Actor, task_id: UUID, words: str, at: datetime, not_done_code: str = ""
) -> None:
    """Settle a crime record or a strategy discussion with what came of it.

    Done, the words hold the crime's reference or what was decided; not done, a code and the reason
    (a reasoned "no crime" is `lawful_reason`).

    :raises NotVisible: there is no such task for this actor.
    :raises NotInList: the task is neither of the two.
    :raises DispositionMissing: there are no words.
    :raises NeedsCode: the code is none of the list.
    :raises NotOutstanding: it was settled already.
    """
    task = task_for(actor, task_id=task_id)
    if task.kind not in ALLEGATION_KINDS:
        raise NotInList("task")
    if not words.strip():
        raise DispositionMissing("Give the reference, what was decided, or the reason why not.")
    tasks.settle(task=task, by=actor, at=at, result=words, not_done_code=not_done_code)
    tell_screens(agencies=agencies_reached(subject=task.child_id))
