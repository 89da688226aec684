"""The board as one sight has it, kept: after a change only the rows that changed are read.

A sight is what several see alike (`sight_of`). What is kept is renewed under both fences as they
stand at that moment, never handed from one sight to another, and read whole wherever it is in
doubt: now and then, where a change does not say what it changed, and where a reason to see ends.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from whereabouts.foundations.access.fences import Scope
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import asked_at_once, current, require
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.planned import Question
from whereabouts.foundations.audit.actions import Seen, record_looks
from whereabouts.insight.lookups.board import (
    SHOWN,
    Counts,
    Filters,
    seeing_alone,
    seeing_alone_asked,
    sight_of,
    together,
)
from whereabouts.insight.lookups.board_kept import Changed, Feed, Told
from whereabouts.insight.lookups.board_lines import (
    About,
    TooMany,
    lines_answered,
    lines_asked,
    names_few,
)
from whereabouts.insight.lookups.board_order import Rows
from whereabouts.insight.lookups.board_windows import Change, Window, change
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.shift import NoneFree, ShiftStands

__all__ = [
    "Answers", "Asked", "Feed", "Told", "Turn", "Viewer", "Window", "ask_once", "sight_now", "turn",
]  # fmt: skip

NOBODY = UUID(int=0)
Order = tuple[Filters, str, UUID | None]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What of the board a screen shows."""

    filters: Filters = field(default_factory=Filters)
    sort: str = "urgency"
    most: int = 100
    first: int = 0  # so many rows stand before


@dataclass(kw_only=True, eq=False)
class Viewer:
    """Somebody before a screen, and every child whom it has shown them."""

    actor: Actor
    asked: Asked
    shown: frozenset[UUID] = frozenset()
    holds: bool = False  # the window as the turn before left it, with each of its children shown

    @property
    def window(self) -> tuple[Asked, UUID | None]:
        """What is asked for; "mine" is another window to each."""
        return self.asked, self.actor.member_id if self.asked.filters.owner == "mine" else None


WindowKey = tuple[Asked, UUID | None]
Windows = dict[WindowKey, Window]


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What came of a turn: each window as it stands, and which rows are other than before."""

    at: datetime
    changed: frozenset[str]  # references
    windows: Windows
    changes: dict[WindowKey, Change | None]  # of what the turn before left; None: of nothing
    counts: Counts
    shift: ShiftStands | None
    none_free: NoneFree | None
    alone: frozenset[UUID]  # members who no longer share this sight
    new: dict[Viewer, frozenset[UUID]]  # children whom they had not been shown
    next_at: datetime


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What one way to the database and back brought for a turn, as a sight's eyes saw it."""

    others: list[list[tuple[Any, ...]]]  # to whatever else was asked, in the same order
    apart: frozenset[UUID]  # members who see somebody by a reason of their own
    found: About | None  # None: everything has to be read, or asked for in another way


def ask_once(
    *,
    sight: Scope,
    at: datetime,
    feed: Feed,
    told: Told,
    members: Collection[UUID],
    others: Sequence[Question],
) -> Answers:
    """Ask at once what a turn needs as a rule: who sits there, and of what was told the rows.

    The eyes are the sight's. Nothing of the answers is anybody's until `turn` is given somebody who
    sees so; `others` are asked first.
    """
    children = feed.children_of(told=told)
    reads = not (told.everything or feed.is_due(at=at)) and names_few(children=children)
    about = sorted(children) if reads else []

    def questions() -> list[Question]:
        if not about:
            return [*others, seeing_alone_asked(members=members)]
        linked = feed.are_linked(children=about)
        return [
            *others,
            lines_asked(children=about, linked=linked, members=together(members=members)),
        ]

    *answers, rows = asked_at_once(scope=replace(sight, at=at), questions=questions)
    if about:
        found, apart = lines_answered(children=about, rows=rows)
    else:
        found = About(children=frozenset(), read={}, ends_at=None) if reads else None
        apart = frozenset([one for (one,) in rows])
    return Answers(others=answers, apart=apart, found=found)


@lookup(needs=Permission.BOARD_LOOK)
def sight_now(*, actor: Actor, at: datetime) -> object:
    """Return what whoever sees the same as the actor has alike with them."""
    alone = actor.member_id in seeing_alone(members=[actor.member_id])
    return sight_of(scope=current(), alone=alone)


