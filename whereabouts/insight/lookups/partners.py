"""What awaits an agency, which children it has something to do with, and what partners told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from whereabouts.engines.deadlines import london_instant
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.models import Relation
from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.conversing import interview_queue
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.insight.lookups.plans_now import referrals_now
from whereabouts.insight.lookups.sharing import EntryLine, entry_line
from whereabouts.insight.lookups.tasks import tasks_for_me
from whereabouts.practice.return_home.models import Alternative
from whereabouts.practice.sharing import queries
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import UNDER_WAY
from whereabouts.records.people.models import Child
from whereabouts.records.people.queries import display_names, same_person_sets
from whereabouts.records.placements.models import Placement

MOST, MOST_CHILDREN = 200, 400
REASONS = dict(Relation.KINDS)
# What says most of why an agency is there, first.
ORDER = (
    "responsible", "caring", "host", "allocated", "shared", "recording", "reporting", "enquiring",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """One thing that awaits the agency; `page` and `key` are where it is done."""

    what: str
    words: str
    name: str
    due_at: datetime | None
    overdue: bool
    page: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Everything that awaits an agency, what is overdue and next due first."""

    at: datetime
    lines: tuple[QueueLine, ...]
    notices: int

    @property
    def overdue(self) -> int:
        """How many are overdue."""
        return sum(line.overdue for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildLine:
    """A child with whom the agency has something to do: why, until when, and how things stand."""

    child_id: UUID
    name: str
    reasons: tuple[str, ...]
    until_at: datetime | None
    reference: str
    level: str
    state: str
    category: str
    placed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OurChildren:
    """The children with whom an agency has something to do, by why."""

    at: datetime
    lines: tuple[ChildLine, ...]
    counts: tuple[tuple[str, int], ...]
    left: int


@lookup(needs=Permission.CHILD_LOOK)
def your_queue(*, actor: Actor, at: datetime) -> Queue:
    """Return what awaits the actor's agency, from everything that can ask something of it; a look.

    Which of it somebody sees goes by their role, as on the pages where it is done.
    """
    lines: list[QueueLine] = []
    if permitted(roles=actor.roles, permission=Permission.TASK_DO):
        tasks = tasks_for_me(actor=actor, at=at, whole_agency=True)
        lines += [
            QueueLine(
                what="Task", words=task.title, name=task.name, due_at=task.due_at,
                overdue=task.overdue, page="task", key=str(task.key),
            )
            for task in (*tasks.mine, *tasks.for_my_roles, *tasks.others)
        ]  # fmt: skip
    if permitted(roles=actor.roles, permission=Permission.RETURN_INTERVIEW):
        lines += [
            QueueLine(
                what="Interview", words=f"Return home interview: {one.state.lower()}",
                name=one.name, due_at=one.due_at,
                overdue=one.due_at is not None and one.due_at <= at, page="return-told",
                key=one.reference,
            )
            for one in interview_queue(actor=actor, at=at)
        ]  # fmt: skip
    if permitted(roles=actor.roles, permission=Permission.REFERRAL_ANSWER):
        waiting, _ = referrals_now(actor=actor, at=at)
        lines += [
            QueueLine(
                what="Referral", words=one.words, name=one.name,
                due_at=london_instant(on=one.due_on, wall=at.min.time()) if one.due_on else None,
                overdue=one.late, page="referral", key=str(one.key),
            )
            for one in waiting
        ]  # fmt: skip
    if permitted(roles=actor.roles, permission=Permission.ALTERNATIVE_ANSWER):
        lines += _places(actor=actor, at=at)
    return Queue(
        at=at,
        lines=tuple(sorted(lines, key=_urgency)[:MOST]),
        notices=len(notices_to_me(actor=actor, at=at)),
    )


def _places(*, actor: Actor, at: datetime) -> list[QueueLine]:
    asked = list(
        visible(Alternative)
        .filter(asked_agency=actor.agency_id, answered_at__isnull=True)
        .select_related("episode")
        .order_by("asked_at")
    )
    names = display_names(child_ids={one.child_id for one in asked})
    return [
        QueueLine(
            what="A place tonight", words=f"Asked for: {one.get_kind_display().lower()}",
            name=names.get(one.child_id, ""), due_at=one.gap_at, overdue=one.gap_at is not None,
            page="episode", key=one.episode.reference,
        )
        for one in asked
    ]  # fmt: skip


def _urgency(line: QueueLine) -> tuple[object, ...]:
    return (not line.overdue, line.due_at is None, line.due_at or 0, line.what, line.key)


@lookup(needs=Permission.CHILD_LOOK)
def our_children(*, actor: Actor, at: datetime, why: str = "") -> OurChildren:
    """Return the children with whom the actor's agency has something to do, and why; a look.

    `why` leaves those for one reason. Emergency access is no reason of the agency's.
    """
    held: dict[UUID, list[Relation]] = {}
    for one in (
        visible(Relation)
        .filter(Q(member__isnull=True) | Q(member=actor.member_id), from_at__lte=at)
        .filter(Q(until_at__isnull=True) | Q(until_at__gt=at))
        .exclude(kind="emergency")
    ):
        held.setdefault(one.subject, []).append(one)
    sets = same_person_sets(child_ids=held)
    joined: dict[UUID, list[Relation]] = {}
    for child in sorted(held):
        joined.setdefault(min(sets[child]), []).extend(held[child])
    counts = dict.fromkeys(ORDER, 0)
    for relations in joined.values():
        for kind in {one.kind for one in relations} & set(counts):
            counts[kind] += 1
    chosen = {
        child: relations
        for child, relations in joined.items()
        if not why or why in {one.kind for one in relations}
    }
    shown = sorted(chosen)[:MOST_CHILDREN]
    lines = _lines(shown=shown, chosen=chosen, sets=sets, at=at)
    record_look(
        kind="view", page="our children", by=actor, at=at, subjects=shown,
        shown=["name", "reason", "episodes"],
    )  # fmt: skip
    return OurChildren(
        at=at,
        lines=tuple(sorted(lines, key=lambda one: (not one.reference, one.name, one.child_id))),
        counts=tuple((kind, counts[kind]) for kind in ORDER if counts[kind]),
        left=len(chosen) - len(shown),
    )


def _lines(
    *,
    shown: list[UUID],
    chosen: dict[UUID, list[Relation]],
    sets: dict[UUID, frozenset[UUID]],
    at: datetime,
) -> list[ChildLine]:
    every = {record: child for child in shown for record in sets.get(child, {child})}
    names = display_names(child_ids=shown)
    there = set(visible(Child).filter(pk__in=shown).values_list("pk", flat=True))
    open_now: dict[UUID, Episode] = {}
    for episode in (
        visible(Episode).filter(child__in=every, state__in=UNDER_WAY).order_by("reported_at")
    ):
        open_now[every[episode.child_id]] = episode
    placed = {
        every[child]
        for child in visible(Placement)
        .filter(child__in=every, ended_on__isnull=True)
        .values_list("child", flat=True)
    }
    found = []
    for child in shown:
        if child not in there:
            continue
        relations, missing = chosen[child], open_now.get(child)
        found.append(
            ChildLine(
                child_id=child,
                name=names.get(child, ""),
                reasons=tuple(_why(relations)),
                until_at=_until(relations),
                reference=missing.reference if missing else "",
                level=missing.level if missing else "",
                state=missing.state if missing else "",
                category=missing.category if missing else "",
                placed=child in placed,
            )
        )
    return found


def _why(relations: Iterable[Relation]) -> list[str]:
    kinds = {one.kind for one in relations}
    return [REASONS[kind] for kind in ORDER if kind in kinds]


def _until(relations: Iterable[Relation]) -> datetime | None:
    ends = [one.until_at for one in relations]
    if any(end is None for end in ends):
        return None
    return max((end for end in ends if end is not None), default=None)


def reasons() -> list[tuple[str, str]]:
    """Return the reasons that an agency may have for a child, in words."""
    return [(kind, REASONS[kind]) for kind in ORDER]


@lookup(needs=Permission.CHILD_LOOK)
def partners_said(
    *, actor: Actor, at: datetime, words: str = "", agency_kind: str = "", most: int = 100
) -> list[EntryLine]:
    """Return what other agencies told of children whom the actor may see, latest first; a look."""
    found = list(queries.entries_found(words=words.strip(), agency_kind=agency_kind)[:most])
    children = {one.child_id for one in found}
    names = display_names(child_ids=children)
    if children:
        record_look(
            kind="search" if words.strip() else "view", page="partners said", by=actor, at=at,
            subjects=sorted(children), shown=["name", "entries"],
        )  # fmt: skip
    return [entry_line(one, name=names.get(one.child_id, "")) for one in found]
