"""What somebody's roles at their agency still have to do, over every episode; one look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

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

MOST = 600
ORDER = ("due_at", "created_at", "id")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskList:
    """What waits for somebody: taken on by them, for their roles, or all of their agency's.

    The lines are those of a page, the counts of everything that waits.
    """

    at: datetime
    mine: tuple[TaskLine, ...]
    for_my_roles: tuple[TaskLine, ...]
    others: tuple[TaskLine, ...]
    counts: "Counts"
    first: int  # so many stand on pages before
    further: int  # and so many after
    shown: frozenset[UUID]
    # Notices of placements that the agency must acknowledge, and how many of those are red.
    placements: int = 0
    placements_red: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many wait in all: for this person, and of those overdue; and of the agency's others."""

    mine: int
    for_my_roles: int
    others: int
    overdue: int


@lookup(needs=Permission.TASK_DO)
def tasks_for_me(
    *,
    actor: Actor,
    at: datetime,
    whole_agency: bool = False,
    most: int = MOST,
    first: int = 0,
    already_shown: frozenset[UUID] | None = None,
) -> TaskList:
    """Return so many of the outstanding tasks of the actor's agency, from the `first` on.

    Those of the actor come first, then those of their roles and, where the whole agency's are
    asked for, the others; each with what is overdue and next due first. Every child on the list is
    recorded as looked at.
    """
    groups = _groups(actor=actor)
    counts = _counts(groups, at=at)
    asked = [counts.mine, counts.for_my_roles, counts.others if whole_agency else 0]
    found, before = [], 0
    for group, number in zip(groups, asked, strict=True):
        start, end = max(first - before, 0), min(first + most - before, number)
        found.append([*group.order_by(*ORDER)[start:end]] if start < end else [])
        before += number
    children = frozenset(task.child_id for group in found for task in group)
    names = display_names(child_ids=children)
    lines = [
        tuple(
            task_line(task=task, actor=actor, at=at, name=names.get(task.child_id, ""))
            for task in group
        )
        for group in found
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
        counts=counts,
        first=first,
        further=max(sum(asked) - first - most, 0),
        shown=children | (already_shown or frozenset()),
        **_placements(actor=actor, at=at),
    )


def _groups(*, actor: Actor) -> "tuple[QuerySet[Task], QuerySet[Task], QuerySet[Task]]":
    """Return what waits for the actor, for their roles, and for others of their agency."""
    waiting = (
        visible(Task)
        .filter(assigned_agency=actor.agency_id, state__in=OUTSTANDING)
        .select_related("episode", "assigned_agency", "owner")
    )
    mine = Q(owner=actor.member_id)
    for_my_roles = Q(owner__isnull=True, to_role__in=actor.roles)
    others = Q(owner__isnull=True) & ~Q(to_role__in=actor.roles)
    others |= Q(owner__isnull=False) & ~mine
    return waiting.filter(mine), waiting.filter(for_my_roles), waiting.filter(others)


def _counts(groups: "Sequence[QuerySet[Task]]", *, at: datetime) -> Counts:
    overdue = Count("pk", filter=Q(due_at__lt=at))
    numbers = [group.aggregate(number=Count("pk"), overdue=overdue) for group in groups]
    mine, for_my_roles, others = [one["number"] for one in numbers]
    return Counts(
        mine=mine, for_my_roles=for_my_roles, others=others,
        overdue=numbers[0]["overdue"] + numbers[1]["overdue"],
    )  # fmt: skip


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
