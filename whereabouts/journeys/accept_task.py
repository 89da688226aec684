"""Take a task on: from now on it has a person's name."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.journeys.kept_away import NotToThisChild, refuse_if_kept_away
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.actions import NotOutstanding
from whereabouts.practice.investigation.gate import task_for
from whereabouts.practice.risk import borders
from whereabouts.practice.skills import actions as skills

__all__ = ["NotForYou", "NotOutstanding", "NotToThisChild", "accept_task", "refuse_if_not_for"]


# What is done face to face with the child.
WITH_THE_CHILD = frozenset(
    {"prevention_interview", "return_interview", "see_again", "immediate_needs", "contact_child"}
)


class NotForYou(Exception):
    """The task is another agency's."""


@journey(needs=Permission.TASK_DO)
def accept_task(*, actor: Actor, task_id: UUID, at: datetime) -> None:
    """Take a task of the actor's agency on; what another force asks is acknowledged with it.

    :raises NotVisible: there is no such task for this actor.
    :raises NotForYou: it is another agency's to do.
    :raises NotOutstanding: somebody has taken or settled it.
    :raises NotToThisChild: it is to speak with the child, and somebody else does so for now.
    """
    task = task_for(actor, task_id=task_id)
    refuse_if_not_for(actor=actor, agency=task.assigned_agency_id)
    if task.kind in WITH_THE_CHILD:
        refuse_if_kept_away(actor=actor, episode=task.episode)
    if task.kind == borders.KIND:
        borders.acknowledge(task=task, by=actor, at=at)
    else:
        tasks.accept(task=task, by=actor, at=at)
    # Nothing waits for training; that somebody without the skill takes it on is kept.
    skills.keep_fallback(task=task, by=actor, at=at)
    tell_whoever_sees(child=task.child_id)


def refuse_if_not_for(*, actor: Actor, agency: UUID) -> None:
    """Go on if a task is the actor's agency's to do.

    :raises NotForYou: it is another agency's.
    """
    if agency != actor.agency_id:
        raise NotForYou("This task is another agency's: they settle it.")
