"""A task for somebody: of their agency, or of an episode that they may see."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.investigation.models import Task


def task_for(actor: Actor, *, task_id: UUID) -> Task:
    """Return a task that the actor's agency may see.

    :raises NotVisible: there is none for this actor.
    """
    return one(Task, pk=task_id)
