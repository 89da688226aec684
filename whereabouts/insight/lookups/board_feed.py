"""The board as one sight has it, kept: after a change only the rows that changed are read.

A sight is what several see alike (`sight_of`). What is kept is renewed under both fences as they
stand at that moment, never handed from one sight to another, and read whole wherever it is in
doubt: now and then, where a change does not say what it changed, and where a reason to see ends.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.models import Relation
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import current
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import Seen, record_looks
from whereabouts.insight.lookups.board import (
    SHOWN,
    Counts,
    Filters,
    Row,
    none_free,
    picture_now,
    seeing_alone,
    sight_of,
)
from whereabouts.insight.lookups.board_lines import (
    Addressees,
    Line,
    TooMany,
    count_for,
    lines_about,
    waiting_notices,
)
from whereabouts.insight.lookups.board_order import Rows
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.shift import NoneFree, ShiftStands

__all__ = ["Asked", "Feed", "Told", "Turn", "Viewer", "Window", "sight_now", "turn"]

NOBODY = UUID(int=0)
WHOLE_EVERY = timedelta(seconds=60)
Changed = dict[UUID, str]  # episodes, with their references
PASSES = 3  # along links to other episodes; beyond that everything is read


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What of the board a screen shows."""

    filters: Filters = field(default_factory=Filters)
    sort: str = "urgency"
    most: int = 100


@dataclass(kw_only=True, eq=False)
class Viewer:
    """Somebody before a screen, and every child whom it has shown them."""

    actor: Actor
    asked: Asked
    shown: frozenset[UUID] = frozenset()

    @property
    def window(self) -> tuple[Asked, UUID | None]:
        """What is asked for; "mine" is another window to each."""
        return self.asked, self.actor.member_id if self.asked.filters.owner == "mine" else None


@dataclass(frozen=True, kw_only=True)
class Window:
    """The rows that a screen shows, in order, as far as they are nobody's in particular."""

    rows: tuple[Row, ...]
    left: int
    children: frozenset[UUID]