def turn(
    *,
    actor: Actor,
    at: datetime,
    feed: Feed,
    viewers: Sequence[Viewer],
    told: Told,
    alone: bool,
    answers: Answers | None = None,
) -> Turn:
    """Renew what a sight keeps by what was told, and return each viewer's part of it.

    The actor is any of the viewers, and `alone` whether they are to be: what several share is read
    as nobody of the agency in particular. For each to whom a child is newly shown a look is
    recorded; what they were shown before, the caller keeps. `answers` are what `ask_once` asked at
    this moment for this sight; without them, or where they do not do, everything is asked here.

    :raises NotPermitted: the actor may not see a board.
    """
    require(actor=actor, permission=Permission.BOARD_LOOK)
    eyes = actor if alone else replace(actor, member_id=NOBODY)
    changed = feed.take(found=answers.found) if answers and answers.found else None
    if answers is None or changed is None:
        return _turn(actor=eyes, at=at, feed=feed, viewers=viewers, told=told)
    made = _made(changed, actor=eyes, at=at, feed=feed, viewers=viewers, apart=answers.apart)
    if made.new:
        _record(actor=eyes, at=at, made=made)
    return made


@lookup(needs=Permission.BOARD_LOOK)
def _turn(*, actor: Actor, at: datetime, feed: Feed, viewers: Sequence[Viewer], told: Told) -> Turn:
    apart = seeing_alone(members={viewer.actor.member_id for viewer in viewers})
    changed = renewed_by(feed=feed, actor=actor, at=at, told=told)
    made = _made(changed, actor=actor, at=at, feed=feed, viewers=viewers, apart=apart)
    _record_new(made)
    return made


@lookup(needs=Permission.BOARD_LOOK)
def _record(*, actor: Actor, at: datetime, made: Turn) -> None:
    _record_new(made)


def _record_new(made: Turn) -> None:
    """Record a look for each to whom a child is newly shown; in a scope of their agency."""
    seen = [Seen(by=viewer.actor, subjects=children) for viewer, children in made.new.items()]
    if seen:
        record_looks(kind="live", page="board", at=made.at, seen=seen, shown=SHOWN)


def _made(
    changed: Changed,
    *,
    actor: Actor,
    at: datetime,
    feed: Feed,
    viewers: Sequence[Viewer],
    apart: frozenset[UUID],
) -> Turn:
    alone = frozenset() if actor.member_id == NOBODY else frozenset([actor.member_id])
    elsewhere = (apart & {viewer.actor.member_id for viewer in viewers}) ^ alone
    here = [viewer for viewer in viewers if viewer.actor.member_id not in elsewhere]
    feed.turn_rows(changed=changed, actor=actor, at=at)
    wanted = {viewer.window for viewer in here}
    feed.rows.forget_but(asked={_order_of(*key) for key in wanted})
    before, references = feed.windows, frozenset(changed.values())
    feed.windows = windows = {key: _window(feed.rows, *key, at=at) for key in wanted}
    feed.rows.forget_windows_but(windows=windows.values())
    changes = {key: _change(before.get(key), window, references) for key, window in windows.items()}
    new = {viewer: _new_to(viewer, windows, changes) for viewer in here}
    return Turn(
        at=at,
        changed=references,
        windows=windows,
        changes=changes,
        counts=feed.rows.counts(),
        shift=feed.shift,
        none_free=feed.none_free,
        alone=elsewhere,
        new={viewer: children for viewer, children in new.items() if children},
        next_at=feed.next_at(at=at),
    )


def renewed_by(*, feed: Feed, actor: Actor, at: datetime, told: Told) -> Changed:
    """Read what was told of, or everything, inside a scope; return what is other than before."""
    if not (told.everything or feed.is_due(at=at)):
        try:
            return feed.read_about(actor=actor, at=at, told=told)
        except TooMany:
            pass
    return feed.read_all(actor=actor, at=at)


def _change(held: Window | None, window: Window, changed: frozenset[str]) -> Change | None:
    if held is window:
        return window.changed(changed=changed)
    if held is None or not (held.rows and window.rows):
        return None
    return change(before=held.references, window=window, changed=changed)


def _new_to(
    viewer: Viewer, windows: Windows, changes: "dict[WindowKey, Change | None]"
) -> frozenset[UUID]:
    """Return the children whom somebody has not been shown."""
    made = changes[viewer.window] if viewer.holds else None
    if made is None:
        return windows[viewer.window].children() - viewer.shown
    return frozenset([row.line.child for _, row in made.put]) - viewer.shown


def _order_of(asked: Asked, member: UUID | None) -> Order:
    return asked.filters, asked.sort, member


def _window(rows: Rows, asked: Asked, member: UUID | None, *, at: datetime) -> Window:
    wanted = rows.in_order(filters=asked.filters, sort=asked.sort, member=member, at=at)
    return wanted.window(first=asked.first, most=asked.most)
