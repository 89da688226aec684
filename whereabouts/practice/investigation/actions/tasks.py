"""Asking for things to be done, and settling them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from whereabouts.engines.deadlines import bank_holiday_source
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.prepared import prepared
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.gathered import insert
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.timers.actions import Clock, set_timers, stand_down
from whereabouts.practice.investigation import events, rules
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.vocabulary import CLOCKS, FOLLOW_UP_KINDS, TITLES
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.events import FOLLOW_UP_REOPENED
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import UNDER_WAY, State
from whereabouts.records.people.actions import relate_to_child


class NotOutstanding(Exception):
    """The task was settled already."""


class NeedsCode(Exception):
    """Leaving a task undone needs a code and words."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Something to ask for: what, of whom, why, and by when."""

    kind: str
    to_role: str
    assigned_agency: UUID
    because: str
    due_at: datetime | None = None
    clock: Mapping[str, Any] = field(default_factory=dict)
    title: str = ""
    detail: str = ""
    fact: str = ""
    owner: UUID | None = None
    again_after_hours: float | None = None

    @property
    def once(self) -> tuple[str, str, UUID]:
        """Return what makes it the same task when asked again."""
        return self.kind, self.fact, self.assigned_agency


def ask(
    *,
    episode: Episode,
    kind: str,
    to_role: str,
    assigned_agency: UUID,
    because: str,
    by: Actor,
    at: datetime,
    due_at: datetime | None = None,
    clock: Mapping[str, Any] | None = None,
    title: str = "",
    detail: str = "",
    fact: str = "",
    owner: UUID | None = None,
    again_after_hours: float | None = None,
) -> Task | None:
    """Ask for something to be done; asked before and not cancelled, it is the same task: None.

    A due time sets a timer. An agency that is asked may see the child from then on. What comes
    `again_after_hours` is asked anew each time it was done, while the child is missing.
    """
    wanted = Wanted(
        kind=kind, to_role=to_role, assigned_agency=assigned_agency, because=because,
        due_at=due_at, clock=dict(clock or {}), title=title, detail=detail, fact=fact, owner=owner,
        again_after_hours=again_after_hours,
    )  # fmt: skip
    asked = ask_all(episode=episode, wanted=[wanted], by=by, at=at)
    return asked[0] if asked else None


@transaction.atomic(savepoint=False)
def ask_all(
    *, episode: Episode, wanted: Iterable[Wanted], by: Actor, at: datetime, new: bool = False
) -> list[Task]:
    """Ask for several things at once, as `ask` does for one, and return those asked for now.

    `new`: the episode was opened in this transaction, so that nothing was asked before.
    """
    once: dict[tuple[str, str, UUID], Wanted] = {}
    for one in wanted:
        once.setdefault(one.once, one)
    if not new:
        for again in _asked_for(episode=episode.pk):
            once.pop(again, None)
    if not once:
        return []
    asked = [
        Task(
            child_id=episode.child_id,
            episode=episode,
            kind=one.kind,
            title=one.title or TITLES[one.kind],
            detail=one.detail,
            because=one.because,
            assigned_agency_id=one.assigned_agency,
            to_role=one.to_role,
            owner_id=one.owner,
            created_at=at,
            due_at=one.due_at,
            clock=dict(one.clock),
            fact=one.fact,
            again_after_hours=one.again_after_hours,
            owner_agency_id=by.agency_id,
            recorded_at=at,
            recorded_by_id=by.member_id,
        )
        for one in once.values()
    ]
    insert(rows=asked)
    others = {(task.assigned_agency_id, task.kind) for task in asked}
    for agency, kind in sorted(others):
        if agency != by.agency_id:
            relate_to_child(
                child_id=episode.child_id, agency=agency, kind="allocated", at=at, because=kind
            )
    audit.record_all(
        lines=[
            audit.Line(kind=events.ASKED, subject=f"task:{task.pk}", payload={"kind": task.kind})
            for task in asked
        ],
        by=by,
        at=at,
    )
    if not new and any(task.kind in FOLLOW_UP_KINDS for task in asked):
        _open_follow_up_again(episode=episode, by=by, at=at)
    set_timers(
        clocks=[_clock(task=task, due_at=task.due_at) for task in asked if task.due_at], at=at
    )
    return asked