@dataclass(kw_only=True)
class Told:
    """What changed, by keys; `everything` where it may be anything."""

    children: set[UUID] = field(default_factory=set)
    episodes: set[UUID] = field(default_factory=set)
    everything: bool = False

    def __bool__(self) -> bool:
        return self.everything or bool(self.children or self.episodes)

    def add(self, about: Iterable[str] | None) -> None:
        """Add what a notification names; where it names nothing it may be anything."""
        for one in about or ():
            kind, _, key = one.partition(":")
            {"child": self.children, "episode": self.episodes}[kind].add(UUID(key))
        self.everything = self.everything or about is None


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What came of a turn: each window as it stands, and which rows are other than before."""

    at: datetime
    changed: frozenset[str]  # references
    windows: dict[tuple[Asked, UUID | None], Window]
    counts: Counts
    shift: ShiftStands | None
    none_free: NoneFree | None
    alone: frozenset[UUID]  # members who no longer share this sight
    new: dict[Viewer, frozenset[UUID]]  # children whom they had not been shown
    next_at: datetime


class Feed:
    """What is kept for a sight."""

    def __init__(self) -> None:
        self.whole_at: datetime | None = None
        self.lines: dict[UUID, Line] = {}
        self.notices: dict[str, Addressees] = {}
        self.rows = Rows()
        self.due: float = float("inf")  # when the next deadline passes
        self.shift: ShiftStands | None = None
        self.none_free: NoneFree | None = None
        self.ends_at: datetime | None = None  # when the first reason to see one of them ends
        self._of_child: defaultdict[UUID, set[UUID]] = defaultdict(set)

    def is_due(self, *, at: datetime) -> bool:
        """Return whether everything has to be read again, whatever was told."""
        since = self.whole_at
        return (
            since is None
            or at - since >= WHOLE_EVERY
            or at.date() != since.date()  # ages are of a day
            or (self.ends_at is not None and self.ends_at <= at)
        )

    def row(self, *, row: Row, actor: Actor, at: datetime) -> Row:
        """Return a window's row as somebody sees it."""
        waiting = self.notices.get(row.line.subject, ())
        return replace(row, at=at, actor=actor, notices=count_for(actor=actor, addressees=waiting))

    def read_all(self, *, actor: Actor, at: datetime) -> Changed:
        """Read everything, and return what is other than before."""
        picture, notices = picture_now(actor=actor, at=at), waiting_notices()
        before, noted = self.lines, self.notices
        self.lines = {line.key: line for line in picture.lines}
        self.notices = notices
        self.shift, self.none_free = picture.shift, picture.none_free
        self._of_child.clear()
        for line in picture.lines:
            self._of_child[line.child].add(line.key)
        self.ends_at = _first_end(at=at, children=self._of_child)
        self.whole_at = at
        return {
            key: (self.lines.get(key) or before[key]).reference
            for key in self.lines.keys() | before.keys()
            # A line is the same one as long as its text is.
            if self.lines.get(key) is not before.get(key) or _differs(key, noted, notices)
        }

    def read_about(self, *, actor: Actor, at: datetime, told: Told) -> Changed:
        """Read the rows of some children alone, and return what is other than before.

        :raises TooMany: they are so many that reading everything costs less.
        """
        wanted = set(told.children)
        for key in told.episodes:
            # Of one that is not here the child was told too, or it is none of this sight's.
            if key in self.lines:
                wanted.add(self.lines[key].child)
        changed: Changed = {}
        done: set[UUID] = set()
        for _ in range(PASSES):
            linked = self._renew(wanted, changed, actor=actor, at=at)
            done |= wanted
            wanted = {self.lines[key].child for key in linked if key in self.lines} - done
            if not wanted:
                return changed
        raise TooMany

    def _renew(
        self, children: set[UUID], changed: Changed, *, actor: Actor, at: datetime
    ) -> set[UUID]:
        """Read some children's rows; return the episodes whose links to them changed."""
        read = {line.key: (line, waiting) for line, waiting in lines_about(children=children)}
        about = {key for child in children for key in self._of_child.get(child, ())}
        linked: set[UUID] = set()
        come: set[UUID] = set()
        for key in about | read.keys():
            before = self.lines.get(key)
            after, waiting = read.get(key, (None, ()))
            if after is not before:
                linked |= _linked(before) ^ _linked(after)
                if _none_free(before) != _none_free(after) and after is not None:
                    self.none_free = none_free(actor=actor, at=at)
            elif self.notices.get(_subject(key), ()) == waiting:
                continue
            one = after or before
            assert one is not None  # noqa: S101 (it was read, or it was there)
            changed[key] = one.reference
            self._put(key, before, after, waiting)
            if before is None:
                come.add(one.child)
        ends_at = _first_end(at=at, children=come) if come else None
        if ends_at is not None:
            self.ends_at = min(ends_at, self.ends_at or ends_at)
        return linked - read.keys()

    def _put(self, key: UUID, before: Line | None, after: Line | None, waiting: Addressees) -> None:
        if before is not None:
            self._of_child[before.child].discard(key)
        self.lines.pop(key, None)
        self.notices.pop(_subject(key), None)
        if after is not None:
            self.lines[key] = after
            self._of_child[after.child].add(key)
            if waiting:
                self.notices[after.subject] = waiting


@lookup(needs=Permission.BOARD_LOOK)
def sight_now(*, actor: Actor, at: datetime) -> object:
    """Return what whoever sees the same as the actor has alike with them."""
    alone = actor.member_id in seeing_alone(members=[actor.member_id])
    return sight_of(scope=current(), alone=alone)


def turn(
    *, actor: Actor, at: datetime, feed: Feed, viewers: Sequence[Viewer], told: Told, alone: bool
) -> Turn:
    """Renew what a sight keeps by what was told, and return each viewer's part of it.

    The actor is any of the viewers, and `alone` whether they are to be: what several share is read
    as nobody of the agency in particular. For each to whom a child is newly shown a look is
    recorded; what they were shown before, the caller keeps.

    :raises NotPermitted: the actor may not see a board.
    """
    eyes = actor if alone else replace(actor, member_id=NOBODY)
    return _turn(actor=eyes, at=at, feed=feed, viewers=viewers, told=told)


