"""What is kept of a board for one sight: its lines, and its rows in every order asked for.

It is renewed of what is read under both fences, and never handed from one sight to another.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.models import Relation
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups.board import Row, none_free, picture_now
from whereabouts.insight.lookups.board_lines import About, Line, TooMany, lines_about
from whereabouts.insight.lookups.board_notices import Addressees, count_for, waiting_notices
from whereabouts.insight.lookups.board_order import Rows
from whereabouts.insight.lookups.shift import NoneFree, ShiftStands

WHOLE_EVERY = timedelta(seconds=60)
Changed = dict[UUID, str]  # episodes, with their references
PASSES = 3  # along links to other episodes; beyond that everything is read


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


class Feed:
    """What is kept for a sight."""

    def __init__(self) -> None:
        self.whole_at: datetime | None = None
        self.lines: dict[UUID, Line] = {}
        self.notices: dict[str, Addressees] = {}
        self.rows = Rows()
        self.windows: dict[Any, Any] = {}  # as the last turn left them
        self.shift: ShiftStands | None = None
        self.none_free: NoneFree | None = None
        self.ends_at: datetime | None = None  # when the first reason to see one of them ends
        self._due: float = float("inf")  # when the next deadline passes
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

    def next_at(self, *, at: datetime) -> datetime:
        """Return when the board is other than it is without anything having changed."""
        midnight = datetime.combine(at.date() + timedelta(days=1), time(), tzinfo=at.tzinfo)
        moments = [(self.whole_at or at) + WHOLE_EVERY, midnight]
        if self._due != float("inf"):
            moments.append(datetime.fromtimestamp(self._due, tz=UTC) + timedelta(milliseconds=1))
        if self.ends_at is not None:
            moments.append(self.ends_at)
        return min(moments)

    def row(self, *, row: Row, actor: Actor, at: datetime) -> Row:
        """Return a window's row as somebody sees it."""
        waiting = self.notices.get(row.line.subject, ())
        notices = count_for(actor=actor, addressees=waiting) if waiting else 0
        return Row(row.line, notices, at, actor, row.overdue)

    def children_of(self, *, told: Told) -> set[UUID]:
        """Return the children of which something changed, as far as they may be on this board."""
        wanted = set(told.children)
        for key in told.episodes:
            # Of one that is not here the child was told too, or it is none of this sight's.
            if key in self.lines:
                wanted.add(self.lines[key].child)
        return wanted

    def are_linked(self, *, children: Iterable[UUID]) -> bool:
        """Return whether an episode here of one of some children is linked to another."""
        return any(self.lines[key].linked for key in self.episodes_of(children=children))

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
        self.ends_at = _first_end_of(at=at, children=self._of_child)
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
        wanted = self.children_of(told=told)
        changed: Changed = {}
        done: set[UUID] = set()
        for _ in range(PASSES):
            found = lines_about(children=wanted)
            differing = Differing(feed=self, found=found)
            if differing.none_free:
                self.none_free = none_free(actor=actor, at=at)
            changed |= self._put_all(differing, found.ends_at)
            done |= wanted
            wanted = differing.also(feed=self) - done
            if not wanted:
                return changed
        raise TooMany

    def take(self, *, found: About) -> Changed | None:
        """Put what was read about some children in place, and return what is other than before.

        None, and everything as it was, where by that something else has to be read.
        """
        differing = Differing(feed=self, found=found)
        if differing.none_free or differing.also(feed=self) - found.children:
            return None
        return self._put_all(differing, found.ends_at)

    def turn_rows(self, *, changed: Changed, actor: Actor, at: datetime) -> None:
        """Put each row that changed in its place, and each whose deadline has passed meanwhile."""
        now, passed = at.timestamp(), self._due
        if passed < now:
            for row in self.rows:
                if not row.overdue and row.line.due < now:
                    changed[row.line.key] = row.line.reference
        if self.whole_at == at:
            self.rows.reset(
                rows=[Row(line, 0, at, actor, line.due < now) for line in self.lines.values()]
            )
        else:
            for key in changed:
                line = self.lines.get(key)
                row = Row(line, 0, at, actor, line.due < now) if line is not None else None
                before = self.rows.put(key=key, row=row)
                if before is not None and before.line.due == passed:
                    self._due = 0.0  # whichever is next
                if line is not None and now <= line.due < self._due:
                    self._due = line.due
        if self._due < now or self.whole_at == at:
            self._due = min(
                [line.due for line in self.lines.values() if line.due >= now], default=float("inf")
            )

    def episodes_of(self, *, children: Iterable[UUID]) -> Iterator[UUID]:
        """Return the episodes here of some children."""
        for child in children:
            yield from self._of_child.get(child, ())

    def _put_all(self, differing: "Differing", ends_at: datetime | None) -> Changed:
        for key, before, after, waiting in differing.rows:
            if before is not None:
                self._of_child[before.child].discard(key)
            self.lines.pop(key, None)
            self.notices.pop(_subject(key), None)
            if after is not None:
                self.lines[key] = after
                self._of_child[after.child].add(key)
                if waiting:
                    self.notices[after.subject] = waiting
        if ends_at is not None:
            self.ends_at = min(ends_at, self.ends_at or ends_at)
        return {key: (after or before).reference for key, before, after, _ in differing.rows}  # type: ignore[union-attr]


class Differing:
    """What was read about some children, beside what is kept of them."""

    def __init__(self, *, feed: Feed, found: About) -> None:
        read = found.read
        self.rows: list[tuple[UUID, Line | None, Line | None, Addressees]] = []
        self.none_free = False
        self._linked: set[UUID] = set()
        for key in {*feed.episodes_of(children=found.children), *read}:
            before = feed.lines.get(key)
            after, waiting = read.get(key, (None, ()))
            if after is not before:
                self._linked |= _linked(before) ^ _linked(after)
                self.none_free |= _none_free(before) != _none_free(after) and after is not None
            elif feed.notices.get(_subject(key), ()) == waiting:
                continue
            self.rows.append((key, before, after, waiting))
        self._linked.difference_update(read)

    def also(self, *, feed: Feed) -> set[UUID]:
        """Return the children of other episodes here whose links to these changed."""
        return {feed.lines[key].child for key in self._linked if key in feed.lines}


def _first_end_of(*, at: datetime, children: Collection[UUID]) -> datetime | None:
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