@prepared(about="episode")
def _asked_for(*, episode: UUID) -> "QuerySet[Task, tuple[str, str, UUID]]":
    earlier = Task.objects.filter(episode=episode).exclude(state="cancelled")
    return earlier.values_list("kind", "fact", "assigned_agency_id")


@transaction.atomic
def settle_about(*, kind: str, fact: str, result: str, by: Actor, at: datetime) -> int:
    """Settle every outstanding task in scope of a kind about one thing; return how many."""
    waiting = visible(Task).filter(kind=kind, fact=fact, state__in=rules.OUTSTANDING)
    for task in waiting:
        settle(task=task, by=by, at=at, result=result)
    return len(waiting)


def start_clocks(*, episode: Episode, event: str, happened_at: datetime, at: datetime) -> int:
    """Start the clocks of outstanding tasks that run from an event, and return how many."""
    started = 0
    waiting = Task.objects.filter(
        episode=episode, state__in=rules.OUTSTANDING, due_at__isnull=True, clock__from=event
    )
    for task in waiting:
        due = rules.due_of(clock=task.clock, happened={event: happened_at})
        if due is not None:
            Task.objects.filter(pk=task.pk).update(due_at=due)
            set_timers(clocks=[_clock(task=task, due_at=due)], at=at)
            started += 1
    return started


@transaction.atomic
def accept(*, task: Task, by: Actor, at: datetime) -> None:
    """Take a task on.

    :raises NotOutstanding: it is settled, or somebody else has it.
    """
    taken = Task.objects.filter(pk=task.pk, state="open").update(
        state="accepted", accepted_at=at, accepted_by_id=by.member_id, owner_id=by.member_id
    )
    if not taken:
        raise NotOutstanding("Somebody has taken or settled this task already.")
    audit.record(kind=events.ACCEPTED, subject=f"task:{task.pk}", by=by, at=at)


@transaction.atomic
def settle(*, task: Task, by: Actor, at: datetime, result: str, not_done_code: str = "") -> None:
    """Say that a task is done, or with a code and words that it is not.

    :raises NotOutstanding: it was settled already.
    :raises NeedsCode: it is left undone without a code or without words.
    """
    if not_done_code and not rules.may_leave_undone(code=not_done_code, words=result):
        raise NeedsCode("Choose why it was not done, and say it in words.")
    state, kind = ("not_done", events.NOT_DONE) if not_done_code else ("done", events.DONE)
    values = {
        "state": state,
        "settled_at": at,
        "settled_by_id": by.member_id,
        "result": result,
        "not_done_code": not_done_code,
    }
    if not Task.objects.filter(pk=task.pk, state__in=rules.OUTSTANDING).update(**values):
        raise NotOutstanding("This task was settled already.")
    for name, value in values.items():
        setattr(task, name, value)
    stand_down(subject=f"task:{task.pk}", at=at)
    audit.record(
        kind=kind, subject=f"task:{task.pk}", by=by, at=at,
        payload={"result": result, "code": not_done_code},
    )  # fmt: skip
    if state == "done":
        _ask_again(task=task, by=by, at=at)


@transaction.atomic(savepoint=False)
def start_clock_again(*, task: Task, at: datetime, due_at: datetime) -> None:
    """Give an outstanding task a new time: what it was asked for went on to its next step."""
    stand_down(subject=f"task:{task.pk}", at=at)
    Task.objects.filter(pk=task.pk, state__in=rules.OUTSTANDING).update(due_at=due_at)
    set_timers(clocks=[_clock(task=task, due_at=due_at)], at=at)


def bring_forward(
    *, episode: Episode, due_by: Mapping[str, datetime], by: Actor, at: datetime
) -> int:
    """Shorten the running clocks of some kinds of task; none is ever lengthened. Return how many.

    `due_by` is a kind → when it is due by what stands now.
    """
    shortened = 0
    for task in Task.objects.filter(
        episode=episode, kind__in=due_by, state__in=rules.OUTSTANDING, due_at__isnull=False
    ):
        due = due_by[task.kind]
        if task.due_at is None or due >= task.due_at:
            continue
        start_clock_again(task=task, at=at, due_at=due)
        audit.record(
            kind=events.BROUGHT_FORWARD, subject=f"task:{task.pk}", by=by, at=at,
            payload={"from": task.due_at.isoformat(), "to": due.isoformat()},
        )  # fmt: skip
        shortened += 1
    return shortened