@lookup(needs=Permission.BOARD_LOOK)
def _turn(*, actor: Actor, at: datetime, feed: Feed, viewers: Sequence[Viewer], told: Told) -> Turn:
    alone = frozenset() if actor.member_id == NOBODY else frozenset([actor.member_id])
    apart = seeing_alone(members={viewer.actor.member_id for viewer in viewers}) ^ alone
    here = [viewer for viewer in viewers if viewer.actor.member_id not in apart]
    changed = _read(feed, actor=actor, at=at, told=told)
    _turn_rows(feed, changed, actor=actor, at=at)
    wanted = {viewer.window for viewer in here}
    feed.rows.forget_but(asked={_order_of(*key) for key in wanted})
    windows = {key: _window(feed.rows, *key, at=at) for key in wanted}
    new = {viewer: windows[viewer.window].children - viewer.shown for viewer in here}
    new = {viewer: children for viewer, children in new.items() if children}
    if new:
        seen = [Seen(by=viewer.actor, subjects=children) for viewer, children in new.items()]
        record_looks(kind="live", page="board", at=at, seen=seen, shown=SHOWN)
    return Turn(
        at=at,
        changed=frozenset(changed.values()),
        windows=windows,
        counts=feed.rows.counts(),
        shift=feed.shift,
        none_free=feed.none_free,
        alone=apart,
        new=new,
        next_at=_next_at(feed, at=at),
    )


def _read(feed: Feed, *, actor: Actor, at: datetime, told: Told) -> Changed:
    if not (told.everything or feed.is_due(at=at)):
        try:
            return feed.read_about(actor=actor, at=at, told=told)
        except TooMany:
            pass
    return feed.read_all(actor=actor, at=at)


def _turn_rows(feed: Feed, changed: Changed, *, actor: Actor, at: datetime) -> None:
    """Put each row that changed in its place, and each whose deadline has passed meanwhile."""
    now = at.timestamp()
    if feed.due < now:
        for row in feed.rows:
            if not row.overdue and row.line.due < now:
                changed[row.line.key] = row.line.reference
    if feed.whole_at == at:
        feed.rows.reset(
            rows=[Row(line, 0, at, actor, line.due < now) for line in feed.lines.values()]
        )
    else:
        for key in changed:
            line = feed.lines.get(key)
            row = Row(line, 0, at, actor, line.due < now) if line is not None else None
            feed.rows.put(key=key, row=row)
    if changed or feed.whole_at == at:
        feed.due = min(
            [line.due for line in feed.lines.values() if line.due >= now], default=float("inf")
        )


def _order_of(asked: Asked, member: UUID | None) -> tuple[Filters, str, UUID | None]:
    return asked.filters, asked.sort, member


def _window(rows: Rows, asked: Asked, member: UUID | None, *, at: datetime) -> Window:
    wanted = rows.in_order(filters=asked.filters, sort=asked.sort, member=member, at=at)
    shown = tuple(wanted[: asked.most])
    return Window(
        rows=shown,
        left=len(wanted) - len(shown),
        children=frozenset([row.line.child for row in shown]),
    )


def _next_at(feed: Feed, *, at: datetime) -> datetime:
    """Return when the board is other than it is without anything having changed."""
    midnight = datetime.combine(at.date() + timedelta(days=1), time(), tzinfo=at.tzinfo)
    moments = [(feed.whole_at or at) + WHOLE_EVERY, midnight]
    if feed.due != float("inf"):
        moments.append(datetime.fromtimestamp(feed.due, tz=UTC) + timedelta(milliseconds=1))
    if feed.ends_at is not None:
        moments.append(feed.ends_at)
    return min(moments)


def _first_end(*, at: datetime, children: Collection[UUID]) -> datetime | None:
    """Return when the first reason to see one of some children ends, as far as that is known."""
    if not children:
        return None
    ends: QuerySet[Relation, datetime | None] = (
        visible(Relation)
        .filter(subject__in=[*children], until_at__gt=at)
        .values_list("until_at", flat=True)
    )
    return ends.order_by("until_at").first()


def _differs(key: UUID, before: dict[str, Addressees], after: dict[str, Addressees]) -> bool:
    subject = _subject(key)
    return before.get(subject, ()) != after.get(subject, ())


def _subject(key: UUID) -> str:
    return f"episode:{key}"


def _linked(line: Line | None) -> frozenset[UUID]:
    return line.linked if line is not None else frozenset()


def _none_free(line: Line | None) -> int:
    return line.none_free if line is not None else 0
