"""What somebody's roles at their agency still have to do, over every episode; one look."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.episode_parts import task_line
from whereabouts.insight.lookups.episode_shapes import TaskLine
from whereabouts.practice.investigation.gate import task_for
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.investigation.vocabulary import NOT_DONE_CODES
from whereabouts.records.people.queries import display_name, display_names
from whereabouts.records.placements.queries import asked_of_agency

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskList:
    """What waits for somebody: taken on by them, for their roles, or all of their agency's."""

    at: datetime
    mine: tuple[TaskLine, ...]
    for_my_roles: tuple[TaskLine, ...]
    others: tuple[TaskLine, ...]
    left: int
    shown: frozenset[UUID]
    # Notices of placements that the agency must acknowledge, and how many of those are red.
    placements: int = 0
    placements_red: int = 0

    @property
    def overdue(self) -> int:
        """Return how many of those for this person are overdue."""
        return sum(task.overdue for task in (*self.mine, *self.for_my_roles))


@lookup(needs=Permission.TASK_DO)
def tasks_for_me(
    *,
    actor: Actor,
    at: datetime,
    whole_agency: bool = False,
    already_shown: frozenset[UUID] | None = None,
) -> TaskList:
    """Return the outstanding tasks of the actor's agency, overdue and next due first.

    Every child on the list is recorded as looked at.
    """
    found = list(
        visible(Task)
        .filter(assigned_agency=actor.agency_id, state__in=OUTSTANDING)
        .select_related("episode", "assigned_agency", "owner")
        .order_by("due_at", "created_at", "id")
    )
    mine = [task for task in found if task.owner_id == actor.member_id]
    roles = [task for task in found if task.owner_id is None and task.to_role in actor.roles]
    rest = [task for task in found if task not in mine and task not in roles]
    others = rest if whole_agency else []
    groups = [mine[:MOST], roles[:MOST], others[:MOST]]
    children = frozenset(task.child_id for group in groups for task in group)
    names = display_names(child_ids=children)
    lines = [
        tuple(
            task_line(task=task, actor=actor, at=at, name=names.get(task.child_id, ""))
            for task in group
        )
        for group in groups
    ]
    new = children if already_shown is None else children - already_shown
    if new:
        record_look(
            kind="view" if already_shown is None else "live",
            page="tasks",
            by=actor,
            at=at,
            subjects=new,
            shown=["name", "tasks"],
        )
    return TaskList(
        at=at,
        mine=lines[0],
        for_my_roles=lines[1],
        others=lines[2],
        left=len(rest) - len(others),
        shown=children | (already_shown or frozenset()),
        **_placements(actor=actor, at=at),
    )


@lookup(needs=Permission.TASK_DO)
def one_task(*, actor: Actor, at: datetime, task_id: UUID) -> TaskLine:
    """Return a task for its form, with the child's name; a look.

    :raises NotVisible: there is no such task for this actor.
    """
    task = task_for(actor, task_id=task_id)
    record_look(
        kind="view", page="task", by=actor, at=at, subjects=[task.child_id], shown=["name", "tasks"]
    )
    return task_line(task=task, actor=actor, at=at, name=display_name(child_id=task.child_id))


def _placements(*, actor: Actor, at: datetime) -> dict[str, int]:
    if not permitted(roles=actor.roles, permission=Permission.PLACEMENT_ACKNOWLEDGE):
        return {}
    due = asked_of_agency(agency=actor.agency_id).values_list("due_at", flat=True)
    return {"placements": len(due), "placements_red": sum(one <= at for one in due)}


def not_done_codes() -> list[tuple[str, str]]:
    """Return the codes for leaving a task undone, with their words."""
    return list(NOT_DONE_CODES)
