"""The board: every open episode that somebody may see, in a number of queries that never grows."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from whereabouts.foundations.access import gate
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import is_police
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups import board_parts as parts
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.shift import (
    NoneFree,
    ShiftStands,
    none_free_in_shift,
    standing_for,
)
from whereabouts.practice.response.queries import stages_under_way
from whereabouts.practice.response.vocabulary import GOING_OUT, NOBODY_YET
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import LEVEL_ORDER, NOT_CLOSED, UNDER_WAY
from whereabouts.records.people import queries as people

__all__ = ["GOING_OUT", "SORTS", "Board", "Counts", "Filters", "Row", "board", "board_counts"]

SORTS = ("urgency", "level", "deadline", "missing")


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What to leave on the board; `owner` is "mine" or "" for everybody's."""

    level: str = ""
    owner: str = ""
    overdue: bool = False
    undecided: bool = False
    unowned: bool = False
    nobody_sent: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """An open episode in plain values."""

    key: UUID
    reference: str
    child: UUID
    name: str = ""
    age: str = ""
    unidentified: bool = False
    level: str
    seriousness: str
    immediacy: str
    category: str
    state: str
    decided: bool
    owner: str | None
    mine: bool
    since: datetime
    missing_for: timedelta
    due_at: datetime | None
    due_what: str
    overdue: bool
    notices: int
    proposal: bool
    agency: str
    ours: bool
    also_at: tuple[str, ...]
    going_out: str = ""
    none_free: int = 0

    @property
    def unowned(self) -> bool:
        """Whether nobody owns it."""
        return self.owner is None

    @property
    def nobody_sent(self) -> bool:
        """Whether somebody has to go and nobody is on the way."""
        return self.going_out in NOBODY_YET


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
    already_shown: frozenset[UUID] | None = None,
) -> Board:
    """Return the board as the actor may see it.

    The look is recorded with every child on it. A picture that renews itself passes
    `already_shown`, and then only children newly shown are recorded.
    """
    every = _rows(actor=actor, at=at)
    wanted = [row for row in every if _left(row, filters or Filters())]
    wanted.sort(key=lambda row: _order(row, sort))
    shown = _named(wanted[:most], at=at)
    children = {row.child for row in shown}
    new = children if already_shown is None else children - already_shown
    if new:
        record_look(
            kind="view" if already_shown is None else "live",
            page="board",
            by=actor,
            at=at,
            subjects=new,
            shown=["name", "age", "level", "category", "state", "owner", "deadline", "going out"],
        )
    return Board(
        at=at,
        rows=shown,
        left=len(wanted) - len(shown),
        counts=_counts(every),
        shown=frozenset(children | (already_shown or frozenset())),
        shift=standing_for(actor=actor, at=at),
        none_free=none_free_in_shift(agency=actor.agency_id, at=at)
        if is_police(actor=actor)
        else None,
    )  # fmt: skip


@lookup(needs=Permission.BOARD_LOOK)
def board_counts(*, actor: Actor, at: datetime) -> Counts:
    """Return the board's counts alone; they show nobody."""
    return _counts(_rows(actor=actor, at=at))


def _rows(*, actor: Actor, at: datetime) -> list[Row]:
    episodes = list(
        gate.visible(Episode)
        .filter(state__in=NOT_CLOSED)
        .values_list(
            "pk",
            "reference",
            "child_id",
            "level",
            "seriousness",
            "immediacy",
            "category",
            "state",
            "decided",
            "owner_id",
            "owner__display_name",
            "owner_agency_id",
            "owner_agency__name",
            "reported_at",
            "last_seen_at",
            "located_at",
            "back_at",
            "happened_at",
            "child__unidentified",
        )
    )
    due = parts.deadlines(agencies={one[11] for one in episodes})
    notices = parts.notices_by_episode(actor=actor)
    proposals = parts.proposals_waiting()
    also = parts.also_open_at()
    going = stages_under_way()
    rows = []
    for (
        key, reference, child, level, seriousness, immediacy, category, state, decided,
        owner_id, owner, agency_id, agency, reported_at, last_seen_at, located_at, back_at,
        happened_at, unidentified,
    ) in episodes:  # fmt: skip
        due_at, due_what = due.get(key, (None, ""))
        since = last_seen_at or happened_at or reported_at
        until = at if state in UNDER_WAY else (back_at or located_at or at)
        rows.append(
            Row(
                key=key,
                reference=reference,
                child=child,
                unidentified=unidentified,
                level=level,
                seriousness=seriousness,
                immediacy=immediacy,
                category=category,
                state=state,
                decided=decided,
                owner=owner,
                mine=owner_id == actor.member_id,
                since=since,
                missing_for=max(until - since, timedelta()),
                due_at=due_at,
                due_what=due_what,
                overdue=due_at is not None and due_at < at,
                notices=notices.get(key, 0),
                proposal=key in proposals,
                agency=agency,
                ours=agency_id == actor.agency_id,
                also_at=tuple(also.get(key, ())),
                going_out=going.get(key, ("", 0))[0],
                none_free=going.get(key, ("", 0))[1],
            )
        )
    return rows


def _named(rows: list[Row], *, at: datetime) -> list[Row]:
    children = {row.child for row in rows}
    names = people.display_names(child_ids=children)
    ages = parts.ages(children=children, at=at)
    return [
        replace(
            row,
            name=names[row.child],
            age=ages.get(row.child, ""),
        )
        for row in rows
    ]


def _left(row: Row, filters: Filters) -> bool:
    return (
        (not filters.level or row.level == filters.level)
        and (filters.owner != "mine" or row.mine)
        and (not filters.overdue or row.overdue)
        and (not filters.undecided or not row.decided)
        and (not filters.unowned or row.unowned)
        and (not filters.nobody_sent or row.nobody_sent)
    )


def _order(row: Row, sort: str) -> tuple[object, ...]:
    level = -LEVEL_ORDER.index(row.level)
    due = row.due_at.timestamp() if row.due_at else float("inf")
    longest = -row.missing_for.total_seconds()
    if sort == "level":
        return (level, longest, row.reference)
    if sort == "deadline":
        return (due, level, row.reference)
    if sort == "missing":
        return (longest, level, row.reference)
    # What nobody may miss comes first: somebody is late, or nobody is in charge.
    return (not (row.overdue or row.unowned), level, due, row.reference)


def _counts(rows: Iterable[Row]) -> Counts:
    every = list(rows)
    return Counts(
        open=len(every),
        overdue=sum(row.overdue for row in every),
        unowned=sum(row.unowned for row in every),
        undecided=sum(not row.decided for row in every),
        proposals=sum(row.proposal for row in every),
        notices=sum(row.notices for row in every),
        nobody_sent=sum(row.nobody_sent for row in every),
        by_level={
            level: sum(row.level == level for row in every) for level in reversed(LEVEL_ORDER)
        },
    )
