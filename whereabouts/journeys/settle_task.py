"""Say that a task is done, or with a code and words that it is not."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.accept_task import NotForYou, refuse_if_not_for
from whereabouts.journeys.door import journey
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation import events, rules
from whereabouts.practice.investigation.actions import NeedsCode, NotOutstanding
from whereabouts.practice.investigation.gate import task_for
from whereabouts.records.episodes import actions as episodes

__all__ = ["HasItsOwnForm", "NeedsCode", "NotForYou", "NotOutstanding", "settle_task"]


class HasItsOwnForm(Exception):
    """The task is settled by its own form, never from a list: which follows from its kind."""

    def __init__(self, *, kind: str, reference: str, about: str) -> None:
        super().__init__("This task has a form of its own: it is settled there.")
        self.kind, self.reference, self.about = kind, reference, about


@journey(needs=Permission.TASK_DO)
def settle_task(
    *, actor: Actor, task_id: UUID, result: str, at: datetime, not_done_code: str = ""
) -> None:
    """Settle a task of the actor's agency.

    :raises NotVisible: there is no such task for this actor.
    :raises NotForYou: it is another agency's to do.
    :raises HasItsOwnForm: it is an interview, a referral, an answer to a challenge and the like.
    :raises NeedsCode: it is left undone without a code or words.
    :raises NotOutstanding: it was settled already.
    """
    task = task_for(actor, task_id=task_id)
    refuse_if_not_for(actor=actor, agency=task.assigned_agency_id)
    if rules.has_own_form(kind=task.kind):
        raise HasItsOwnForm(kind=task.kind, reference=task.episode.reference, about=task.fact)
    tasks.settle(task=task, by=actor, at=at, result=result, not_done_code=not_done_code)
    episodes.write_log(
        episode=task.episode,
        kind=events.NOT_DONE if not_done_code else events.DONE,
        by=actor,
        at=at,
        words=result,
        detail={"task": task.title, "code": not_done_code},
    )
    tell_whoever_sees(child=task.child_id)