@transaction.atomic
def cancel_all(
    *, episode: Episode, by: Actor, at: datetime, because: str, but: tuple[str, ...] = ()
) -> int:
    """Cancel every outstanding task of an episode except some kinds, and return how many."""
    cancelled = 0
    for task in Task.objects.filter(episode=episode, state__in=rules.OUTSTANDING).exclude(
        kind__in=but
    ):
        Task.objects.filter(pk=task.pk).update(
            state="cancelled", settled_at=at, settled_by_id=by.member_id, result=because
        )
        stand_down(subject=f"task:{task.pk}", at=at)
        audit.record(kind=events.CANCELLED, subject=f"task:{task.pk}", by=by, at=at)
        cancelled += 1
    return cancelled


@transaction.atomic
def reassign(
    *, episode: Episode, from_agency: UUID, to_agency: UUID, by: Actor, at: datetime
) -> list[UUID]:
    """Give what one agency still has to do to another, and return the keys of those tasks.

    Nobody owns them there yet. What the other agency was asked already stays one task.
    """
    moved = []
    theirs = Task.objects.filter(episode=episode, assigned_agency=to_agency).exclude(
        state="cancelled"
    )
    asked = set(theirs.values_list("kind", "fact"))
    for task in Task.objects.filter(
        episode=episode, assigned_agency=from_agency, state__in=rules.OUTSTANDING
    ):
        if (task.kind, task.fact) in asked:
            Task.objects.filter(pk=task.pk).update(
                state="cancelled", settled_at=at, settled_by_id=by.member_id, result="Asked there."
            )
            stand_down(subject=f"task:{task.pk}", at=at)
            audit.record(kind=events.CANCELLED, subject=f"task:{task.pk}", by=by, at=at)
            continue
        Task.objects.filter(pk=task.pk).update(
            assigned_agency=to_agency, state="open", owner=None, accepted_at=None, accepted_by=None
        )
        audit.record(kind=events.MOVED, subject=f"task:{task.pk}", by=by, at=at)
        moved.append(task.pk)
    return moved


def _open_follow_up_again(*, episode: Episode, by: Actor, at: datetime) -> None:
    """Open a closed follow-up for what is owed anew: an episode is never closed over it."""
    if Episode.objects.filter(pk=episode.pk, state=State.CLOSED).exists():
        episode.refresh_from_db()
        episodes.move(
            episode=episode, to_state=State.SEEN, kind=FOLLOW_UP_REOPENED, by=by, at=at,
            closed_at=None,
        )  # fmt: skip


def _ask_again(*, task: Task, by: Actor, at: datetime) -> None:
    """Ask for a line of enquiry anew: pictures, cards and places change while a child is away."""
    episode = task.episode
    episode.refresh_from_db(fields=["state"])
    if task.again_after_hours is None or episode.state not in UNDER_WAY:
        return
    ask(
        episode=episode,
        kind=task.kind,
        title=task.title,
        detail=task.detail,
        to_role=task.to_role,
        assigned_agency=task.assigned_agency_id,
        because=task.because,
        by=by,
        at=at,
        due_at=at + timedelta(hours=task.again_after_hours),
        fact=rules.next_round(fact=task.fact),
        again_after_hours=task.again_after_hours,
    )


def _clock(*, task: Task, due_at: datetime) -> Clock:
    return Clock(
        # The time is in the key: a clock that starts again is another promise.
        key=f"task:{task.pk}:due:{due_at.isoformat()}",
        kind=CLOCKS.get(task.kind, "task_due"),
        subject=f"task:{task.pk}",
        agency=task.assigned_agency_id,
        due_at=due_at,
        because=task.kind,
        calendar=bank_holiday_source() if task.clock.get("unit") == "working_days" else "",
    )
