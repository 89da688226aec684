"""The board: every open episode that somebody may see, in a number of queries that never grows."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from whereabouts.foundations.access.fences import Scope
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.models import Relation
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.prepared import (
    Together,
    padded,
    prepared,
    prepared_together,
)
from whereabouts.foundations.access.scope import current
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.planned import Question
from whereabouts.foundations.agencies.queries import is_police
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.board_lines import Line, lines
from whereabouts.insight.lookups.board_notices import notices
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.shared_readings import SharedReadings
from whereabouts.insight.lookups.shift import (
    NoneFree,
    ShiftStands,
    none_free_in_shift,
    standing_for,
)
from whereabouts.practice.response.vocabulary import GOING_OUT, NOBODY_YET
from whereabouts.records.episodes.rules import LEVEL_ORDER

__all__ = [
    "GOING_OUT", "SHOWN", "SORTS", "Board", "Counts", "Filters", "Row", "arranged", "board",
    "board_counts", "counted", "is_left", "none_free", "order", "picture_now", "seeing_alone",
    "seeing_alone_asked", "sight_of", "together",
]  # fmt: skip

HOW_MANY = (1, 8, 64, 512)  # members are asked about at once
SORTS = ("urgency", "level", "deadline", "missing")
SHOWN = ("name", "age", "level", "category", "state", "owner", "deadline", "going out")
_ANYBODY = UUID(int=0)


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What to leave on the board; `owner` is "mine" or "" for everybody's."""

    level: str = ""
    owner: str = ""
    overdue: bool = False
    undecided: bool = False
    unowned: bool = False
    nobody_sent: bool = False


@dataclass(slots=True)
class Row:
    """A line as somebody sees it at a moment; what depends on neither is the line's own."""

    line: Line
    notices: int
    at: datetime
    actor: Actor
    overdue: bool  # whether what is due first is late

    def __getattr__(self, name: str) -> Any:
        return getattr(self.line, name)

    @property
    def age(self) -> str:
        """How old the child is, in words; nothing where nobody knows."""
        return self.line.born(self.at.date())

    @property
    def mine(self) -> bool:
        """Whether the one who looks owns it."""
        return self.line.owner_id == self.actor.member_id

    @property
    def ours(self) -> bool:
        """Whether it is of the agency of the one who looks."""
        return self.line.agency_id == self.actor.agency_id

    @property
    def missing_for(self) -> timedelta:
        """How long the child has been missing, or was."""
        return max((self.line.until or self.at) - self.line.since, timedelta())


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many there are, whatever the filters leave."""

    open: int
    overdue: int
    unowned: int
    undecided: int
    proposals: int
    notices: int
    nobody_sent: int = 0
    by_level: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Board:
    """The rows to show, what else there is, and when the picture was taken."""

    at: datetime
    rows: list[Row]
    left: int
    counts: Counts
    shown: frozenset[UUID]
    shift: ShiftStands | None = None
    none_free: NoneFree | None = None


@lookup(needs=Permission.BOARD_LOOK)
def board(
    *,
    actor: Actor,
    at: datetime,
    filters: Filters | None = None,
    sort: str = "urgency",
    most: int = 100,
    first: int = 0,
    already_shown: frozenset[UUID] | None = None,
) -> Board:
    """Return the board as the actor may see it.

    The look is recorded with every child on it. A picture that renews itself passes
    `already_shown`, and then only children newly shown are recorded.
    """
    picture = _picture(actor=actor, at=at)
    every = _rows(picture.lines, actor=actor, at=at)
    wanted = arranged(rows=every, filters=filters or Filters(), sort=sort)
    shown = wanted[first : first + most]
    children = {row.child for row in shown}
    new = children if already_shown is None else children - already_shown
    if new:
        record_look(
            kind="view" if already_shown is None else "live",
            page="board",
            by=actor,
            at=at,
            subjects=new,
            shown=SHOWN,
        )
    return Board(
        at=at,
        rows=shown,
        left=max(len(wanted) - first - most, 0),
        counts=counted(rows=every),
        shown=frozenset(children | (already_shown or frozenset())),
        shift=picture.shift,
        none_free=picture.none_free,
    )


@lookup(needs=Permission.BOARD_LOOK)
def board_counts(*, actor: Actor, at: datetime) -> Counts:
    """Return the board's counts alone; they show nobody."""
    return counted(rows=_rows(_picture(actor=actor, at=at).lines, actor=actor, at=at))


@dataclass(frozen=True)
class Picture:
    """What every member of an agency sees alike."""

    lines: list[Line]
    shift: ShiftStands | None
    none_free: NoneFree | None


