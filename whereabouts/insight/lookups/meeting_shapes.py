"""Meetings as plain values: lists, an agenda, a child's papers, actions with their owners."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from whereabouts.insight.lookups.known_shapes import Story
from whereabouts.insight.lookups.support_shapes import Repeat


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLine:
    """A meeting in a list."""

    meeting_id: UUID
    kind: str
    held_at: datetime
    agency: str
    chair: str
    ours: bool
    closed: bool
    late: bool
    cancelled: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerLine:
    """An owner of an action, and whether it is taken on."""

    agency: str
    who: str
    ours: bool
    accepted_at: datetime | None
    accepted_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLine:
    """An action with its owners, its day and what came of it."""

    action_id: UUID
    child_id: UUID
    name: str
    kind: str
    kind_words: str
    what: str
    owners: tuple[OwnerLine, ...]
    due_on: date
    state: str
    state_words: str
    late: bool
    settled_at: datetime | None
    settled_by: str
    result: str
    may_take_on: bool
    may_settle: bool

    @property
    def joint(self) -> bool:
        """Whether two own it."""
        return len(self.owners) == 2


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """A child on an agenda, why, and what was decided."""

    item_id: UUID
    child_id: UUID
    name: str
    age: str
    why: tuple[str, ...]
    outcome: str
    outcome_words: str
    actions: int
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitedLine:
    """An agency that is invited, and who was there."""

    agency_id: UUID
    agency: str
    presence: str
    presence_words: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedLine:
    """A strategy discussion that is owed."""

    reference: str
    child_id: UUID
    name: str
    title: str
    due_at: datetime | None
    late: bool
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingsNow:
    """What is planned, owed and to be done."""

    planned: tuple[MeetingLine, ...]
    closed: tuple[MeetingLine, ...]
    owed: tuple[OwedLine, ...]
    actions: tuple[ActionLine, ...]
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPage:
    """A meeting: who, when, its agenda as the reader may see it."""

    meeting: MeetingLine
    place: str
    kind: str
    closed_at: datetime | None
    moved_from: datetime | None
    moved_because: str
    cancelled_because: str
    invited: tuple[InvitedLine, ...]
    wanted: tuple[str, ...]
    agenda: tuple[AgendaLine, ...]
    start: int
    total: int
    undecided: int
    may_hold: bool
    may_close: bool
    may_answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """A child's papers for a meeting, put together from the record as the reader may see it."""

    item_id: UUID
    meeting: MeetingLine
    kind: str
    reference: str
    story: Story
    why: tuple[str, ...]
    repeats: tuple[Repeat, ...]
    decisions: tuple[tuple[datetime, str, str, str], ...]  # when, level, by whom, why
    outstanding: tuple[tuple[str, str, datetime | None], ...]  # what, whose, by when
    plan_lacks: tuple[str, ...] | None
    childs_view: str
    before: tuple[tuple[datetime, str, str], ...]  # earlier meetings: when, outcome, words
    actions: tuple[ActionLine, ...]
    outcome: str
    outcome_words: str
    decision: str
    no_action_because: str
    enquiries: str
    enquiries_because: str
    decided_by: str
    decided_at: datetime | None
    next_review_on: date | None
    may_decide: bool
    may_sign: bool
