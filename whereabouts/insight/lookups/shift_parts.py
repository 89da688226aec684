"""What a shift list is put together from: every open episode of a force, as it stands now."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from whereabouts.foundations.access import gate
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups import board_parts as parts
from whereabouts.insight.lookups.notices import EPISODE
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.supervision.models import Challenge
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import LEVEL_ORDER, NOT_CLOSED
from whereabouts.records.people import queries as people

TIMES = ("since", "due_at")
KEYS = ("key", "child")


@dataclass(frozen=True, kw_only=True)
class OpenLine:
    """One open episode: whose, how serious, until when, and what waits in it."""

    key: UUID
    child: UUID
    reference: str
    name: str
    level: str
    decided: bool
    category: str
    state: str
    owner: str
    since: datetime
    due_at: datetime | None
    due_what: str
    overdue: bool
    unfinished: int
    late: int
    proposal: bool
    challenges: int
    unread: int

    def frozen(self) -> dict[str, Any]:
        """Return it as JSON, to be kept as it was."""
        shown = {name: value for name, value in asdict(self).items() if name not in KEYS}
        return shown | {
            name: shown[name].isoformat() if shown[name] else None for name in TIMES
        }  # fmt: skip


def thawed(*, key: UUID, child: UUID, shown: Mapping[str, Any]) -> OpenLine:
    """Return a line as it was frozen."""
    known = {one.name for one in fields(OpenLine)}
    held = {name: value for name, value in shown.items() if name in known}
    for name in TIMES:
        held[name] = datetime.fromisoformat(held[name]) if held[name] else None
    return OpenLine(key=key, child=child, **held)


def open_lines(*, actor: Actor, at: datetime) -> list[OpenLine]:
    """Return a line for each open episode of the actor's force, the most urgent first."""
    rows = list(
        gate.visible(Episode)
        .filter(owner_agency=actor.agency_id, state__in=NOT_CLOSED)
        .select_related("owner")
    )
    due = parts.deadlines(agencies={actor.agency_id})
    proposals = parts.proposals_waiting()
    names = people.display_names(child_ids={row.child_id for row in rows})
    open_tasks: Counter[UUID] = Counter()
    late_tasks: Counter[UUID] = Counter()
    tasks = gate.visible(Task).filter(
        episode__owner_agency=actor.agency_id, episode__state__in=NOT_CLOSED, state__in=OUTSTANDING
    )
    for episode, due_at in tasks.values_list("episode_id", "due_at"):
        open_tasks[episode] += 1
        late_tasks[episode] += due_at is not None and due_at < at
    challenges = Counter(
        gate.visible(Challenge)
        .filter(state="open", episode__state__in=NOT_CLOSED)
        .values_list("episode_id", flat=True)
    )
    unread = Counter(
        gate.visible(Message)
        .filter(
            to_agency=actor.agency_id,
            loudness="interrupt",
            acknowledged_at__isnull=True,
            withdrawn_at__isnull=True,
            subject__startswith=EPISODE,
        )
        .values_list("subject", flat=True)
    )
    lines = []
    for row in rows:
        due_at, due_what = due.get(row.pk, (None, ""))
        lines.append(
            OpenLine(
                key=row.pk,
                child=row.child_id,
                reference=row.reference,
                name=names[row.child_id],
                level=row.level,
                decided=row.decided,
                category=row.category,
                state=row.state,
                owner=row.owner.display_name if row.owner else "",
                since=row.last_seen_at or row.happened_at,
                due_at=due_at,
                due_what=due_what,
                overdue=due_at is not None and due_at < at,
                unfinished=open_tasks[row.pk],
                late=late_tasks[row.pk],
                proposal=row.pk in proposals,
                challenges=challenges[row.pk],
                unread=unread[f"{EPISODE}{row.pk}"],
            )
        )
    return sorted(lines, key=_urgency)


def counts_of(lines: Sequence[OpenLine]) -> dict[str, int]:
    """Return how many lines ask for what."""
    return {
        "open": len(lines),
        "high": sum(line.level == "high" for line in lines),
        "overdue": sum(line.overdue for line in lines),
        "unowned": sum(not line.owner for line in lines),
        "undecided": sum(not line.decided for line in lines),
        "proposals": sum(line.proposal for line in lines),
        "challenges": sum(line.challenges for line in lines),
        "unread": sum(line.unread for line in lines),
    }


def _urgency(line: OpenLine) -> tuple[object, ...]:
    due = line.due_at.timestamp() if line.due_at else float("inf")
    return (not (line.overdue or not line.owner), -LEVEL_ORDER.index(line.level), due, line.key)