_readings: SharedReadings[Picture] = SharedReadings()


def picture_now(*, actor: Actor, at: datetime) -> Picture:
    """Read what the actor's sight shows; inside a scope."""
    return Picture(lines(), standing_for(actor=actor, at=at), none_free(actor=actor, at=at))


def none_free(*, actor: Actor, at: datetime) -> NoneFree | None:
    """Return how often no unit was free in this shift, to a force; None to anybody else."""
    return none_free_in_shift(agency=actor.agency_id, at=at) if is_police(actor=actor) else None


def sight_of(*, scope: Scope, alone: bool) -> Scope:
    """Return what whoever sees the same has alike; who is `alone` shares with nobody."""
    return replace(scope, at=None, member_id=scope.member_id if alone else _ANYBODY)


def _picture(*, actor: Actor, at: datetime) -> Picture:
    # In a transaction that has begun before, something may stand that nobody else may see yet; and
    # whoever sees a child by a reason of their own, as in an emergency, reads by themselves.
    if connection.savepoint_ids or seeing_alone(members=[actor.member_id]):
        return picture_now(actor=actor, at=at)
    sight = sight_of(scope=current(), alone=False)
    return _readings.read(key=sight, ask=lambda: picture_now(actor=actor, at=at))


def seeing_alone(*, members: Collection[UUID]) -> frozenset[UUID]:
    """Return those of some members of the scope's agency who see somebody by their own reason."""
    return frozenset(_reasons_of_their_own(members=together(members=members)))


def seeing_alone_asked(*, members: Collection[UUID]) -> Question:
    """Return what `seeing_alone` asks, for whoever asks it with others at once."""
    return _reasons_at_once.question(members=together(members=members))


def together(*, members: Collection[UUID]) -> list[UUID]:
    """Return members as they are asked about at once."""
    return padded(keys=members, sizes=HOW_MANY)


@prepared
def _reasons_of_their_own(*, members: list[UUID]) -> "QuerySet[Relation, UUID]":
    return visible(Relation).filter(member__in=members).values_list("member_id", flat=True)


@prepared_together
def _reasons_at_once(*, members: list[UUID]) -> Together:
    reasons = visible(Relation).filter(member__in=members).values("member_id")
    return Together(parts={"reasons": reasons}, sql="SELECT DISTINCT member_id FROM reasons")


def _rows(shown: list[Line], *, actor: Actor, at: datetime) -> list[Row]:
    now, noted = at.timestamp(), notices(actor=actor)
    return [Row(line, noted.get(line.subject, 0), at, actor, line.due < now) for line in shown]


def arranged(*, rows: list[Row], filters: Filters, sort: str) -> list[Row]:
    """Return the rows that the filters leave, in the order asked for."""
    left = (
        rows if filters == Filters() else [one for one in rows if is_left(row=one, filters=filters)]
    )
    return sorted(left, key=lambda row: order(row=row, sort=sort))


def is_left(*, row: Row, filters: Filters, member: UUID | None = None) -> bool:
    """Return whether the filters leave a row; "mine" is the member's, or of whoever looks."""
    return (
        (not filters.level or row.level == filters.level)
        and (filters.owner != "mine" or row.line.owner_id == (member or row.actor.member_id))
        and (not filters.overdue or row.overdue)
        and (not filters.undecided or not row.decided)
        and (not filters.unowned or row.unowned)
        and (not filters.nobody_sent or row.nobody_sent)
    )


def order(*, row: Row, sort: str) -> tuple[object, ...]:
    """Return what puts a row in its place; no two have the same."""
    line = row.line
    if sort == "deadline":
        return (line.due, line.rank, line.reference)
    if sort in ("level", "missing"):
        longest = -row.missing_for.total_seconds()
        first = (line.rank, longest) if sort == "level" else (longest, line.rank)
        return (*first, line.reference)
    # What nobody may miss comes first: somebody is late, or nobody is in charge.
    return (not (row.overdue or line.owner is None), line.rank, line.due, line.reference)


def counted(*, rows: list[Row]) -> Counts:
    """Return how many there are of each kind among the rows."""
    open_now = [row.line for row in rows]
    levels = Counter([line.level for line in open_now])
    return Counts(
        open=len(rows),
        overdue=sum([row.overdue for row in rows]),
        unowned=sum([line.owner is None for line in open_now]),
        undecided=sum([not line.decided for line in open_now]),
        proposals=sum([line.proposal for line in open_now]),
        notices=sum([row.notices for row in rows]),
        nobody_sent=sum([line.going_out in NOBODY_YET for line in open_now]),
        by_level={level: levels[level] for level in reversed(LEVEL_ORDER)},
    )
